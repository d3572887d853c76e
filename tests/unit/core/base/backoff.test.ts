import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from '#core/base/backoff.ts';

const options = { firstMs: 1_000, maxMs: 60_000 };

test('doubles up to the most that is allowed', () => {
  const waits = [0, 1, 2, 3, 6, 7, 100].map((attempt) => backoffMs(attempt, options, () => 0));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 30_000, 30_000, 30_000]);
});

test('is at least half of the full wait and never above it, whatever the chance', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, chance) => {
      const waitMs = backoffMs(attempt, options, () => chance);
      const fullMs = Math.min(60_000, 1_000 * 2 ** attempt);
      expect(waitMs).toBeGreaterThanOrEqual(fullMs / 2);
      expect(waitMs).toBeLessThanOrEqual(fullMs);
    }),
  );
});
