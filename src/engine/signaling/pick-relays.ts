// Through which relays a text for one person goes: the decision alone.

import type { RelayNetwork } from '#core/ports/link.ts';

interface Candidate {
  readonly network: RelayNetwork;
  readonly isOpen: boolean;
}

/**
 * At most two open relays: the first on which the person was heard (it was the fastest), and the next of another
 * network, so that no single operator can keep two people apart; else the next at all. Where the person was heard on
 * fewer than two that are open, others fill up: the other's list is most likely the same. Not this device, which costs
 * nothing and reaches nobody elsewhere.
 */
export const pickRelays = <T extends Candidate>(heardOn: readonly T[], all: readonly T[]): readonly T[] => {
  const heard = heardOn.filter(({ isOpen }) => isOpen);
  const others = all.filter((relay) => relay.isOpen && relay.network !== 'device' && !heard.includes(relay));
  const [first = others[0], ...heardLater] = heard;
  if (!first) return [];
  const differs = ({ network }: T): boolean => network !== first.network;
  const rest = others.filter((relay) => relay !== first);
  const second = heardLater.find(differs) ?? heardLater[0] ?? rest.find(differs) ?? rest[0];
  return second ? [first, second] : [first];
};
