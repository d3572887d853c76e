import { expect, test } from 'vitest';
import { createConfigThrift, type ConfigThrift, type EncoderHabits } from '#workers/config-thrift.ts';

const config = (bitrate: number, more: Partial<VideoEncoderConfig> = {}): VideoEncoderConfig => ({
  codec: 'vp8',
  width: 640,
  height: 360,
  bitrate,
  framerate: 30,
  ...more,
});

/** Frames of one encoder; `isDear` is what Firefox's does: each change is a key frame. */
const encodeWith = (habits: EncoderHabits, isDear: boolean) => {
  const thrift: ConfigThrift = createConfigThrift(habits);
  return (wanted: VideoEncoderConfig, atMs: number, isKey = false): boolean => {
    const atUs = atMs * 1_000;
    const isTold = thrift.choose(wanted, { atUs, nowMs: atMs, isKey }) !== undefined;
    thrift.made(atUs, isKey || (isTold && isDear));
    return isTold;
  };
};

test('an encoder that takes changes as it goes is told each, and only what has changed', () => {
  const next = encodeWith({}, false);
  expect(next(config(300_000), 0, true)).toBe(true);
  expect(next(config(300_000), 40)).toBe(false);
  expect(next(config(310_000), 80)).toBe(true);
  expect(next(config(310_000, { framerate: 15 }), 120)).toBe(true);
  expect(next(config(290_000), 160)).toBe(true);
});

test('one that begins anew each time is found out by the first change, and then told what is worth a key frame', () => {
  const habits: EncoderHabits = {};
  const next = encodeWith(habits, true);
  next(config(600_000), 0, true);
  expect([next(config(600_000, { framerate: 15 }), 100), habits.isDear]).toEqual([true, true]);
  // The frame rate alone never is, nor is a moment's swing.
  expect(next(config(600_000, { framerate: 30 }), 20_000)).toBe(false);
  expect(next(config(560_000), 20_040)).toBe(false);
  expect(next(config(680_000), 20_080)).toBe(false);
  // Much less does not wait; much more waits for a moment, a little more for longer.
  expect(next(config(400_000), 20_120)).toBe(true);
  expect(next(config(800_000), 20_160)).toBe(false);
  expect(next(config(800_000), 24_200)).toBe(true);
  // A little less waits for a moment, too, a little more for longer.
  expect(next(config(640_000), 28_100)).toBe(false);
  expect(next(config(640_000), 28_300)).toBe(true);
  expect(next(config(760_000), 38_200)).toBe(false);
  expect(next(config(760_000), 38_400)).toBe(true);
});

test('what comes with a key frame costs nothing, and shows nothing', () => {
  const habits: EncoderHabits = {};
  const next = encodeWith(habits, true);
  next(config(600_000), 0, true);
  expect(next(config(500_000), 40, true)).toBe(true);
  expect(next(config(500_000, { width: 320, height: 180 }), 80)).toBe(true);
  expect(habits.isDear).toBeUndefined();
  habits.isDear = true;
  expect(next(config(510_000, { width: 320, height: 180 }), 120, true)).toBe(true);
  expect(next(config(510_000), 160)).toBe(true);
});

test('what one encoder has shown the next one of the same picture knows', () => {
  const next = encodeWith({ isDear: true }, true);
  expect(next(config(600_000), 0, true)).toBe(true);
  expect(next(config(600_000, { framerate: 12 }), 300)).toBe(false);
});

test('the first change decides: a key frame that comes with a later one by chance changes nothing', () => {
  const habits: EncoderHabits = {};
  const thrift = createConfigThrift(habits);
  thrift.choose(config(600_000), { atUs: 0, nowMs: 0, isKey: true });
  for (const [bps, isKey] of [
    [500_000, false],
    [510_000, true],
    [520_000, false],
  ] as const) {
    expect(thrift.choose(config(bps), { atUs: bps, nowMs: 100, isKey: false })).toBeDefined();
    thrift.made(bps, isKey);
    expect(habits.isDear).toBe(false);
  }
});
