// What fake connections gather, and whether two ends reach each other by it. Addresses are of RFC 5737: 192.0.2 at home,
// 198.51.100 before the router, 203.0.113 on a TURN server.

export interface FakeCandidate {
  readonly type: 'host' | 'srflx' | 'relay';
  readonly text: string;
}

const urlsOf = ({ urls }: RTCIceServer): readonly string[] => [urls].flat();

/** Throws what browsers throw (W3C WebRTC 4.4.1.6). */
export const checkConfiguration = ({ iceServers = [] }: RTCConfiguration): void => {
  for (const server of iceServers) {
    for (const url of urlsOf(server)) {
      if (!/^(stun|turn)s?:[^\s/]+$/.test(url)) throw new DOMException(url, 'SyntaxError');
      if (/^turns?:/.test(url) && !(server.username && server.credential))
        throw new DOMException(url, 'InvalidAccessError');
    }
  }
};

let nextPort = 40_000;

/** A relayed candidate tells the origin, as Chromium's and Firefox's do where the policy is `all`. */
export const gather = ({ iceServers = [], iceTransportPolicy = 'all' }: RTCConfiguration): readonly FakeCandidate[] => {
  const asks = (scheme: RegExp): boolean => iceServers.some((server) => urlsOf(server).some((url) => scheme.test(url)));
  const port = (nextPort += 1);
  const direct: FakeCandidate[] = [
    { type: 'host', text: `candidate:1 1 udp 2122260223 192.0.2.7 ${port} typ host generation 0` },
  ];
  if (asks(/^stuns?:/)) {
    const origin = `raddr 192.0.2.7 rport ${port}`;
    direct.push({ type: 'srflx', text: `candidate:2 1 udp 1686052607 198.51.100.7 ${port} typ srflx ${origin}` });
  }
  const relayed: FakeCandidate[] = asks(/^turns?:/)
    ? [
        {
          type: 'relay',
          text: `candidate:3 1 udp 41885695 203.0.113.7 ${port} typ relay raddr 198.51.100.7 rport ${port}`,
        },
      ]
    : [];
  return iceTransportPolicy === 'relay' ? relayed : [...direct, ...relayed];
};

/** A TURN server of either side is enough; both must have something that the other's can be sent to. */
export const isReachable = (
  here: readonly FakeCandidate[],
  there: readonly FakeCandidate[],
  isBlocked: boolean,
): boolean => {
  const isRelayed = (one: FakeCandidate): boolean => one.type === 'relay';
  return here.some((one) => there.some((other) => !isBlocked || isRelayed(one) || isRelayed(other)));
};
