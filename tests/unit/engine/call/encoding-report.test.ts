import { expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import type { RungFigures } from '#core/ports/encode.ts';
import { readEncoding, type EncodingLook } from '#engine/call/encoding-report.ts';
import type { FlowSample } from '#engine/mesh/stats-sample.ts';

const [ana, ben, cem] = ['ana', 'ben', 'cem'] as PersonId[] as [PersonId, PersonId, PersonId];

const rung = (change: Partial<RungFigures>): RungFigures => ({
  maxHeight: 360,
  maxFramerate: 30,
  bitrateBps: 600_000,
  width: 640,
  height: 360,
  framesEncoded: 100,
  keyFrames: 1,
  bytes: 10_000,
  framesDropped: 0,
  encodeMs: 4,
  outlets: 1,
  ...change,
});
const flow = (change: Partial<FlowSample>): FlowSample => ({ id: 'a', atMs: 0, bytes: 1_000, packets: 1, ...change });
const look = (change: Partial<EncodingLook>): EncodingLook => ({
  atMs: 0,
  places: ['camera'],
  shown: { camera: new Map(), screen: new Map() },
  own: new Map(),
  ...change,
});
const shared = (atMs: number, rungs: readonly RungFigures[], seats: readonly [PersonId, number | undefined][]) =>
  look({
    atMs,
    figures: { places: { camera: rungs, screen: [] } },
    shown: { camera: new Map(seats), screen: new Map() },
  });
const own = (atMs: number, camera: Partial<FlowSample>): EncodingLook =>
  look({ atMs, own: new Map([[ana, { sent: { camera: flow({ atMs, ...camera }) }, received: {} }]]) });

test('between two looks: frames and bits of each size, who gets it, the largest first', () => {
  const seats: [PersonId, number | undefined][] = [
    [ana, 0],
    [ben, 1],
    [cem, undefined],
  ];
  const large = { maxHeight: 720, width: 1280, height: 720 };
  const before = shared(1_000, [rung({}), rung({ ...large, framesDropped: 5 })], seats);
  const now = shared(
    3_000,
    [
      rung({ framesEncoded: 160, bytes: 160_000 }),
      rung({ ...large, framesEncoded: 130, framesDropped: 15, encodeMs: 9 }),
    ],
    seats,
  );
  expect(readEncoding(before, now)).toEqual({
    camera: [
      {
        isShared: true,
        people: [ben],
        width: 1280,
        height: 720,
        encodeMs: 9,
        framesPerSecond: 15,
        bitrateBps: 0,
        droppedRatio: 0.25,
      },
      { isShared: true, people: [ana], width: 640, height: 360, encodeMs: 4, framesPerSecond: 30, bitrateBps: 600_000 },
    ],
  });
});

test('a size that nobody gets is not told, and one that has only begun has no figures', () => {
  const fresh = rung({ width: 0, height: 0, framesEncoded: 0, bytes: 0, encodeMs: 0 });
  expect(readEncoding(undefined, shared(0, [rung({}), fresh], [[ana, 1]]))).toEqual({
    camera: [{ isShared: true, people: [ana] }],
  });
});

test('what began anew, or lies long back, is compared with nothing', () => {
  const anew = readEncoding(shared(0, [rung({})], [[ana, 0]]), shared(2_000, [rung({ framesEncoded: 3 })], [[ana, 0]]));
  const late = readEncoding(shared(0, [rung({})], [[ana, 0]]), shared(10_000, [rung({})], [[ana, 0]]));
  for (const { camera } of [anew, late]) {
    expect(camera).toEqual([{ isShared: true, people: [ana], width: 640, height: 360, encodeMs: 4 }]);
  }
});

test('an encoder of one person: what it encoded in between, and the time for each frame', () => {
  const before = own(0, { frames: 10, encodeMs: 100 });
  const now = own(2_000, { bytes: 151_000, frames: 70, encodeMs: 400, width: 640, height: 360 });
  expect(readEncoding(before, now).camera).toEqual([
    { isShared: false, people: [ana], width: 640, height: 360, framesPerSecond: 30, bitrateBps: 600_000, encodeMs: 5 },
  ]);
});

test('an encoder that stands still is none; another stream is not compared', () => {
  expect(readEncoding(own(0, {}), own(2_000, {})).camera).toEqual([]);
  const other = readEncoding(own(0, { id: 'b' }), own(2_000, { width: 640, height: 360, framesPerSecond: 30 }));
  expect(other.camera).toEqual([{ isShared: false, people: [ana], width: 640, height: 360, framesPerSecond: 30 }]);
});

test('whoever gets the shared picture has no encoder of their own, whatever their line says', () => {
  const both = { ...shared(0, [rung({})], [[ana, 0]]), own: own(0, {}).own };
  expect(readEncoding(undefined, both).camera).toMatchObject([{ isShared: true }]);
});
