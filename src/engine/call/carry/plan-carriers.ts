// Who could carry us to somebody, best first. Pure, and from what everybody is told alike, so that both ends of a pair
// come to the same order.

import type { PersonId } from '#core/base/ids.ts';
import type { Carries, VisitName } from '#core/wire/call-messages.ts';
import { streamsOfPair } from './streams.ts';

/** Somebody whom we are connected to, by their last word. */
export interface Helper {
  readonly id: PersonId;
  readonly carries: Carries | undefined;
  readonly reaches: readonly VisitName[];
}

/** Where they don't say. A path across an ocean. */
const unknownRoundTripMs = 200;
/** Two small cameras with sound, 500 kbit/s each, and half as much again for the shared screen's sake. */
const neededBps = 1_500_000;
const thinUplinkMs = 300;
const unknownUplinkMs = 100;
/** Rather anybody else. */
const weakMs = 1_000;

/** How much worse than a perfect one somebody is as a carrier, in milliseconds of delay that we would rather bear. */
export const carrierCost = ({ roundTripMs = unknownRoundTripMs, uplinkBps, isWeak = false }: Carries): number => {
  const uplinkMs = uplinkBps === undefined ? unknownUplinkMs : uplinkBps < neededBps ? thinUplinkMs : 0;
  return roundTripMs + uplinkMs + (isWeak ? weakMs : 0);
};

/**
 * The people who would carry a pair to the page load `[to, instance]`, best first. `current` carries it already: its
 * streams are taken by the pair itself.
 */
export const planCarriers = (
  [to, instance]: VisitName,
  helpers: readonly Helper[],
  current?: PersonId,
): readonly PersonId[] =>
  helpers
    .flatMap(({ id, carries, reaches }) => {
      const isReached = reaches.some(([person, page]) => person === to && page === instance);
      if (!carries || !isReached || id === to) return [];
      return carries.streams >= streamsOfPair || id === current ? [{ id, cost: carrierCost(carries) }] : [];
    })
    .toSorted((a, b) => a.cost - b.cost || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
