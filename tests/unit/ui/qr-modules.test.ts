// The QR code of a link, read back by the decoder.

import { decodeQR } from 'qr/decode.js';
import { describe, expect, test } from 'vitest';
import { qrModulesOf, type QrModules } from '#ui/kit/qr-modules.ts';

const scale = 6;

/** The path as a picture, as a browser would fill it. */
const draw = ({ size, path }: QrModules): { width: number; height: number; data: Uint8ClampedArray } => {
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1)
      for (let column = Number(x) * scale; column < (Number(x) + Number(run)) * scale; column += 1)
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
  }
  return { width, height: width, data };
};

describe('qrModulesOf', () => {
  const link = 'https://starling.example/#/Sunday-birds~7fXQ5xYtq2Dg3wM9pKZrVa';

  test('reads back as the very link', () => {
    const code = qrModulesOf(link);
    expect(code && decodeQR(draw(code))).toBe(link);
  });

  test('letters of every script', () => {
    const code = qrModulesOf('日曜日の鳥 · Ünïcode 🐦');
    expect(code && decodeQR(draw(code))).toBe('日曜日の鳥 · Ünïcode 🐦');
  });

  test('leaves a quiet zone of four modules', () => {
    const code = qrModulesOf(link);
    const starts = [...(code?.path ?? '').matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, run]) =>
      [x, y, run].map(Number),
    );
    const size = code?.size ?? 0;
    expect(Math.min(...starts.map(([x = 0]) => x))).toBe(4);
    expect(Math.min(...starts.map(([, y = 0]) => y))).toBe(4);
    expect(Math.max(...starts.map(([x = 0, , run = 0]) => x + run))).toBe(size - 4);
  });

  test('no code for what no code can hold', () => {
    expect(qrModulesOf('x'.repeat(5000))).toBeUndefined();
  });
});
