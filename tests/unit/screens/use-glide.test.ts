import { expect, test } from 'vitest';
import { glideTransform } from '#screens/stage/use-glide.ts';

const before = { x: 0, y: 0, width: 200, height: 100 };
const now = { x: 300, y: 50, width: 100, height: 100 };

test('a tile seems to be where it was, as large as it was', () => {
  // Its middle was at 100, 50 and is at 350, 100.
  expect(glideTransform(before, now, false)).toBe('translate(-250px, -50px) scale(2, 1)');
});

test('from right to left, places count from the right', () => {
  expect(glideTransform(before, now, true)).toBe('translate(250px, -50px) scale(2, 1)');
});
