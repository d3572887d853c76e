import { expect, test } from 'vitest';
import type { Shown } from '#core/wire/wish-messages.ts';
import { judgeWish } from '#engine/call/wishes/judge-wish.ts';

const tile: Shown = { width: 640, height: 360, framesPerSecond: 30, priority: 'grid' };
const hidden: Shown = { width: 0, height: 0, framesPerSecond: 0, priority: 'hidden' };

test('what appears and what disappears is told at once', () => {
  expect(judgeWish({}, { camera: tile })).toBe('now');
  expect(judgeWish({ camera: tile }, { camera: hidden })).toBe('now');
  expect(judgeWish({ camera: hidden }, { camera: tile })).toBe('now');
  expect(judgeWish({ camera: tile, screen: tile }, { camera: tile, screen: hidden })).toBe('now');
  // A share that is over, and one that begins.
  expect(judgeWish({ camera: tile, screen: hidden }, { camera: tile })).toBe('now');
  expect(judgeWish({ camera: tile }, { camera: tile, screen: tile })).toBe('now');
});

test('another size or place is told when it has settled', () => {
  expect(judgeWish({ camera: tile }, { camera: { ...tile, height: 320 } })).toBe('soon');
  expect(judgeWish({ camera: tile }, { camera: { ...tile, width: 720 } })).toBe('soon');
  expect(judgeWish({ camera: tile }, { camera: { ...tile, priority: 'speaking' } })).toBe('soon');
  expect(judgeWish({ camera: tile }, { camera: { ...tile, framesPerSecond: 15 } })).toBe('soon');
});

test('what makes no difference is not told', () => {
  expect(judgeWish({}, {})).toBe('not');
  expect(judgeWish({ camera: tile }, { camera: { ...tile } })).toBe('not');
  expect(judgeWish({ camera: tile }, { camera: { ...tile, width: 620, height: 350 } })).toBe('not');
  expect(judgeWish({ camera: { ...hidden, width: 9 } }, { camera: hidden })).toBe('not');
});
