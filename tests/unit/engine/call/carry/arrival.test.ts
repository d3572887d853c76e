// The carried picture stays until the direct one can take its place.

import { describe, expect, test } from 'vitest';
import { createArrival, hasArrived, type ArrivalLook } from '#engine/call/carry/arrival.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import { createFakeClock } from '../../../../fakes/clock.ts';
import { fakeId } from '../../../../fixtures/fake-call.ts';

/** Ten looks a second; what each way has brought up to each of them. */
const looks = (direct: readonly (number | undefined)[], carried: readonly (number | undefined)[]): ArrivalLook[] =>
  direct.map((frames, index) => ({ atMs: index * 100, direct: frames, carried: carried[index] }));
const counting = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);
const still = <T>(count: number, at: T): T[] => Array.from({ length: count }, () => at);

describe('the direct picture has arrived', () => {
  test('when it moves as fast as the carried one for half a second', () => {
    expect(hasArrived(looks(counting(6), counting(6, 100)))).toBe(true);
    expect(hasArrived(looks(counting(5), counting(5, 100)))).toBe(false);
  });

  test('when it moves half as fast, and not when it is slower still', () => {
    expect(
      hasArrived(
        looks(
          [0, 0, 1, 1, 2, 2],
          counting(6).map((_, at) => Math.min(at, 4)),
        ),
      ),
    ).toBe(true);
    expect(hasArrived(looks([0, 0, 1, 1, 2, 2], counting(6)))).toBe(false);
  });

  test('not with a first frame that stands still while the carried one goes on', () => {
    expect(hasArrived(looks([0, ...still(20, 1)], counting(21)))).toBe(false);
  });

  test('where the frames of before a break still count, with new ones only', () => {
    expect(hasArrived(looks(still(10, 900), counting(10)))).toBe(false);
  });

  test('where nothing is told of a camera yet, not while the carried one moves', () => {
    expect(hasArrived(looks(still(25, undefined), counting(25)))).toBe(false);
  });

  test('after a second and a half where neither moves: the camera is off', () => {
    expect(hasArrived(looks(still(15, 7), still(15, 7)))).toBe(false);
    expect(hasArrived(looks(still(16, 7), still(16, 7)))).toBe(true);
    expect(hasArrived([])).toBe(false);
  });
});

test('the carried picture is shown until the direct one has arrived, or its carrier is gone', async () => {
  const clock = createFakeClock();
  const frames = { direct: 0, carried: 0 };
  const peerWith = (way: keyof typeof frames): Peer =>
    ({
      person: fakeId(2),
      measure: async () => ({ received: { camera: { frames: frames[way] } } }),
    }) as unknown as Peer;
  const direct = peerWith('direct');
  const standIn = peerWith('carried');
  const shown: Peer[] = [];
  let isCarried = true;
  const arrival = createArrival({
    carried: {
      all: () => (isCarried ? [standIn as never] : []),
      directOf: () => direct,
      setArrived: () => {},
    },
    clock,
    onSource: (peer) => shown.push(peer),
  });
  const pass = async (times: number, moving: readonly (keyof typeof frames)[]): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      for (const way of moving) frames[way] += 1;
      await clock.advance(100);
    }
  };
  arrival.look();
  await pass(20, ['carried']);
  expect(shown).toEqual([]);
  await pass(10, ['carried', 'direct']);
  expect(shown).toEqual([direct]);

  isCarried = false;
  arrival.look();
  isCarried = true;
  arrival.look();
  await pass(5, ['carried']);
  isCarried = false;
  arrival.look();
  expect(shown).toEqual([direct, direct]);
  arrival[Symbol.dispose]();
});
