// What the shared encoder decides: sizes, which frames, when a key frame, and times.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCaptureClock } from '#workers/capture-clock.ts';
import { fitRung } from '#workers/fit-rung.ts';
import { createFramePace } from '#workers/frame-pace.ts';
import { createKeyFrameDuty } from '#workers/key-frame-duty.ts';

test('a rung bounds the shorter side, keeps the shape, and never enlarges', () => {
  expect(fitRung({ width: 1280, height: 720 }, 180)).toEqual({ width: 320, height: 180 });
  expect(fitRung({ width: 720, height: 1280 }, 180)).toEqual({ width: 180, height: 320 });
  expect(fitRung({ width: 320, height: 240 }, 720)).toEqual({ width: 320, height: 240 });
  expect(fitRung({ width: 333, height: 251 }, 180)).toEqual({ width: 238, height: 180 });
  expect(fitRung({ width: 4000, height: 3 }, 180)).toEqual({ width: 4000, height: 4 });
  expect(fitRung({ width: 1, height: 1 }, 180)).toEqual({ width: 2, height: 2 });
});

/** Of a source of that many frames a second, whose frames come up to `jitter` of an interval too early or late. */
const takenOf = (sourceRate: number, maxFramerate: number, jitter = 0): { taken: number; rate: number } => {
  const pace = createFramePace();
  let taken = 0;
  for (let frame = 0; frame < sourceRate * 10; frame += 1) {
    const offset = Math.sin(frame * 12.9898) * jitter;
    if (pace.takes(((frame + offset) * 1_000_000) / sourceRate, maxFramerate)) taken += 1;
  }
  return { taken: taken / 10, rate: pace.rate() };
};

test.each([
  [30, 30, 30],
  [30, 60, 30],
  [30, 24, 24],
  [30, 20, 20],
  [60, 30, 30],
  [15, 30, 15],
  [30, 5, 5],
])('of %i frames a second with at most %i, %i are taken, and the encoder is told about it', (source, max, expected) => {
  for (const jitter of [0, 0.3]) {
    const { taken, rate } = takenOf(source, max, jitter);
    expect(Math.abs(taken - expected)).toBeLessThanOrEqual(expected * 0.05);
    expect(rate).toBeGreaterThan(expected / 1.7);
    expect(rate).toBeLessThan(expected * 1.7);
  }
});

test('a frame that somebody waits for is taken in any case', () => {
  const pace = createFramePace();
  expect(pace.takes(0, 5)).toBe(true);
  expect(pace.takes(33_000, 5)).toBe(false);
  expect(pace.takes(66_000, 5, true)).toBe(true);
});

test('a pause is not made up for', () => {
  const pace = createFramePace();
  pace.takes(0, 10);
  const taken = [5_000_000, 5_033_000, 5_066_000, 5_100_000].filter((atUs) => pace.takes(atUs, 10));
  expect(taken.length).toBeLessThanOrEqual(3);
});

test('after a page that stood still the rate is right within some frames', () => {
  const pace = createFramePace();
  for (let second = 0; second < 6; second += 1) pace.takes(second * 1_000_000, 30);
  expect(pace.rate()).toBe(5);
  for (let frame = 1; frame <= 4; frame += 1) pace.takes(5_000_000 + frame * 33_333, 30);
  expect(pace.rate()).toBe(30);
});

test('a camera that stumbles for a moment is no slower camera, and one that is slower is told to be', () => {
  const pace = createFramePace(2_000);
  let atUs = 0;
  const go = (frames: number, everyMs: number): number[] =>
    Array.from({ length: frames }, () => {
      atUs += everyMs * 1_000;
      pace.takes(atUs, 30);
      return pace.rate();
    });
  const all = (rates: readonly number[]): number[] => [...new Set(rates)];
  expect(all(go(60, 33.333))).toEqual([30]);
  // The machine is busy: eight frames in a second, then some in a burst.
  expect(all([...go(8, 125), ...go(20, 33.333), ...go(6, 150), ...go(60, 33.333)])).toEqual([30]);
  expect(go(40, 66.667).at(-1)).toBe(15);
  // Faster is told at once, and does not waver.
  const rates = go(60, 33.333);
  expect(rates.slice(0, 3).at(-1)).toBe(30);
  expect(all(rates.slice(3))).toEqual([30]);
});

test('what a source does first is its rate', () => {
  const pace = createFramePace(2_000);
  for (let frame = 0; frame < 4; frame += 1) pace.takes(frame * 66_667, 30);
  expect(pace.rate()).toBe(15);
});

test('one key frame for all who want one within a moment', () => {
  const duty = createKeyFrameDuty();
  expect([duty.isDue(false, 0), duty.isDue(true, 0)]).toEqual([false, true]);
  duty.done(0);
  expect([duty.isDue(true, 100), duty.isDue(true, 199), duty.isDue(true, 200)]).toEqual([false, false, true]);
});

test('times are those of the capture, whatever the source counts from', () => {
  const clock = createCaptureClock();
  expect(clock.stamp(7_000, 1_000_000)).toBe(1_000_000);
  // It came late, and was not taken later for that.
  expect(clock.stamp(40_333, 1_060_000)).toBe(1_033_333);
  expect(clock.stamp(undefined, 1_090_000)).toBe(1_090_000);
  // Another camera.
  expect(clock.stamp(99_000_000, 1_100_000)).toBe(1_100_000);
});

test('whatever the source says, times grow by a millisecond at least, and stay near', () => {
  const frame = fc.record({
    captureUs: fc.option(fc.integer(), { nil: undefined }),
    stepUs: fc.integer({ min: 1_000, max: 500_000 }),
  });
  fc.assert(
    fc.property(fc.array(frame), (frames) => {
      const clock = createCaptureClock();
      let [nowUs, lastUs] = [0, -Infinity];
      for (const { captureUs, stepUs } of frames) {
        nowUs += stepUs;
        const atUs = clock.stamp(captureUs, nowUs);
        expect(atUs).toBeGreaterThanOrEqual(lastUs + 1_000);
        expect(atUs - nowUs).toBeLessThanOrEqual(260_000);
        lastUs = atUs;
      }
    }),
  );
});

test('a camera that is unpunctual loses no frame at its own rate', () => {
  const pace = createFramePace();
  const lateness = [0, 12, 3, 30, 14, 15, 8, 0, 31, 12];
  const times = Array.from({ length: 300 }, (_, frame) => frame * 33_333 + (lateness[frame % 10] ?? 0) * 1_000);
  expect(times.filter((atUs) => !pace.takes(atUs, 30))).toEqual([]);
});
