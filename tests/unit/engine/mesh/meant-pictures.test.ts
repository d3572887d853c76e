// What of our camera is meant for whom.

import { planCameraLimits, smallestCameraLimits } from '#engine/mesh/camera-limits.ts';
import { createMeantPictures } from '#engine/mesh/meant-pictures.ts';
import { expect, test, vi } from 'vitest';

const [ana, ben] = [{ name: 'Ana' }, { name: 'Ben' }];
const small = { maxHeight: 180, maxFramerate: 15, maxBitrateBps: 100_000 };
const large = { maxHeight: 720, maxFramerate: 30, maxBitrateBps: 1_800_000 };

const setUp = () => {
  const onChanged = vi.fn<(peer?: object) => void>();
  const told = () => onChanged.mock.calls.splice(0).map(([peer]) => peer ?? 'all');
  return { meant: createMeantPictures(onChanged), told };
};

test('by how many are there, and a change is told once', () => {
  const { meant, told } = setUp();
  for (const others of [1, 5, 5]) meant.count(others);
  expect(told()).toEqual(['all']);
  expect(meant.limits()).toEqual(planCameraLimits(5));
  expect(meant.limits(ana)).toEqual(planCameraLimits(5));
});

test('what one of them wants is theirs alone; what we give is for all', () => {
  const { meant, told } = setUp();
  for (const wish of ['full', 'less', 'less'] as const) meant.want(ana, wish);
  expect(told()).toEqual([ana]);
  expect(meant.limits(ana)).toMatchObject(smallestCameraLimits);
  expect(meant.limits(ben)).toEqual(planCameraLimits(1));
  for (const wish of ['full', 'none', 'none'] as const) meant.offer(wish);
  expect(told()).toEqual(['all']);
  for (const peer of [ana, ben, undefined]) expect(meant.limits(peer).isPaused).toBe(true);
});

test('whoever says what they show gets no more, and that much where nothing is encoded for them alone', () => {
  const { meant, told } = setUp();
  meant.count(8);
  meant.show(ana, small);
  meant.show(ben, large);
  expect(told()).toEqual(['all', ana, ben]);
  expect([meant.limits(ana), meant.sharedLimits(ana)]).toMatchObject([small, small]);
  expect([meant.limits(ben), meant.sharedLimits(ben)]).toMatchObject([planCameraLimits(8), large]);
  meant.show(ben, undefined);
  expect(meant.sharedLimits(ben)).toEqual(planCameraLimits(8));
});
