// Slow paths and busy processors in whole calls over the fake network: what gives way, who is told, and that it is never sound.

import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { expect, test } from 'vitest';
import type { FakePath } from '../fakes/rtc-stats.ts';
import { createWorld, type Inhabitant } from '../fakes/world.ts';

/** Minutes of a call: a machine that does other things as well needs a while for them. */
const timeout = 60_000;

const [microphoneLine, cameraLine] = [0, 1];
const good: FakePath = { capacityBps: 10_000_000, lossRatio: 0, isBusy: false };

const together = async (names: readonly string[]) => {
  const world = createWorld(3);
  const people: Inhabitant[] = [];
  for (const name of names) people.push(await world.person(name));
  for (const from of names) for (const to of names) world.network.setPath(from, to, good);
  for (const { call } of people) {
    await call.media.setMicrophone(true);
    await call.media.setCamera(true);
    call.join();
  }
  await world.clock.advance(30_000);
  const sent = (line: number, from: Inhabitant, to: Inhabitant) =>
    [...world.network.ends.values()]
      .filter(({ owner }) => owner === from.name)
      .flatMap((end) => end.sending(line) ?? [])
      .find((sending) => sending.to === to.name);
  return { ...world, people, sent };
};

/** How `person` sees `other`: with a picture, paused, or without. */
const seenAs = ({ call }: Inhabitant, other: Inhabitant): string => {
  const person = call.people.value.find(({ name }) => name.value === other.name);
  return person?.isCameraOn.value ? 'picture' : person?.isPicturePaused.value ? 'paused' : 'none';
};

test(
  'one slow path: less for that person alone, who is told when it is nothing, and all is back once it is well',
  { timeout },
  async () => {
    const { clock, network, people, sent } = await together(['Ana', 'Ben', 'Cem']);
    const [ana, ben, cem] = people as [Inhabitant, Inhabitant, Inhabitant];
    const full = planCameraLimits(2).maxBitrateBps;
    const voice = sent(microphoneLine, ana, ben);
    expect([sent(cameraLine, ana, ben), sent(cameraLine, ana, cem)].map((each) => each?.encoding.maxBitrate)).toEqual([
      full,
      full,
    ]);

    network.setPath('Ana', 'Ben', { ...good, capacityBps: 250_000 });
    await clock.advance(12_000);
    expect(sent(cameraLine, ana, ben)?.encoding).toMatchObject({ active: true, maxFramerate: 15 });
    expect(sent(cameraLine, ana, ben)?.encoding.maxBitrate).toBeLessThan(full);
    expect([seenAs(ben, ana), ana.call.ownPicture.value.is]).toEqual(['picture', 'full']);

    network.setPath('Ana', 'Ben', { ...good, capacityBps: 60_000 });
    await clock.advance(16_000);
    expect(sent(cameraLine, ana, ben)?.encoding.active).toBe(false);
    expect([seenAs(ben, ana), seenAs(cem, ana), seenAs(ana, ben)]).toEqual(['paused', 'picture', 'picture']);
    expect(sent(cameraLine, ana, cem)?.encoding).toMatchObject({ active: true, maxBitrate: full });
    // Nothing has touched the sound.
    expect(sent(microphoneLine, ana, ben)).toEqual(voice);
    expect(voice?.encoding).toEqual({ priority: 'high', networkPriority: 'high' });

    network.setPath('Ana', 'Ben', good);
    await clock.advance(150_000);
    expect(sent(cameraLine, ana, ben)?.encoding).toMatchObject({ active: true, maxBitrate: full });
    expect(seenAs(ben, ana)).toBe('picture');
  },
);

test('a slow way out of the house: most get less, and whoever sends is told', { timeout }, async () => {
  const { clock, network, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  const uplink = (path: FakePath): void => ['Ben', 'Cem'].forEach((to) => network.setPath('Ana', to, path));
  uplink({ ...good, capacityBps: 150_000 });
  await clock.advance(16_000);
  expect(ana.call.ownPicture.value).toEqual({ is: 'smaller', because: 'path' });
  expect(ben.call.ownPicture.value).toEqual({ is: 'full' });
  uplink({ ...good, capacityBps: 50_000 });
  await clock.advance(16_000);
  expect(ana.call.ownPicture.value).toEqual({ is: 'paused' });
  // Whoever has no camera on needs no word about it.
  await ana.call.media.setCamera(false);
  await clock.advance(200);
  expect([ana.call.ownPicture.value.is, seenAs(ben, ana)]).toEqual(['full', 'none']);
  await ana.call.media.setCamera(true);
  uplink(good);
  await clock.advance(200_000);
  expect([ana.call.ownPicture.value.is, seenAs(ben, ana)]).toEqual(['full', 'picture']);
});

test('a fifth of the packets lost: the picture becomes small, and stays', { timeout }, async () => {
  const { clock, network, people, sent } = await together(['Ana', 'Ben']);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  network.setPath('Ana', 'Ben', { ...good, lossRatio: 0.05 });
  await clock.advance(120_000);
  expect(sent(cameraLine, ana, ben)?.encoding.maxBitrate).toBe(planCameraLimits(1).maxBitrateBps);
  network.setPath('Ana', 'Ben', { ...good, lossRatio: 0.2 });
  await clock.advance(120_000);
  expect(sent(cameraLine, ana, ben)?.encoding).toMatchObject({
    active: true,
    maxBitrate: planCameraLimits(30).maxBitrateBps,
  });
  expect(seenAs(ben, ana)).toBe('picture');
});

test('a busy processor makes the picture smaller for all, never paused', { timeout }, async () => {
  const { clock, network, people, sent } = await together(['Ana', 'Ben', 'Cem', 'Dan']);
  const [ana, ben, cem] = people as [Inhabitant, Inhabitant, Inhabitant];
  for (const to of ['Ben', 'Dan']) network.setPath('Ana', to, { ...good, isBusy: true });
  await clock.advance(120_000);
  for (const to of [ben, cem])
    expect(sent(cameraLine, ana, to)?.encoding).toMatchObject({ active: true, maxFramerate: 15 });
  expect(sent(cameraLine, ana, cem)?.encoding.maxBitrate).toBe(planCameraLimits(30).maxBitrateBps);
  expect(ana.call.ownPicture.value).toEqual({ is: 'smaller', because: 'processor' });
  for (const to of ['Ben', 'Dan']) network.setPath('Ana', to, good);
  await clock.advance(150_000);
  expect(ana.call.ownPicture.value.is).toBe('full');
  expect(sent(cameraLine, ana, cem)?.encoding.maxBitrate).toBe(planCameraLimits(3).maxBitrateBps);
});

test(
  'a wish holds beside it: whoever wants no picture gets none, slow or not, and sees nobody paused',
  { timeout },
  async () => {
    const { clock, network, people, sent } = await together(['Ana', 'Ben']);
    const [ana, ben] = people as [Inhabitant, Inhabitant];
    ben.call.setDataUse('sound-only');
    network.setPath('Ana', 'Ben', { ...good, capacityBps: 40_000 });
    await clock.advance(60_000);
    expect([sent(cameraLine, ana, ben)?.encoding.active, seenAs(ben, ana)]).toEqual([false, 'none']);
    ben.call.setDataUse('save-data');
    await clock.advance(30_000);
    expect([sent(cameraLine, ana, ben)?.encoding.active, seenAs(ben, ana)]).toEqual([false, 'paused']);
  },
);
