import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenBucket } from '#core/wire/token-bucket.ts';

const passed = (mayPass: (nowMs: number) => boolean, times: number, nowMs: number): number =>
  Array.from({ length: times }, () => mayPass(nowMs)).filter(Boolean).length;

test('lets a burst through, then as many as it earns', () => {
  const mayPass = createTokenBucket({ perSecond: 2, burst: 3 });
  expect(passed(mayPass, 10, 1_000)).toBe(3);
  expect(passed(mayPass, 10, 1_499)).toBe(0);
  expect(passed(mayPass, 10, 1_500)).toBe(1);
  expect(passed(mayPass, 10, 2_500)).toBe(2);
});

test('saves no more than a burst, however long it is quiet', () => {
  const mayPass = createTokenBucket({ perSecond: 10, burst: 3 });
  mayPass(0);
  expect(passed(mayPass, 100, 10_000_000)).toBe(3);
});

test('gives nothing for time that goes back', () => {
  const mayPass = createTokenBucket({ perSecond: 1, burst: 1 });
  expect(mayPass(5_000)).toBe(true);
  expect(mayPass(0)).toBe(false);
});

test('never lets more through than burst and rate allow', () => {
  const settings = fc.record({ perSecond: fc.integer({ min: 1, max: 100 }), burst: fc.integer({ min: 1, max: 50 }) });
  fc.assert(
    fc.property(settings, fc.array(fc.nat({ max: 500 }), { maxLength: 200 }), (options, steps) => {
      const mayPass = createTokenBucket(options);
      let nowMs = 0;
      let count = 0;
      for (const stepMs of steps) {
        nowMs += stepMs;
        if (mayPass(nowMs)) count += 1;
      }
      expect(count).toBeLessThanOrEqual(options.burst + (nowMs * options.perSecond) / 1_000 + 1e-6);
    }),
  );
});
