import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import { inLine, maxTurn, nextTurn, placeHand, placeInLine, type Hand } from '#features/hands/hand-order.ts';
import { ana, ben, cem } from '../hosted.ts';

const hand = (turn: number, sinceMs = 0): Hand => ({ turn, sinceMs });

describe('the line', () => {
  test('goes by turn, then by id, whatever the times', () => {
    const line = inLine([
      [cem, hand(1, 900)],
      [ana, hand(2, 100)],
      [ben, hand(1, 950)],
    ]);
    expect(line.map(({ person }) => person)).toEqual([ben, cem, ana]);
  });

  test('is the same, however it was heard', () => {
    const ids = fc.constantFrom(...'ABCDEFGHJK').map((letter) => letter.repeat(22) as PersonId);
    const hands = fc.uniqueArray(
      fc.tuple(ids, fc.record({ turn: fc.integer({ min: 1, max: 4 }), sinceMs: fc.nat() })),
      {
        selector: ([id]) => id,
      },
    );
    const people = (all: readonly (readonly [PersonId, Hand])[]) => inLine(all).map(({ person }) => person);
    fc.assert(
      fc.property(hands, fc.nat(), (all, seed) => {
        const other = all.toSorted((a, b) => ((a[1].sinceMs * 31 + seed) % 7) - ((b[1].sinceMs * 31 + seed) % 7));
        // Times differ from one to the other: they are each one's own.
        expect(people(other.map(([id, each]) => [id, { ...each, sinceMs: each.sinceMs + seed }]))).toEqual(people(all));
      }),
    );
  });

  test('has places from 1', () => {
    const line = inLine([
      [ana, hand(2)],
      [ben, hand(1)],
    ]);
    expect([ben, ana, cem].map((person) => placeInLine(line, person))).toEqual([1, 2, undefined]);
  });
});

describe('a turn', () => {
  test('is one more than the last that is seen, and never too large to be told', () => {
    expect([nextTurn([]), nextTurn([hand(3), hand(1)]), nextTurn([hand(maxTurn)])]).toEqual([1, 4, maxTurn]);
  });

  test('does not pass those whom everybody saw before', () => {
    expect(placeHand(hand(1, 100_000), 100_000, [hand(4, 10_000)]).turn).toBe(5);
  });

  test('may equal that of somebody who raised in the same moment', () => {
    expect(placeHand(hand(4, 100_000), 100_000, [hand(4, 99_000)]).turn).toBe(4);
  });

  test('cannot have begun before it could', () => {
    expect(placeHand(hand(1, -1e9), 5_000, []).sinceMs).toBe(5_000);
    expect(placeHand(hand(1, 700), -Infinity, [hand(9, 0)])).toEqual(hand(1, 700));
  });
});
