import { expect, test } from 'vitest';
import { pictureDelays, soundDelays } from '../../../bench/quality/delays.ts';

test('a picture is found by its number, the latest before it arrived', () => {
  const sent = [
    [1, 100],
    [2, 133],
    // The camera has come round.
    [1, 5_100],
  ] as const;
  const received = [
    [1, 160],
    [2, 200],
    [1, 5_150],
  ] as const;
  expect(pictureDelays(sent, received)).toEqual([60, 67, 50]);
});

test('what left before anybody looked is left out', () => {
  expect(pictureDelays([[3, 200]], [[3, 150]])).toEqual([]);
  expect(pictureDelays([[3, 200]], [[3, 4_900]])).toEqual([]);
});

test('a beep belongs to the last one before it', () => {
  expect(soundDelays([1_000, 1_500], [1_080, 1_590])).toEqual([80, 90]);
  expect(soundDelays([1_000], [990, 1_600])).toEqual([]);
});
