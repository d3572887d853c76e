import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginPathWatch, lookAtPath, quietFor, type PathWatch } from '#engine/mesh/path-watch.ts';

const everyMs = 500;

/** Looks twice a second from 0 to `untilMs`; `signsAt` is what had come by then. */
const watchUntil = (untilMs: number, signsAt: (nowMs: number) => number): PathWatch => {
  let watch = beginPathWatch(0, signsAt(0));
  for (let nowMs = everyMs; nowMs <= untilMs; nowMs += everyMs) watch = lookAtPath(watch, nowMs, signsAt(nowMs));
  return watch;
};

/** When the silence is told that begins at 20 s, for something that came every `pauseMs` until then. */
const toldAfterMs = (pauseMs: number): number => {
  const signsAt = (nowMs: number): number => Math.floor(Math.min(nowMs, 20_000) / pauseMs);
  for (let nowMs = 20_000; nowMs < 30_000; nowMs += everyMs) {
    if (quietFor(watchUntil(nowMs, signsAt), nowMs) !== undefined) return nowMs - 20_000;
  }
  return Infinity;
};

describe('silence', () => {
  test('of a microphone is told after a second and a half', () => {
    expect(toldAfterMs(20)).toBe(1_500);
  });

  test('of somebody who only says that they are there, within two seconds', () => {
    expect(toldAfterMs(500)).toBeLessThanOrEqual(2_000);
  });

  test('of a hidden page, whose words come once a second, later', () => {
    expect(toldAfterMs(1_000)).toBeGreaterThan(1_500);
    expect(toldAfterMs(1_000)).toBeLessThanOrEqual(3_000);
  });

  test('is never told between words that come once a second', () => {
    for (let nowMs = 2_000; nowMs < 60_000; nowMs += everyMs) {
      expect(
        quietFor(
          watchUntil(nowMs, (atMs) => Math.floor(atMs / 1_000)),
          nowMs,
        ),
      ).toBeUndefined();
    }
  });

  test('is told as soon as ever when there was a long one a quarter of a minute ago', () => {
    // Heard all the time but from 5 to 15 s, and not from 30 s on.
    const signsAt = (nowMs: number): number => {
      if (nowMs <= 5_000) return nowMs;
      return nowMs < 15_000 ? 5_000 : Math.min(nowMs, 30_000);
    };
    expect(quietFor(watchUntil(31_000, signsAt), 31_000)).toBeUndefined();
    expect(quietFor(watchUntil(31_500, signsAt), 31_500)).toBe(1_500);
  });

  test('is told as long as it was', () => {
    expect(
      quietFor(
        watchUntil(4_000, () => 7),
        4_000,
      ),
    ).toBe(4_000);
  });
});

test('a page that slept is given a moment to hear something', () => {
  const awake = watchUntil(10_000, (nowMs) => nowMs);
  const woken = lookAtPath(awake, 25_000, 10_000);
  expect(quietFor(woken, 25_000)).toBeUndefined();
  expect(quietFor(lookAtPath(woken, 25_500, 10_001), 25_500)).toBeUndefined();
  expect(quietFor(lookAtPath(lookAtPath(woken, 25_500, 10_000), 26_000, 10_000), 26_000)).toBeGreaterThan(0);
});

test('whatever comes and however it is looked at: heard means no silence, and nothing for 4.5 s means silence', () => {
  const looks = fc.array(fc.record({ afterMs: fc.integer({ min: 1, max: 1_900 }), isHeard: fc.boolean() }));
  fc.assert(
    fc.property(looks, (list) => {
      let [nowMs, signs, watch] = [0, 0, beginPathWatch(0, 0)];
      for (const { afterMs, isHeard } of list) {
        nowMs += afterMs;
        signs += isHeard ? 1 : 0;
        watch = lookAtPath(watch, nowMs, signs);
        if (isHeard) expect(quietFor(watch, nowMs)).toBeUndefined();
      }
      for (let count = 0; count < 10; count += 1) watch = lookAtPath(watch, (nowMs += 450), signs);
      expect(quietFor(watch, nowMs)).toBeGreaterThanOrEqual(1_500);
    }),
  );
});
