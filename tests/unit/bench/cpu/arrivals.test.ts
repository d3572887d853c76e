import { expect, test } from 'vitest';
import { createArrivals } from '../../../bench/cpu/arrivals.ts';

/** RFC 6386, 9.1: 640 x 360, the upper two bits of each side ask for scaling. */
const keyFrame = Uint8Array.of(0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x42, 0x68, 0x41);
const deltaFrame = Uint8Array.of(0x11, 0, 0);

test('frames, bytes and the size that a key frame says', () => {
  const arrivals = createArrivals();
  arrivals.note(keyFrame, 0);
  arrivals.note(deltaFrame, 33);
  expect(arrivals.read()).toEqual({ frames: 2, keyFrames: 1, bytes: 13, width: 640, height: 360, freezes: 0 });
});

test('a gap that somebody would notice is a freeze, a slow camera is none', () => {
  const arrivals = createArrivals();
  let nowMs = 0;
  const wait = (ms: number): void => arrivals.note(deltaFrame, (nowMs += ms));
  for (let frame = 0; frame < 40; frame += 1) wait(33);
  wait(120);
  expect(arrivals.read().freezes).toBe(0);
  wait(300);
  expect(arrivals.read().freezes).toBe(1);
});
