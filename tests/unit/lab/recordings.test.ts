import { describe, expect, test } from 'vitest';
import {
  backAfterMs,
  freezesIn,
  goneAfterMs,
  lastOf,
  longestGapMs,
  mostTilesOfOne,
  ratePerSecond,
} from '../../lab/recordings.ts';

const every = (ms: number, fromMs: number, toMs: number): number[] =>
  Array.from({ length: Math.floor((toMs - fromMs) / ms) }, (_, index) => fromMs + index * ms);

describe('back', () => {
  test('counts from the first steady picture', () => {
    expect(backAfterMs([...every(100, 0, 1000), ...every(100, 5200, 7500)], 5000)).toBe(200);
  });

  test('not yet, where one picture flashed up and nothing followed', () => {
    expect(backAfterMs([5100], 5000)).toBeUndefined();
  });

  test('what ebbs away after a cut is not back', () => {
    expect(backAfterMs(every(50, 5000, 5400), 5000)).toBeUndefined();
    expect(backAfterMs([...every(50, 5000, 5400), ...every(100, 9000, 12000)], 5000)).toBe(4000);
  });

  test('nothing was interrupted', () => {
    expect(backAfterMs(every(100, 4000, 8000), 5000)).toBe(0);
  });

  test('after the flash, where there was one', () => {
    expect(backAfterMs([5100, ...every(100, 8000, 11000)], 5000)).toBe(3000);
  });

  test('the last of several views counts, and one that never came means never', () => {
    expect(lastOf([100, 300, 200])).toBe(300);
    expect(lastOf([100, undefined])).toBeUndefined();
  });
});

test('the longest gap includes both edges', () => {
  expect(longestGapMs([100, 200, 900], 0, 1000)).toBe(700);
  expect(longestGapMs([], 0, 1000)).toBe(1000);
  expect(longestGapMs([100, 200], 0, 1000)).toBe(800);
});

test('pictures a second count only between the two moments', () => {
  expect(ratePerSecond(every(100, 0, 5000), 1000, 3000)).toBe(10);
});

describe('tiles', () => {
  const tiles = [
    { atMs: 0, people: ['Bob'] },
    { atMs: 500, people: ['Bob', 'Bob'] },
    { atMs: 600, people: ['Bob'] },
    { atMs: 900, people: [] },
  ];

  test('gone is the last time, not the first', () => {
    expect(goneAfterMs(tiles, 'Bob', 400)).toBe(500);
    expect(goneAfterMs([...tiles, { atMs: 950, people: ['Bob'] }], 'Bob', 400)).toBeUndefined();
  });

  test('two tiles of one person are seen, also when they stood there before', () => {
    expect(mostTilesOfOne(tiles, 100)).toBe(2);
    expect(mostTilesOfOne(tiles, 550)).toBe(2);
    expect(mostTilesOfOne(tiles, 700)).toBe(1);
  });
});

describe('how often a picture stood still', () => {
  const steady = (from: number, count: number, every = 66): number[] =>
    Array.from({ length: count }, (_, index) => from + index * every);

  test('not while it comes as it always does', () => {
    expect(freezesIn(steady(0, 100), 0, 10_000)).toBe(0);
  });

  test('where it stayed for 150 ms longer than usual, and for three times as long', () => {
    const slow = steady(0, 30, 66);
    const last = slow.at(-1) ?? 0;
    expect(freezesIn([...slow, ...steady(last + 210, 10)], 0, 10_000)).toBe(0);
    expect(freezesIn([...slow, ...steady(last + 230, 10)], 0, 10_000)).toBe(1);
    const slower = steady(0, 30, 200);
    const end = slower.at(-1) ?? 0;
    expect(freezesIn([...slower, ...steady(end + 500, 10, 200)], 0, 20_000)).toBe(0);
    expect(freezesIn([...slower, ...steady(end + 700, 10, 200)], 0, 20_000)).toBe(1);
  });

  test('only between the two moments', () => {
    expect(freezesIn([0, 66, 132, 1_000, 1_066, 1_132], 900, 2_000)).toBe(0);
  });
});
