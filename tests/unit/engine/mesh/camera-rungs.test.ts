import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { depthOf, limitsOn, lowerOf, neededBps, rungAt, rungs } from '#engine/mesh/camera-rungs.ts';

const others = fc.nat(40);
const rung = fc.constantFrom(...rungs);

test('the order is the one that was promised: fewer frames, then smaller, one a second, then none', () => {
  const call = planCameraLimits(1);
  const sizes = rungs.map((each) => limitsOn(each, call));
  expect(sizes.map(({ maxHeight, maxFramerate, isPaused = false }) => [maxHeight, maxFramerate, isPaused])).toEqual([
    [720, 30, false],
    [720, 15, false],
    [360, 15, false],
    [180, 15, false],
    [180, 1, false],
    [180, 1, true],
  ]);
});

test('on the first rung the limits are the very same', () => {
  expect(limitsOn('full', planCameraLimits(3))).toBe(planCameraLimits(3));
});

test('further down is never more of anything, and needs never more', () => {
  fc.assert(
    fc.property(others, fc.integer({ min: 1, max: rungs.length - 1 }), (count, depth) => {
      const call = planCameraLimits(count);
      const [above, below] = [rungAt(depth - 1), rungAt(depth)];
      const [more, less] = [limitsOn(above, call), limitsOn(below, call)];
      expect(less.maxHeight).toBeLessThanOrEqual(more.maxHeight);
      expect(less.maxFramerate).toBeLessThanOrEqual(more.maxFramerate);
      expect(less.maxBitrateBps).toBeLessThanOrEqual(more.maxBitrateBps);
      expect(neededBps(below, call)).toBeLessThanOrEqual(neededBps(above, call));
      expect(less.isPaused ?? false).toBe(below === 'none');
    }),
  );
});

test('depths are places on the ladder, and what is beyond its ends is its end', () => {
  expect(rungs.map(depthOf)).toEqual([0, 1, 2, 3, 4, 5]);
  expect([rungAt(-1), rungAt(0), rungAt(5), rungAt(9)]).toEqual(['full', 'full', 'none', 'none']);
  fc.assert(
    fc.property(rung, rung, (a, b) => {
      expect(lowerOf(a, b)).toBe(lowerOf(b, a));
      expect(depthOf(lowerOf(a, b))).toBe(Math.max(depthOf(a), depthOf(b)));
    }),
  );
});
