// One size of a picture, encoded by the browser's own encoder.

import { afterEach, expect, test } from 'vitest';
import { createScope, type Scope } from '#core/base/scope.ts';
import { createRungEncoder, type RungEncoder } from '#workers/rung-encoder.ts';

let scope: Scope = createScope();
afterEach(() => {
  scope[Symbol.dispose]();
  scope = createScope();
});

const [width, height] = [640, 360];
const frameMs = 1_000 / 30;

/** Somebody who sways before a wall, in a dim room. The same at every run. */
const paintPictures = async (count: number, noise: number): Promise<readonly ImageBitmap[]> => {
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  let seed = 1;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5;
  const pictures: ImageBitmap[] = [];
  for (let index = 0; index < count; index += 1) {
    const picture = context.createImageData(width, height);
    const middle = width / 2 + 30 * Math.sin((index / count) * 2 * Math.PI);
    for (let dot = 0; dot < width * height; dot += 1) {
      const [x, y] = [dot % width, Math.floor(dot / width)];
      const isFace = (x - middle) ** 2 + (y - height / 2) ** 2 < (height / 3) ** 2;
      const grey = (isFace ? 170 + 20 * Math.sin(x / 9) : 60 + (60 * x) / width) + noise * random();
      picture.data.set([grey, grey * 0.85, grey * 0.7, 255], dot * 4);
    }
    pictures.push(await createImageBitmap(picture));
  }
  return pictures;
};

interface Bench {
  readonly encoder: RungEncoder;
  readonly chunks: readonly EncodedVideoChunk[];
  /** Resolves when one more has come out. */
  next(): Promise<void>;
}

const openEncoder = (): Bench => {
  const chunks: EncodedVideoChunk[] = [];
  let onNext = (): void => {};
  const encoder = scope.use(
    createRungEncoder({
      size: { maxHeight: height, maxFramerate: 30, bitrateBps: 600_000 },
      habits: {},
      hint: '',
      onFrame: (chunk) => {
        chunks.push(chunk);
        onNext();
      },
      onError: (error) => expect.unreachable(String(error)),
    }),
  );
  return { encoder, chunks, next: () => new Promise((resolve) => (onNext = resolve)) };
};

/** True where it is taken. */
const offer = ({ encoder }: Bench, picture: ImageBitmap, atMs: number): boolean => {
  const frame = new VideoFrame(picture, { timestamp: Math.round(atMs * 1_000) });
  const verdict = encoder.judge(frame.timestamp, atMs, atMs === 0);
  if (verdict) encoder.encode(frame, verdict, atMs);
  frame.close();
  return verdict !== undefined;
};

test('of a camera no frame is far larger than the others: those who see it would have all later for it', async () => {
  const pictures = await paintPictures(12, 10);
  const bench = openEncoder();
  for (let frame = 0; frame < 240; frame += 1) {
    const isOut = bench.next();
    expect(offer(bench, pictures[frame % pictures.length]!, frame * frameMs)).toBe(true);
    await isOut;
  }
  const sizes = bench.chunks.filter(({ type }) => type === 'delta').map(({ byteLength }) => byteLength);
  const [usual, largest] = [sizes.toSorted((a, b) => a - b)[sizes.length >> 1]!, Math.max(...sizes)];
  expect(sizes).toHaveLength(239);
  // Five times, with bits that vary.
  expect(largest).toBeLessThan(usual * 3);
});

test('with two frames under way the next is left out, and what never comes out blocks nobody for long', async () => {
  const [picture] = await paintPictures(1, 0);
  const bench = openEncoder();
  const isOut = bench.next();
  // In one turn: nothing can come out in between.
  expect([0, 1, 2, 3].map((frame) => offer(bench, picture!, frame * frameMs))).toEqual([true, true, false, false]);
  expect(bench.encoder.judge(900_000, 900, false)).toBeDefined();
  await isOut;
  expect(bench.encoder.read(1_000)).toMatchObject({ framesDropped: 2 });
});
