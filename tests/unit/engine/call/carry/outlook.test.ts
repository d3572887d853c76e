import { expect, test } from 'vitest';
import { createOutlook, readOutlook } from '#engine/call/carry/outlook.ts';
import type { StatsSample } from '#engine/mesh/stats-sample.ts';
import { createFakeClock } from '../../../../fakes/clock.ts';

const sample = (figures: Partial<StatsSample>): StatsSample => ({ sent: {}, received: {}, ...figures });

test('the middle round trip and the thinnest connection, in coarse steps', () => {
  const samples = [
    sample({ roundTripMs: 900, availableOutgoingBps: 4_000_000 }),
    sample({ roundTripMs: 61, availableOutgoingBps: 1_200_001 }),
    sample({ roundTripMs: 3 }),
  ];
  expect(readOutlook(samples, false)).toEqual({ roundTripMs: 100, uplinkBps: 1_500_000 });
});

test('what is not known is not said; a battery that is nearly empty is', () => {
  expect(readOutlook([], false)).toEqual({});
  expect(readOutlook([sample({})], true)).toEqual({ isWeak: true });
});

test('is told when it changes, and not otherwise; nothing is left behind', async () => {
  const clock = createFakeClock(1);
  let roundTripMs = 20;
  let isBroken = false;
  let changes = 0;
  const outlook = createOutlook({
    clock,
    sample: async () => {
      if (isBroken) throw new Error('closed');
      return [sample({ roundTripMs })];
    },
    isBatteryLow: async () => false,
    onChange: () => void (changes += 1),
  });
  await clock.advance(50_000);
  expect([outlook.read(), changes]).toEqual([{ roundTripMs: 50 }, 1]);
  roundTripMs = 170;
  isBroken = true;
  await clock.advance(50_000);
  expect(changes).toBe(1);
  isBroken = false;
  await clock.advance(50_000);
  expect([outlook.read(), changes]).toEqual([{ roundTripMs: 200 }, 2]);
  outlook[Symbol.dispose]();
  expect(clock.pending()).toBe(0);
});
