import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodingFor, leastOf, limitFirstPicture, planCameraLimits } from '#engine/mesh/camera-limits.ts';

test('one other person gets 720p, and nobody ever gets more by others coming', () => {
  expect(planCameraLimits(1).maxHeight).toBe(720);
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), (a, b) => {
      const [few, many] = [planCameraLimits(Math.min(a, b)), planCameraLimits(Math.max(a, b))];
      expect(many.maxHeight).toBeLessThanOrEqual(few.maxHeight);
      expect(many.maxBitrateBps).toBeLessThanOrEqual(few.maxBitrateBps);
      expect(many.maxFramerate).toBeLessThanOrEqual(few.maxFramerate);
    }),
  );
});

test('the pictures to all others together stay below 4.5 Mbit/s', () => {
  for (let others = 1; others <= 30; others += 1) {
    expect(others * planCameraLimits(others).maxBitrateBps).toBeLessThanOrEqual(4_500_000);
  }
});

test('a camera that is smaller than the limit is never enlarged, and an upright one is measured by its shorter side', () => {
  expect(encodingFor(planCameraLimits(1), { width: 640, height: 480 }).scaleResolutionDownBy).toBe(1);
  expect(encodingFor(planCameraLimits(4), { width: 720, height: 1280 }).scaleResolutionDownBy).toBe(2);
  expect(encodingFor(planCameraLimits(4), {}).scaleResolutionDownBy).toBe(2);
});

test('the first picture is small, and never larger or dearer than those that follow', () => {
  for (let others = 1; others <= 30; others += 1) {
    const limits = planCameraLimits(others);
    const first = limitFirstPicture(limits);
    expect(first.maxHeight).toBe(Math.min(180, limits.maxHeight));
    expect({ ...first, maxHeight: 0 }).toEqual({ ...limits, maxHeight: 0 });
  }
});

test('the least of several limits is the least of each, the very same where one alone says it all', () => {
  const [large, small] = [planCameraLimits(1), planCameraLimits(30)];
  expect(leastOf(large)).toBe(large);
  expect(leastOf(large, small)).toBe(small);
  expect(leastOf(small, large)).toBe(small);
  expect(leastOf({ ...large, maxFramerate: 5 }, { ...small, isPaused: true })).toEqual({
    ...small,
    maxFramerate: 5,
    isPaused: true,
  });
});
