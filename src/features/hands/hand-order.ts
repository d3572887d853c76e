// Who comes before whom: a turn is given when a hand goes up, one more than any that is seen then.
//
// Turns instead of times, because no two clocks agree and no two messages take equally long: with turns everybody has the
// same order, whichever way and whenever they heard of it (Lamport, "Time, Clocks, and the Ordering of Events", 1978).

import type { PersonId } from '#core/base/ids.ts';
import type { RaisedHand } from './hands-types.ts';

export interface Hand {
  /** From 1. Whoever raises while they see others raised has a larger one. */
  readonly turn: number;
  /** By our clock. */
  readonly sinceMs: number;
}

/** More than any call gets to; a line that never empties and a person who lies are held by it. */
export const maxTurn = 1_000_000;

/** A hand that was up for so long has been seen by everybody: whoever raises now stands behind it, whatever they say. */
const seenByAllMs = 20_000;

/** The turn of who raises now and sees these. */
export const nextTurn = (seen: readonly Hand[]): number =>
  Math.min(maxTurn, 1 + Math.max(0, ...seen.map(({ turn }) => turn)));

/**
 * Pure: the place of a hand that is told to have gone up at `sinceMs` with `turn`, and that cannot have been up before
 * `notBeforeMs`. It may not pass `others` that everybody had seen by then.
 */
export const placeHand = (told: Hand, notBeforeMs: number, others: readonly Hand[]): Hand => {
  const inFront = others.filter(({ sinceMs }) => sinceMs < notBeforeMs - seenByAllMs);
  return {
    turn: Math.max(told.turn, inFront.length > 0 ? nextTurn(inFront) : 1),
    sinceMs: Math.max(told.sinceMs, notBeforeMs),
  };
};

/** First by turn; of two who raised without seeing each other, the one with the smaller id. */
export const inLine = (hands: readonly (readonly [PersonId, Hand])[]): readonly RaisedHand[] =>
  hands
    .toSorted(([a, one], [b, other]) => one.turn - other.turn || (a < b ? -1 : 1))
    .map(([person, { sinceMs }]) => ({ person, sinceMs }));

/** From 1; undefined when the person's hand is not up. */
export const placeInLine = (order: readonly RaisedHand[], person: PersonId): number | undefined => {
  const index = order.findIndex((hand) => hand.person === person);
  return index < 0 ? undefined : index + 1;
};
