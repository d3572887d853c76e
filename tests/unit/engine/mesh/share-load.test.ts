import { expect, test } from 'vitest';
import type { EncodeFigures, RungFigures } from '#core/ports/encode.ts';
import { isEncoderBehind } from '#engine/mesh/share-load.ts';

const rung = (more: Partial<RungFigures> = {}): RungFigures => ({
  maxHeight: 720,
  maxFramerate: 30,
  bitrateBps: 1_800_000,
  width: 1280,
  height: 720,
  framesEncoded: 300,
  keyFrames: 1,
  bytes: 0,
  framesDropped: 0,
  encodeMs: 8,
  outlets: 3,
  ...more,
});
const figures = (more: Partial<RungFigures> = {}): EncodeFigures => ({ places: { camera: [rung(more)], screen: [] } });
const start = figures();

test('an encoder that takes its time and drops a frame now and then keeps up', () => {
  expect(isEncoderBehind(start, figures({ framesEncoded: 325, framesDropped: 5 }))).toBe(false);
  expect(isEncoderBehind(start, figures({ framesEncoded: 329, framesDropped: 1 }))).toBe(false);
  expect(isEncoderBehind(start, figures({ framesEncoded: 330, encodeMs: 20 }))).toBe(false);
});

test('one that drops every fourth frame is behind, and one that takes nearly all the time from one to the next', () => {
  expect(isEncoderBehind(start, figures({ framesEncoded: 322, framesDropped: 8 }))).toBe(true);
  expect(isEncoderBehind(start, figures({ framesEncoded: 330, encodeMs: 30 }))).toBe(true);
  // The screen counts as the camera does.
  const screen = (more: Partial<RungFigures>): EncodeFigures => ({ places: { camera: [], screen: [rung(more)] } });
  expect(isEncoderBehind(screen({}), screen({ framesEncoded: 310, framesDropped: 20 }))).toBe(true);
});

test('what was dropped before is over, and what has just begun or nobody gets says nothing', () => {
  const before = figures({ framesDropped: 100 });
  expect(isEncoderBehind(before, figures({ framesEncoded: 330, framesDropped: 100 }))).toBe(false);
  expect(isEncoderBehind(undefined, figures({ framesDropped: 100 }))).toBe(false);
  expect(isEncoderBehind(start, figures({ framesEncoded: 5, framesDropped: 5 }))).toBe(false);
  expect(isEncoderBehind(start, figures({ framesEncoded: 301, framesDropped: 30, outlets: 0 }))).toBe(false);
});
