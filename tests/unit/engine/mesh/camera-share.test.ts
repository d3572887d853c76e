import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodingFor, planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { limitCameraFor, type PictureWish } from '#engine/mesh/camera-share.ts';

const wish = fc.constantFrom<PictureWish>('full', 'less', 'none');

test('without a wish somebody gets what the call allows: the very same limits', () => {
  expect(limitCameraFor(planCameraLimits(2), 'full', 'full')).toBe(planCameraLimits(2));
});

test('whoever of the two wants less has it, and never more than the call allows', () => {
  fc.assert(
    fc.property(fc.nat(30), wish, wish, (others, ours, theirs) => {
      const call = planCameraLimits(others);
      const limits = limitCameraFor(call, ours, theirs);
      expect(limits).toEqual(limitCameraFor(call, theirs, ours));
      expect(limits.maxHeight).toBeLessThanOrEqual(call.maxHeight);
      expect(limits.maxBitrateBps).toBeLessThanOrEqual(call.maxBitrateBps);
      expect(limits.isPaused === true).toBe([ours, theirs].includes('none'));
      if ([ours, theirs].includes('less')) expect(limits.maxBitrateBps).toBe(planCameraLimits(30).maxBitrateBps);
    }),
  );
});

test('a paused camera is not encoded; every other one says that it is, so that it comes back', () => {
  expect(encodingFor(limitCameraFor(planCameraLimits(1), 'none'), {}).active).toBe(false);
  expect(encodingFor(limitCameraFor(planCameraLimits(1), 'less'), {}).active).toBe(true);
  expect(encodingFor(planCameraLimits(1), {}).active).toBe(true);
});
