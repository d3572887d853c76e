import { expect, test } from 'vitest';
import { limits, protocol } from '#core/wire/limits.ts';

// What is said here is promised to other versions of the app: a smaller figure refuses what they send today.
test('the limits and the protocol are those of version 1', () => {
  expect(limits).toMatchObject({
    controlBytes: 65_536,
    signalBytes: 65_536,
    controlPerSecond: 20,
    controlBurst: 120,
    signalPerSecond: 30,
    signalBurst: 120,
    lateBytes: 1_048_576,
    nameLength: 60,
    rosterLength: 64,
  });
  expect(protocol).toEqual({ min: 1, max: 1 });
});

test('everybody who may be in a call fits into what one says of whom they see', () => {
  expect(limits.people).toBeLessThanOrEqual(limits.rosterLength);
});
