// What of our camera is meant for whom.

import { planCameraLimits, smallestCameraLimits } from '#engine/mesh/camera-limits.ts';
import { createMeantPictures } from '#engine/mesh/meant-pictures.ts';
import { expect, test } from 'vitest';

const [ana, ben] = [{ name: 'Ana' }, { name: 'Ben' }];
const small = { maxHeight: 180, maxFramerate: 15, maxBitrateBps: 100_000 };
const large = { maxHeight: 720, maxFramerate: 30, maxBitrateBps: 1_800_000 };

test('by how many are there, and a change is told once', () => {
  const meant = createMeantPictures();
  expect([meant.count(1), meant.count(5), meant.count(5)]).toEqual([false, true, false]);
  expect(meant.limits()).toEqual(planCameraLimits(5));
  expect(meant.limits(ana)).toEqual(planCameraLimits(5));
});

test('what one of them wants is theirs alone; what we give is for all', () => {
  const meant = createMeantPictures();
  expect([meant.want(ana, 'full'), meant.want(ana, 'less'), meant.want(ana, 'less')]).toEqual([false, true, false]);
  expect(meant.limits(ana)).toMatchObject(smallestCameraLimits);
  expect(meant.limits(ben)).toEqual(planCameraLimits(1));
  expect([meant.offer('full'), meant.offer('none'), meant.offer('none')]).toEqual([false, true, false]);
  for (const peer of [ana, ben, undefined]) expect(meant.limits(peer).isPaused).toBe(true);
});

test('whoever says what they show gets no more, and that much where nothing is encoded for them alone', () => {
  const meant = createMeantPictures();
  meant.count(8);
  meant.show(ana, small);
  meant.show(ben, large);
  expect([meant.limits(ana), meant.sharedLimits(ana)]).toMatchObject([small, small]);
  expect([meant.limits(ben), meant.sharedLimits(ben)]).toMatchObject([planCameraLimits(8), large]);
  meant.show(ben, undefined);
  expect(meant.sharedLimits(ben)).toEqual(planCameraLimits(8));
});
