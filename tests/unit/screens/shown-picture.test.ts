import { expect, test } from 'vitest';
import { hidden, largestShown, shownPicture, type ShownFacts } from '#screens/stage/shown-picture.ts';

const facts: ShownFacts = {
  boxWidth: 320,
  boxHeight: 180,
  pixelRatio: 1,
  pictureWidth: 1280,
  pictureHeight: 720,
  isWhole: false,
  isSeen: true,
  priority: 'grid',
};
const sizeOf = (change: Partial<ShownFacts>): string => {
  const { width, height } = shownPicture({ ...facts, ...change });
  return `${width}x${height}`;
};

test('the size is that of the whole picture, in the dots of the screen', () => {
  expect(sizeOf({})).toBe('320x180');
  expect(sizeOf({ pixelRatio: 2 })).toBe('640x360');
  // Filling an upright tile, its sides are cut off: it is drawn as high as the tile.
  expect(sizeOf({ boxWidth: 180, boxHeight: 320 })).toBe('569x320');
  // A screen is whole, with bars above and below.
  expect(sizeOf({ boxWidth: 180, boxHeight: 320, isWhole: true })).toBe('180x101');
  // Before the first picture it counts as one of a usual camera.
  expect(sizeOf({ boxWidth: 200, boxHeight: 200, pictureWidth: 0, pictureHeight: 0 })).toBe('356x200');
});

test('what nobody sees, or has no room, is hidden', () => {
  expect(shownPicture({ ...facts, isSeen: false })).toEqual(hidden);
  expect(shownPicture({ ...facts, boxWidth: 0, boxHeight: 0 })).toEqual(hidden);
});

test('small among many, half the pictures are enough; not for whoever speaks or is large', () => {
  expect(shownPicture(facts).framesPerSecond).toBe(15);
  expect(shownPicture({ ...facts, priority: 'speaking' }).framesPerSecond).toBe(30);
  expect(shownPicture({ ...facts, pixelRatio: 2 }).framesPerSecond).toBe(30);
});

test('of two places the larger one counts, and a hidden one never does beside another', () => {
  const small = shownPicture({ ...facts, priority: 'pinned' });
  expect(largestShown([])).toBeUndefined();
  expect(largestShown([hidden])).toEqual(hidden);
  expect(largestShown([small, hidden])).toEqual(small);
});
