import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '#core/base/random.ts';

const draw = (seed: number, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random());
};

test('is the same for the same seed, on every machine and in every version', () => {
  expect(draw(1, 3)).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
});

test('stays from 0 up to 1 for every seed, and differs from seed to seed', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const numbers = draw(seed, 20);
      for (const number of numbers) expect(number >= 0 && number < 1).toBe(true);
      expect(new Set(numbers).size).toBe(20);
      expect(draw(seed + 1, 20)).not.toEqual(numbers);
    }),
  );
});

test('is spread evenly enough for jitter', () => {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const number of draw(7, 10_000)) tenths[Math.floor(number * 10)]! += 1;
  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
