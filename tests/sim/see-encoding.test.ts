// What the call says of its own pictures: what is encoded, for whom, at which cost; in whole calls over the fake network.

import type { PersonId } from '#core/base/ids.ts';
import type { EncodingReport } from '#engine/call/api.ts';
import { expect, test } from 'vitest';
import { createWorld, joinWithCameras, tileOf, type Inhabitant } from '../fakes/world.ts';

const timeout = 60_000;
const settledMs = 8_000;
const good = { capacityBps: 10_000_000, lossRatio: 0, isBusy: false };

const together = async (names: readonly string[], isShared: boolean) => {
  const world = createWorld(7, isShared);
  for (const from of names) for (const to of names) world.network.setPath(from, to, good);
  const people = await joinWithCameras(world, names);
  await world.clock.advance(settledMs);
  const [self, ...others] = people as unknown as [Inhabitant, Inhabitant, Inhabitant];
  /** As who looks sees it: the second of two looks, 2 s apart. */
  const look = async (): Promise<EncodingReport> => {
    await self.call.encoding();
    await world.clock.advance(2_000);
    return self.call.encoding();
  };
  const end = async (): Promise<void> => {
    for (const { call } of people) call[Symbol.dispose]();
    await world.clock.advance(1_000);
    expect(world.clock.pending(), 'timers left behind').toBe(0);
  };
  return { world, self, others, look, end };
};

const idsOf = (people: readonly Inhabitant[]): PersonId[] => people.map(({ call }) => call.selfId).toSorted();
const peopleOf = (report: EncodingReport): PersonId[] =>
  (report.camera ?? []).flatMap(({ people }) => [...people]).toSorted();

test('an encoder for each person: their sizes, bits and time, and nothing of what is muted', { timeout }, async () => {
  const { world, self, others, look, end } = await together(['Ana', 'Ben', 'Cem'], false);
  const report = await look();
  expect(report.camera).toMatchObject([
    { isShared: false, width: 960, height: 540, framesPerSecond: 30 },
    { isShared: false, width: 960, height: 540, framesPerSecond: 30 },
  ]);
  for (const { bitrateBps, encodeMs } of report.camera ?? []) {
    expect(bitrateBps).toBeGreaterThan(500_000);
    expect(encodeMs).toBeCloseTo(5);
  }
  expect(peopleOf(report)).toEqual(idsOf(others));
  expect(report).not.toHaveProperty('screen');
  expect(report).not.toHaveProperty('trouble');
  others[1].call[Symbol.dispose]();
  await world.clock.advance(settledMs);
  expect(peopleOf(await look())).toEqual(idsOf(others.slice(0, 1)));
  await self.call.media.setCamera(false);
  await world.clock.advance(500);
  expect(await look()).toEqual({});
  await end();
});

test('once for everybody: who gets which size', { timeout }, async () => {
  const { world, self, others, look, end } = await together(['Ana', 'Ben', 'Cem', 'Dan'], true);
  const tile = (height: number) => ({ camera: tileOf(height) });
  others[0].call.setShown(self.call.selfId, tile(700));
  for (const { call } of others.slice(1)) call.setShown(self.call.selfId, tile(340));
  await world.clock.advance(settledMs);
  const report = await look();
  expect(report.camera).toMatchObject([
    { isShared: true, height: 720, people: idsOf(others.slice(0, 1)), encodeMs: 2 },
    { isShared: true, height: 360, encodeMs: 2 },
  ]);
  expect(report.camera?.[1]?.people.toSorted()).toEqual(idsOf(others.slice(1)));
  self.encode.droppedRatio = 0.25;
  await self.call.media.shareScreen('text');
  await world.clock.advance(settledMs);
  const { screen } = await look();
  expect(screen).toMatchObject([{ isShared: true }]);
  expect(screen?.[0]?.people.toSorted()).toEqual(idsOf(others));
  expect(screen?.[0]?.droppedRatio).toBeGreaterThan(0);
  await end();
});

test('nobody looks at us: it is said that nobody gets it', { timeout }, async () => {
  const { world, self, others, look, end } = await together(['Ana', 'Ben', 'Cem'], true);
  const hidden = { camera: { width: 0, height: 0, framesPerSecond: 0, priority: 'hidden' as const } };
  for (const { call } of others) call.setShown(self.call.selfId, hidden);
  await world.clock.advance(settledMs * 2);
  expect(await look()).toEqual({ camera: [] });
  await end();
});

test('trouble: each has their own again, and it is said why and for how long', { timeout }, async () => {
  const { world, self, others, look, end } = await together(['Ana', 'Ben', 'Cem'], true);
  expect((await look()).camera).toMatchObject([{ isShared: true }]);
  self.encode.breakDown('encoder failed');
  await world.clock.advance(8_000);
  const report = await look();
  expect(report.camera).toMatchObject([{ isShared: false }, { isShared: false }]);
  expect(peopleOf(report)).toEqual(idsOf(others));
  expect(report.trouble).toEqual({ reason: 'encoder failed', retryInMs: 50_000 });
  await world.clock.advance(60_000);
  const later = await look();
  expect(later.camera).toMatchObject([{ isShared: true }]);
  expect(later).not.toHaveProperty('trouble');
  await end();
});
