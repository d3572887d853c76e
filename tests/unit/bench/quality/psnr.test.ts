import { expect, test } from 'vitest';
import { psnrOf, shrinkPlane } from '../../../bench/quality/psnr.ts';

const plane = (bytes: number[], width: number, stride = width) => ({
  bytes: Uint8Array.from(bytes),
  width,
  height: bytes.length / stride,
  stride,
});

test('the same picture is as good as can be; an error of one everywhere is 48 dB', () => {
  const source = plane([10, 20, 30, 40], 2);
  expect(psnrOf(source, source)).toBe(60);
  expect(psnrOf(source, plane([11, 19, 31, 39], 2))).toBeCloseTo(48.13, 2);
});

test('rows of the number do not count, and what lies between rows neither', () => {
  const source = plane([10, 20, 30, 40], 2);
  expect(psnrOf(source, plane([200, 0, 99, 30, 40, 99], 2, 3), 1)).toBe(60);
});

test('a smaller picture is the mean of what it stands for', () => {
  const small = shrinkPlane(plane([0, 10, 100, 100, 20, 30, 100, 104], 4), 2);
  expect(small).toMatchObject({ width: 2, height: 1 });
  expect([...small.bytes]).toEqual([15, 101]);
});
