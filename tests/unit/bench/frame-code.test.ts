import { expect, test } from 'vitest';
import { codeRows, maxFrameNumber, paintFrameNumber, readFrameNumber } from '../../bench/frame-code.ts';

const [width, height] = [1280, 720];

const painted = (number: number): Uint8Array => {
  const plane = new Uint8Array(width * height).fill(120);
  paintFrameNumber(plane, width, height, number);
  return plane;
};

/** As a scaler does it, with the mistakes of an encoder. */
const shrunk = (plane: Uint8Array, by: number): Uint8Array =>
  Uint8Array.from({ length: (width / by) * (height / by) }, (_, at) => {
    const [x, y] = [at % (width / by), Math.floor(at / (width / by))];
    return (plane[y * by * width + x * by] ?? 0) + ((at * 31) % 41) - 20;
  });

test.each([1, 2, 4])('every number is read back from a picture scaled down by %i', (by) => {
  for (let number = 0; number < maxFrameNumber; number += 37) {
    const size = { width: width / by, height: height / by };
    expect(readFrameNumber(shrunk(painted(number), by), size)).toBe(number);
  }
});

test('lines of memory may be longer than those of the picture', () => {
  const plane = painted(321);
  const stride = width + 64;
  const padded = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) padded.set(plane.subarray(y * width, (y + 1) * width), y * stride);
  expect(readFrameNumber(padded, { width, height, stride })).toBe(321);
});

test('a picture without a number has none', () => {
  expect(readFrameNumber(new Uint8Array(width * height), { width, height })).toBeUndefined();
  expect(codeRows(height)).toBe(40);
});
