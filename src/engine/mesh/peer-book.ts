// Which page loads of which people we talk to. A link only claims to be somebody's: a page load that is new takes the
// place of the one before it when it has proved who it is, not earlier. Otherwise whoever has the room's link could throw
// others out by announcing in their name.

import type { PersonId } from '#core/base/ids.ts';
import { limits } from '#core/wire/limits.ts';

export interface Booked extends Disposable {
  readonly person: PersonId;
  readonly otherInstance: string;
}

export interface PeerBook<P extends Booked> {
  all(): readonly P[];
  of(person: PersonId): readonly P[];
  find(person: PersonId, instance: string): P | undefined;
  isRetired(person: PersonId, instance: string): boolean;
  /** There are as many people as we can hold. */
  isFull(): boolean;
  /** The person has as many page loads as anybody may have at once. */
  isCrowded(person: PersonId): boolean;
  add(peer: P): void;
  /** Takes it out; true when it was in. */
  remove(peer: P): boolean;
  /** Never lets this page load in again. */
  retire(peer: P): void;
}

/** A page that reloads leaves one behind; more than a few at once is no reload. */
const maxInstances = 3;
/** How many old page loads are remembered, so that their late messages don't bring them back. */
const maxRetired = 500;

const keyOf = (person: PersonId, instance: string): string => `${person} ${instance}`;

/** An empty book. */
export const createPeerBook = <P extends Booked>(): PeerBook<P> => {
  const peers = new Map<string, P>();
  const retired = new Set<string>();
  const of = (person: PersonId): readonly P[] => [...peers.values()].filter((peer) => peer.person === person);
  return {
    all: () => [...peers.values()],
    of,
    find: (person, instance) => peers.get(keyOf(person, instance)),
    isRetired: (person, instance) => retired.has(keyOf(person, instance)),
    isFull: () => peers.size >= limits.people,
    isCrowded: (person) => of(person).length >= maxInstances,
    add: (peer) => void peers.set(keyOf(peer.person, peer.otherInstance), peer),
    remove: (peer) => {
      const key = keyOf(peer.person, peer.otherInstance);
      return peers.get(key) === peer && peers.delete(key);
    },
    retire: (peer) => {
      retired.add(keyOf(peer.person, peer.otherInstance));
      if (retired.size > maxRetired) retired.delete(retired.values().next().value ?? '');
    },
  };
};
