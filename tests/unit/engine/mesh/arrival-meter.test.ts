import { expect, test } from 'vitest';
import { createArrivalMeter } from '#engine/mesh/arrival-meter.ts';

const source = (timestamp: number, audioLevel?: number): RTCRtpSynchronizationSource => ({
  source: 1,
  rtpTimestamp: 0,
  timestamp,
  ...(audioLevel === undefined ? {} : { audioLevel }),
});

/** What is read, one reading for each answer of the browser. */
const read = (answers: readonly (readonly RTCRtpSynchronizationSource[])[], everyMs = 100): number[] => {
  let turn = 0;
  const meter = createArrivalMeter(() => answers[turn++] ?? []);
  return answers.map((_, index) => meter(index * everyMs));
};

test('reads the newest of what the browser tells', () => {
  expect(read([[source(1, 0.5)], [source(1, 0.5), source(2, 0.7)], [source(3, 0.1), source(2, 0.7)]])).toEqual([
    0.5, 0.7, 0.1,
  ]);
});

test('what is told again and again of a last packet is silence, and sound that comes back is heard', () => {
  const old = [source(9, 0.5)];
  expect(read([old, old, old, old, old, [source(10, 0.4)]])).toEqual([0.5, 0.5, 0.5, 0, 0, 0.4]);
});

test('in a page that reads once a second, what has not moved for that long is silence at once', () => {
  const old = [source(9, 0.5)];
  expect(read([[source(8, 0.6)], old, old, [source(10, 0.4)]], 1_000)).toEqual([0.6, 0.5, 0, 0.4]);
});

test('however often it is read, a moment between two packets is no silence', () => {
  const old = [source(9, 0.5)];
  expect(read([old, old, old, old, old, old], 20)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
});

test('nothing told is silence', () => {
  expect(read([[], [source(1)], []])).toEqual([0, 0, 0]);
});
