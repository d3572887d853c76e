import { expect, test } from 'vitest';
import { createBitDebt } from '#workers/bit-debt.ts';

/** Frames that went out within `forMs`, of a source of 20 a second, and what they took together, bit/s. */
const run = (bitrateBps: number, bytesOf: (sinceMs: number) => number, forMs: number) => {
  const debt = createBitDebt();
  let [frames, bytes, lastMs] = [0, 0, -50];
  for (let nowMs = 0; nowMs < forMs; nowMs += 50) {
    if (debt.isTooMuch(nowMs)) continue;
    const size = bytesOf(nowMs - lastMs);
    debt.sent(size, bitrateBps, nowMs);
    [frames, bytes, lastMs] = [frames + 1, bytes + size, nowMs];
  }
  return { frames, bps: (bytes * 8_000) / forMs };
};

test('an encoder that keeps to its bits loses no frame, key frames and swings included', () => {
  const usual = 600_000 / 8 / 20;
  let count = 0;
  const keeping = (): number => (count++ % 100 === 0 ? usual * 15 : usual * (0.9 + 0.3 * Math.sin(count * 12.9898)));
  expect(run(600_000, keeping, 60_000).frames).toBe(1_200);
});

test('one that sends four times its bits is held to little more than these', () => {
  const { frames, bps } = run(600_000, () => 15_000, 60_000);
  expect(bps).toBeLessThan(600_000 * 1.3);
  expect(frames).toBeGreaterThan(250);
});

test('one that gives each frame the bits of the time before it comes out of being slow again', () => {
  // At least 33 KB each, however coarse, as Firefox's of a noisy picture.
  const greedy = (sinceMs: number): number => Math.max(33_000, (600_000 / 8_000) * sinceMs);
  const { frames, bps } = run(600_000, greedy, 60_000);
  expect(frames / 60).toBeGreaterThan(2);
  expect(bps).toBeLessThan(600_000 * 1.3);
});

test('one picture that cost far too much stops nothing, a second one does for two seconds', () => {
  const debt = createBitDebt();
  debt.sent(10_000_000, 100_000, 0);
  expect(debt.isTooMuch(50)).toBe(false);
  debt.sent(10_000_000, 100_000, 100);
  expect([1_500, 2_000].map((nowMs) => debt.isTooMuch(nowMs))).toEqual([true, false]);
});
