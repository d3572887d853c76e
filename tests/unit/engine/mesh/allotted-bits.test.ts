import { expect, test } from 'vitest';
import { allottedBps } from '#engine/mesh/allotted-bits.ts';
import type { FlowSample } from '#engine/mesh/stats-sample.ts';

const flow = (atMs: number, frames: number, allottedBytes: number, more: Partial<FlowSample> = {}): FlowSample => ({
  id: 'one',
  atMs,
  bytes: 0,
  packets: 0,
  frames,
  allottedBytes,
  grantedBps: 800_000,
  ...more,
});

test('what still frames are allotted is what the path carries, below what they may have at most', () => {
  expect(allottedBps(flow(0, 0, 0), flow(1_000, 10, 12_500))).toBe(100_000);
  // As a sender of 10 pictures a second told 300 kbit/s counts (Firefox 153).
  expect(allottedBps(flow(0, 10, 38_855), flow(1_000, 20, 76_355))).toBe(Infinity);
  expect(allottedBps(flow(0, 0, 0), flow(1_000, 10, 12_500, { grantedBps: 100_000 }))).toBe(Infinity);
  // It counted 24 a second, and 20 came.
  expect(allottedBps(flow(0, 0, 0), flow(1_000, 20, 20 * 1_300))).toBe(Infinity);
});

test('of a picture now and then one more within a second is not twice as much', () => {
  expect(allottedBps(flow(0, 0, 0), flow(1_000, 2, 25_000, { framesPerSecond: 1 }))).toBe(100_000);
  expect(allottedBps(flow(0, 0, 0), flow(1_000, 1, 12_500))).toBe(100_000);
});

test('nothing is known where no frame went out, of another stream, and of what the line encodes itself', () => {
  const before = flow(0, 10, 1_000);
  expect(allottedBps(undefined, before)).toBeUndefined();
  expect(allottedBps(before, undefined)).toBeUndefined();
  expect(allottedBps(before, flow(1_000, 10, 1_000))).toBeUndefined();
  expect(allottedBps(before, flow(0, 20, 9_000))).toBeUndefined();
  expect(allottedBps(before, flow(1_000, 20, 9_000, { id: 'two' }))).toBeUndefined();
  const { grantedBps: _, ...own } = flow(1_000, 20, 9_000);
  expect(allottedBps(before, own)).toBeUndefined();
  const { allottedBytes: _a, ...untold } = flow(1_000, 20, 9_000);
  expect(allottedBps(before, untold)).toBeUndefined();
});
