// What the camera of the benchmarks sees: somebody in front of a wall who sways, speaks and nods, and the noise of a sensor.
// Chromium's own fake picture is so easy to encode that nothing measured with it says anything. Pure, and needs no Node: whoever
// receives a picture paints it once more to compare.

import { paintFrameNumber } from './frame-code.ts';

export const camera = { width: 1280, height: 720, framesPerSecond: 30, frames: 150 } as const;
const { width, height, frames } = camera;

/** The same picture in every run, on every machine. */
const createChance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** Roughly what a webcam adds to each dot in a room with a lamp. */
const noiseDeviation = 2.2;
const noiseLength = 1 << 20;

const makeNoise = (chance: () => number): Int8Array => {
  const noise = new Int8Array(noiseLength);
  // The sum of four even ones is close enough to a bell.
  const spread = noiseDeviation * Math.sqrt(3);
  for (let index = 0; index < noiseLength; index += 1)
    noise[index] = Math.round((chance() + chance() + chance() + chance() - 2) * spread);
  return noise;
};

/** Patches of different sizes that run into one another: a wall, a shelf, a curtain. */
const makeTexture = (chance: () => number, columns: number, rows: number, depth: number): Float32Array => {
  const texture = new Float32Array(columns * rows);
  for (const cell of [160, 48, 14, 5]) {
    const across = Math.ceil(columns / cell) + 2;
    const knots = Float32Array.from({ length: across * (Math.ceil(rows / cell) + 2) }, () => chance() - 0.5);
    const strength = depth * (cell / 160) ** 0.4;
    for (let y = 0; y < rows; y += 1) {
      const [top, partY] = [Math.floor(y / cell) * across, (y % cell) / cell];
      for (let x = 0; x < columns; x += 1) {
        const [left, partX] = [Math.floor(x / cell), (x % cell) / cell];
        const at = top + left;
        const above = knots[at]! * (1 - partX) + knots[at + 1]! * partX;
        const below = knots[at + across]! * (1 - partX) + knots[at + across + 1]! * partX;
        texture[y * columns + x]! += strength * (above * (1 - partY) + below * partY);
      }
    }
  }
  return texture;
};

export interface Scene {
  readonly wall: Uint8Array;
  /** Brightness where somebody is, 0 elsewhere: as large as the picture. */
  readonly body: Uint8Array;
  readonly noise: Int8Array;
}

const clamp = (value: number): number => Math.max(16, Math.min(235, Math.round(value)));
const isIn = (x: number, y: number, [cx, cy, rx, ry]: Oval): boolean => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;

export const makeScene = (): Scene => {
  const chance = createChance(7);
  const noise = makeNoise(chance);
  const wallTexture = makeTexture(chance, width, height, 60);
  const skin = makeTexture(chance, width, height, 25);
  const wall = new Uint8Array(width * height);
  const body = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      wall[at] = clamp(120 + wallTexture[at]! + (x / width) * 30);
      if (isIn(x, y, [640, 300, 150, 200])) body[at] = clamp(165 + skin[at]! - Math.abs(x - 640) / 6);
      // A shirt with stripes: edges that move.
      else if (isIn(x, y, [640, 760, 380, 270]))
        body[at] = clamp((Math.floor((x + y / 3) / 18) % 2 ? 70 : 100) + skin[at]!);
    }
  }
  return { wall, body, noise };
};

/** Sways, and ends where it began: the camera plays it over and over. */
const swayAt = (index: number): readonly [x: number, y: number] => {
  const turn = (2 * Math.PI * index) / frames;
  return [
    Math.round(50 * Math.sin(turn * 2) + 14 * Math.sin(turn * 7)),
    Math.round(12 * Math.sin(turn * 3) + 6 * Math.sin(turn * 11)),
  ];
};

type Oval = readonly [cx: number, cy: number, rx: number, ry: number];

const paintHole = (plane: Uint8Array, hole: Oval, [swayX, swayY]: readonly [number, number]): void => {
  const [cx, cy, rx, ry] = hole;
  for (let y = Math.floor(cy - ry); y <= cy + ry; y += 1) {
    for (let x = cx - rx; x <= cx + rx; x += 1) {
      if (isIn(x, y, hole)) plane[(y + swayY) * width + x + swayX] = 45;
    }
  }
};

const paintPerson = (plane: Uint8Array, { body }: Scene, index: number): void => {
  const [swayX, swayY] = swayAt(index);
  for (let y = Math.max(0, swayY); y < height; y += 1) {
    for (let x = 180; x < width - 180; x += 1) {
      const value = body[Math.min(height - 1, y - swayY) * width + x - swayX]!;
      if (value) plane[y * width + x] = value;
    }
  }
  // The mouth opens and closes four times a second, the eyes blink once in the loop.
  const open = 6 + 20 * Math.abs(Math.sin((2 * Math.PI * index * 10) / frames));
  const blink = index % frames < 5 ? 2 : 11;
  const holes = [
    [640, 395, 45, open],
    [585, 270, 24, blink],
    [695, 270, 24, blink],
  ] as const;
  for (const hole of holes) paintHole(plane, hole, [swayX, swayY]);
};

/** Planar 4:2:0; colours are still, as brightness is what encoders spend their time on. */
export const paintFrame = (scene: Scene, index: number): Uint8Array => {
  const bytes = new Uint8Array((width * height * 3) / 2).fill(128);
  const plane = bytes.subarray(0, width * height);
  plane.set(scene.wall);
  paintPerson(plane, scene, index);
  bytes.fill(118, plane.length, plane.length * 1.25);
  bytes.fill(140, plane.length * 1.25);
  // Another part of the noise for each picture: none of it can be foretold from the one before.
  const start = Math.imul(index + 1, 2_654_435_761) >>> 12;
  for (let at = 0; at < plane.length; at += 1) plane[at]! += scene.noise[(start + at) & (noiseLength - 1)]!;
  paintFrameNumber(plane, width, height, index);
  return bytes;
};
