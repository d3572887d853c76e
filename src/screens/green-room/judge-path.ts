// Whether people will probably reach this device without a detour, judged by the addresses that it gathered.

import type { Gathered, GatheredCandidate } from '#core/ports/path-check.ts';

export type PathVerdict =
  /** No STUN server is set up: there is nobody to ask. */
  | 'unknown'
  /** Others can find the way in: the mapping stays the same whoever is asked, or there is none at all. */
  | 'likely'
  /** Each server sees another port (RFC 5780: address-dependent mapping): it works only with people on easier networks. */
  | 'hard'
  /** Servers were asked and none answered: UDP does not get out. */
  | 'blocked';

export interface PathJudgement {
  readonly verdict: PathVerdict;
  /** A TURN server answered: it carries the call where no direct path is found. */
  readonly hasRelay: boolean;
}

const isIpv6 = (address: string | undefined): boolean => address?.includes(':') ?? false;

/** The socket that a reflexive candidate starts from. Hidden ones count as one: only a single route is gathered there. */
const baseOf = ({ relatedAddress, relatedPort, address }: GatheredCandidate): string =>
  relatedPort ? `${relatedAddress} ${relatedPort}` : `hidden ${isIpv6(address) ? 6 : 4}`;

/** True when one socket is seen under several addresses: the next person would see yet another. */
const hasShiftingMapping = (reflexive: readonly GatheredCandidate[]): boolean => {
  const mappings = new Map<string, Set<string>>();
  for (const candidate of reflexive) {
    const seen = mappings.get(baseOf(candidate)) ?? new Set();
    mappings.set(baseOf(candidate), seen.add(`${candidate.address} ${candidate.port}`));
  }
  // One steady socket is enough: a path needs only one.
  return [...mappings.values()].every((seen) => seen.size > 1);
};

/** What the addresses tell. Only UDP counts for a direct path. */
export const judgePath = ({ candidates, stunServers, hasTurn }: Gathered): PathJudgement => {
  const hasRelay = hasTurn && candidates.some(({ type }) => type === 'relay');
  if (stunServers === 0) return { verdict: 'unknown', hasRelay };
  const udp = candidates.filter(({ protocol }) => protocol === 'udp');
  const reflexive = udp.filter(({ type }) => type === 'srflx');
  if (reflexive.length > 0) return { verdict: hasShiftingMapping(reflexive) ? 'hard' : 'likely', hasRelay };
  // A device with an address of its own gets no reflexive candidate: it would be the same again.
  const isOpen = udp.some(({ type, address }) => type === 'host' && isPublic(address));
  return { verdict: isOpen ? 'likely' : 'blocked', hasRelay };
};

const privateAddress =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;

/** A global address; names (mDNS) hide a local one, and an IPv6 address may have a firewall before it that no STUN server has passed. */
const isPublic = (address: string | undefined): boolean =>
  address !== undefined && /^\d+(\.\d+){3}$/.test(address) && !privateAddress.test(address);
