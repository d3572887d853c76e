// Who gets how much picture in whole calls over the fake network, and what the screens are told of it.

import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { expect, test } from 'vitest';
import { createWorld, type Inhabitant, type World } from '../fakes/world.ts';

const cameraLine = 1;
const smallestBps = planCameraLimits(30).maxBitrateBps;

const together = async (names: readonly string[]) => {
  const world = createWorld(1);
  const people: Inhabitant[] = [];
  for (const name of names) people.push(await world.person(name));
  for (const { call } of people) {
    await call.media.setCamera(true);
    call.join();
  }
  await world.clock.advance(5_000);
  return { world, people };
};

/** How the camera of `from` goes to `to`. */
const camera = ({ network }: World, from: Inhabitant, to: Inhabitant) => {
  const all = [...network.ends.values()].filter(({ owner }) => owner === from.name);
  const [sent] = all.flatMap((end) => end.sending(cameraLine) ?? []).filter((sending) => sending.to === to.name);
  return sent && { hasTrack: sent.track !== null, isOn: sent.encoding.active, bps: sent.encoding.maxBitrate };
};

/** Whose cameras `person` sees, by name. */
const seen = ({ call }: Inhabitant): string[] =>
  call.people.value
    .filter(({ isCameraOn }) => isCameraOn.value)
    .map(({ name }) => name.value)
    .sort();

test('sound only: no camera comes or goes, the others keep theirs, and shared screens still come', async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people as [Inhabitant, Inhabitant, Inhabitant];
  expect(people.map(seen)).toEqual([
    ['Ben', 'Cem'],
    ['Ana', 'Cem'],
    ['Ana', 'Ben'],
  ]);
  ben.call.setDataUse('sound-only');
  await world.clock.advance(200);
  expect(people.map(seen)).toEqual([['Cem'], [], ['Ana']]);
  expect(camera(world, ana, ben)?.isOn).toBe(false);
  expect(camera(world, cem, ben)?.isOn).toBe(false);
  expect(camera(world, ben, ana)).toMatchObject({ hasTrack: true, isOn: false });
  expect(camera(world, ana, cem)).toEqual({ hasTrack: true, isOn: true, bps: planCameraLimits(2).maxBitrateBps });
  // The own picture stays.
  expect(ben.call.media.preview.value).not.toBeNull();
  expect(ben.call.media.camera.value.is).toBe('on');
  await ana.call.media.shareScreen('text');
  await world.clock.advance(200);
  expect(ben.call.people.value.map(({ screen }) => screen.value !== null)).toContain(true);

  ben.call.setDataUse('automatic');
  await world.clock.advance(200);
  expect(people.map(seen)).toEqual([
    ['Ben', 'Cem'],
    ['Ana', 'Cem'],
    ['Ana', 'Ben'],
  ]);
  expect(camera(world, ana, ben)).toEqual(camera(world, ana, cem));
  expect(camera(world, ben, ana)?.isOn).toBe(true);
});

test('save data: small pictures both ways, and only with the one who wants them', async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people as [Inhabitant, Inhabitant, Inhabitant];
  ben.call.setDataUse('save-data');
  await world.clock.advance(200);
  expect([camera(world, ana, ben)?.bps, camera(world, ben, ana)?.bps]).toEqual([smallestBps, smallestBps]);
  expect(camera(world, ana, cem)?.bps).toBe(planCameraLimits(2).maxBitrateBps);
  expect(people.map(seen)).toEqual([
    ['Ben', 'Cem'],
    ['Ana', 'Cem'],
    ['Ana', 'Ben'],
  ]);
  // Others who come or go change nothing about it.
  cem.call.leave();
  await world.clock.advance(2_000);
  expect([camera(world, ana, ben)?.bps, camera(world, ben, ana)?.bps]).toEqual([smallestBps, smallestBps]);
});

test('the choice comes back with the person, and holds on a connection that had to be made anew', async () => {
  const { world, people } = await together(['Ana', 'Ben']);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  ben.call.setDataUse('sound-only');
  await world.clock.advance(200);
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(40_000);
  expect(camera(world, ana, ben)).toBeUndefined();
  world.network.restore('Ana', 'Ben');
  const sent = new Set<boolean | undefined>();
  for (let round = 0; round < 600; round += 1) {
    await world.clock.advance(100);
    for (const each of [camera(world, ana, ben), camera(world, ben, ana)]) if (each) sent.add(each.isOn);
  }
  // Not one picture in between.
  expect([...sent]).toEqual([false]);

  world.kill(ben);
  const again = await world.person('Ben', ben);
  await again.call.media.setCamera(true);
  expect(again.call.dataUse.value).toBe('sound-only');
  again.call.join();
  await world.clock.advance(10_000);
  expect(camera(world, ana, again)).toMatchObject({ hasTrack: true, isOn: false });
  expect([seen(ana), seen(again)]).toEqual([[], []]);
});

test('whoever is being connected again arrives badly', async () => {
  const { world, people } = await together(['Ana', 'Ben']);
  const [ana] = people as [Inhabitant, Inhabitant];
  const [ben] = ana.call.people.value;
  expect(ben?.quality.value).toBe('unknown');
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(2_600);
  expect([ben?.connection.value.is, ben?.quality.value]).toEqual(['reconnecting', 'poor']);
  expect(await ben?.report()).toBeUndefined();
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(6_000);
  expect(ben?.connection.value.is).toBe('connected');
  expect(await ben?.report()).toEqual({ sent: {}, received: {} });
});
