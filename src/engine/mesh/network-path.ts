// How two ends reach each other, from the kinds and addresses of the chosen candidate pair. Addresses go in, none comes out.

/** `same-device`: two windows of one machine. `local-network`: without the internet. `relayed`: through a TURN server. */
export type NetworkPath = 'same-device' | 'local-network' | 'direct' | 'relayed';

/** One end of a candidate pair, as webrtc-stats has it (RTCIceCandidateStats). */
export interface PathEnd {
  readonly candidateType: string;
  /** Absent, empty or a name in `.local` where the browser hides it. */
  readonly address?: string | undefined;
}

/** IPv4 of RFC 1918 and RFC 3927, IPv6 of RFC 4193 and RFC 4291 2.5.6. Not 100.64/10: a provider's NAT is no home network. */
const localAddress = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i;
const loopback = /^(?:127\.|::1$)/;
const ipv6PrefixGroups = 4;

/** The first 64 bits: what the devices of one network share (RFC 4291 2.5.4); undefined where it is no IPv6 address. */
const ipv6Prefix = (address: string): string | undefined => {
  if (!address.includes(':')) return undefined;
  const [head = '', tail] = address.toLowerCase().split('::');
  const [left, right] = [head.split(':'), tail === undefined ? [] : tail.split(':')];
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return groups
    .slice(0, ipv6PrefixGroups)
    .map((group) => Number.parseInt(group || '0', 16))
    .join(':');
};

const shownAddress = ({ address = '' }: PathEnd): string | undefined =>
  address === '' || address.endsWith('.local') ? undefined : address;

const isSameNetwork = (a: string, b: string): boolean => {
  if (localAddress.test(a) && localAddress.test(b)) return true;
  const prefix = ipv6Prefix(a);
  return prefix !== undefined && prefix === ipv6Prefix(b);
};

/**
 * The path of a pair. A peer-reflexive candidate is told by its address where that is shown: two browsers in one network
 * often meet that way before the other's candidate has come through the relay.
 */
export const pathOf = (local: PathEnd, remote: PathEnd): NetworkPath => {
  const types = [local.candidateType, remote.candidateType];
  if (types.includes('relay')) return 'relayed';
  if (types.includes('srflx')) return 'direct';
  const [here, there] = [shownAddress(local), shownAddress(remote)];
  if (here !== undefined && there !== undefined) {
    if (here === there || (loopback.test(here) && loopback.test(there))) return 'same-device';
    return isSameNetwork(here, there) ? 'local-network' : 'direct';
  }
  // A host address that is hidden is a name that only the own network can resolve (mDNS).
  const shown = here ?? there;
  const isHosts = types.every((type) => type === 'host');
  return isHosts && (shown === undefined || localAddress.test(shown)) ? 'local-network' : 'direct';
};
