// What kinds of addresses a description shows, as counts. Addresses go in, none comes out.

/** How many addresses one side has told, by kind. */
export interface CandidateCounts {
  /** Of the device itself. */
  readonly host: number;
  /** Of the device itself, hidden by the browser behind a name that only its own network can resolve (mDNS). */
  readonly hidden: number;
  /** As a STUN server sees the device (RFC 8445: server reflexive). */
  readonly reflexive: number;
  /** Of a TURN server. */
  readonly relayed: number;
  readonly udp: number;
  readonly tcp: number;
  readonly ipv4: number;
  readonly ipv6: number;
  /** A device address that the whole internet could reach. */
  readonly isPublic: boolean;
  /** Each server sees another address or port of the same socket (RFC 4787: address-dependent mapping, "symmetric NAT"). */
  readonly isShifting: boolean;
}

export const noCandidates: CandidateCounts = {
  host: 0,
  hidden: 0,
  reflexive: 0,
  relayed: 0,
  udp: 0,
  tcp: 0,
  ipv4: 0,
  ipv6: 0,
  isPublic: false,
  isShifting: false,
};

interface Candidate {
  readonly protocol: string;
  readonly address: string;
  readonly port: string;
  readonly type: string;
  readonly base: string;
}

/** RFC 8839 5.1: foundation, component, transport, priority, address, port, type, and for some where it comes from. */
const line = /^a=candidate:\S+ \d+ (\S+) \d+ (\S+) (\d+) typ (\S+)(?: raddr (\S+) rport (\d+))?/gim;

/** IPv4 that is of no use outside (RFC 1918, 3927, 6598, loopback). */
const privateIpv4 =
  /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
/** Global unicast (RFC 4291 2.4). */
const publicIpv6 = /^[23][0-9a-f]{3}:/i;

const isIpv6 = (address: string): boolean => address.includes(':');
const isName = (address: string): boolean => !isIpv6(address) && !/^\d+(?:\.\d+){3}$/.test(address);
const isReachable = (address: string): boolean =>
  isIpv6(address) ? publicIpv6.test(address) : !isName(address) && !privateIpv4.test(address);

const read = (sdp: string): readonly Candidate[] => {
  const found = new Map<string, Candidate>();
  for (const [, protocol = '', address = '', port = '', type = '', from = '', fromPort = '0'] of sdp.matchAll(line)) {
    // A base that is hidden counts as one: the browser then gathers on a single route.
    const base = Number(fromPort) > 0 ? `${from} ${fromPort}` : isIpv6(address) ? 'hidden 6' : 'hidden 4';
    found.set(`${protocol} ${address} ${port} ${type}`, { protocol, address, port, type, base });
  }
  return [...found.values()];
};

/** True when no socket keeps its mapping: one that does is enough for a path. */
const areShifting = (reflexive: readonly Candidate[]): boolean => {
  const mappings = new Map<string, number>();
  for (const { base } of reflexive) mappings.set(base, (mappings.get(base) ?? 0) + 1);
  return mappings.size > 0 && [...mappings.values()].every((count) => count > 1);
};

/** The kinds of the addresses in `sdp`; those of TCP count only as such, because browsers rarely find a path with them. */
export const countCandidates = (sdp: string): CandidateCounts => {
  const all = read(sdp);
  const count = (is: (candidate: Candidate) => boolean): number => all.filter(is).length;
  const isUdp = ({ protocol }: Candidate): boolean => protocol.toLowerCase() === 'udp';
  const reflexive = all.filter((each) => each.type === 'srflx' && isUdp(each));
  return {
    host: count(({ type, address }) => type === 'host' && !isName(address)),
    hidden: count(({ type, address }) => type === 'host' && isName(address)),
    reflexive: reflexive.length,
    relayed: count(({ type }) => type === 'relay'),
    udp: count(isUdp),
    tcp: count((each) => !isUdp(each)),
    ipv4: count(({ address }) => !isName(address) && !isIpv6(address)),
    ipv6: count(({ address }) => isIpv6(address)),
    isPublic: all.some((each) => each.type === 'host' && isUdp(each) && isReachable(each.address)),
    isShifting: areShifting(reflexive),
  };
};

/** How many there are of all kinds. */
export const totalOf = ({ udp, tcp }: CandidateCounts): number => udp + tcp;
