// What people show of each other decides what is sent, in whole calls over the fake network.

import { expect, test } from 'vitest';
import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { createWorld, joinWithCameras, tileOf, type Inhabitant, type World } from '../fakes/world.ts';

const [cameraLine, screenLine] = [1, 2];
/** So soon something that was hidden must be silent, and what is back must be there again. */
const soonMs = 300;

const hidden = tileOf(0, { priority: 'hidden' });

const together = async (names: readonly string[], blocked?: readonly [string, string]) => {
  const world = createWorld(1);
  if (blocked) world.network.cut(...blocked);
  const people = await joinWithCameras(world, names);
  await world.clock.advance(5_000);
  return { world, people: people as unknown as [Inhabitant, Inhabitant, Inhabitant] };
};

/** How a line of `from` goes to `to`, on each connection between the two. */
const sent = ({ network }: World, from: Inhabitant, to: Inhabitant, line = cameraLine) =>
  [...network.ends.values()]
    .filter(({ owner }) => owner === from.name)
    .flatMap((end) => end.sending(line) ?? [])
    .filter((sending) => sending.to === to.name)
    .map(({ track, encoding }) => ({
      hasTrack: track !== null,
      isOn: encoding.active !== false,
      height: 720 / (encoding.scaleResolutionDownBy ?? 1),
      fps: encoding.maxFramerate,
      bps: encoding.maxBitrate,
    }));

const end = async (world: World, people: readonly Inhabitant[]): Promise<void> => {
  for (const { call } of people) call[Symbol.dispose]();
  await world.clock.advance(1_000);
  expect(world.network.openCount(), 'connections left open').toBe(0);
  expect(world.clock.pending(), 'timers left behind').toBe(0);
};

const usual = (others: number) => {
  const { maxHeight, maxFramerate, maxBitrateBps } = planCameraLimits(others);
  return { hasTrack: true, isOn: true, height: maxHeight, fps: maxFramerate, bps: maxBitrateBps };
};

test('who has said nothing gets what the call allows, and so does who says nothing any more', async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben] = people;
  expect(sent(world, ana, ben)).toEqual([usual(2)]);
  ben.call.setShown(ana.call.selfId, { camera: tileOf(180) });
  await world.clock.advance(soonMs);
  expect(sent(world, ana, ben)).not.toEqual([usual(2)]);
  ben.call.setShown(ana.call.selfId, {});
  await world.clock.advance(soonMs);
  expect(sent(world, ana, ben)).toEqual([usual(2)]);
  await end(world, people);
});

test('a hidden picture is silent within 300 ms and back within 300 ms, for that one person alone', async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people;
  for (let round = 0; round < 3; round += 1) {
    ben.call.setShown(ana.call.selfId, { camera: hidden });
    await world.clock.advance(soonMs);
    expect(sent(world, ana, ben)).toMatchObject([{ hasTrack: true, isOn: false }]);
    expect(sent(world, ana, cem)).toEqual([usual(2)]);
    expect(sent(world, ben, ana)).toEqual([usual(2)]);
    // Nobody is told that a camera is off: it is not.
    expect(ben.call.people.value.map(({ isCameraOn }) => isCameraOn.value)).toEqual([true, true]);
    ben.call.setShown(ana.call.selfId, { camera: tileOf(720) });
    await world.clock.advance(soonMs);
    expect(sent(world, ana, ben)).toEqual([usual(2)]);
  }
  await end(world, people);
});

test('a small tile gets a small picture, a large one never more than the call allows', async () => {
  const { world, people } = await together(['Ana', 'Ben']);
  const [ana, ben] = people;
  ben.call.setShown(ana.call.selfId, { camera: tileOf(150, { framesPerSecond: 15 }) });
  await world.clock.advance(soonMs);
  expect(sent(world, ana, ben)).toEqual([{ hasTrack: true, isOn: true, height: 180, fps: 15, bps: 200_000 }]);
  ben.call.setShown(ana.call.selfId, { camera: tileOf(330) });
  await world.clock.advance(soonMs * 2);
  expect(sent(world, ana, ben)).toMatchObject([{ height: 360, fps: 30, bps: 600_000 }]);
  // 10,000 x 10,000 at 1,000 fps.
  ben.call.setShown(ana.call.selfId, { camera: { ...tileOf(10_000), framesPerSecond: 1_000, priority: 'pinned' } });
  await world.clock.advance(soonMs * 2);
  expect(sent(world, ana, ben)).toEqual([usual(1)]);
  // Others who come take their part all the same.
  const cem = await world.person('Cem');
  cem.call.join();
  await world.clock.advance(5_000);
  expect(sent(world, ana, ben)).toEqual([usual(2)]);
  await end(world, [...people, cem]);
});

test('a screen that nobody looks at is not sent, one that somebody does is whole', async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people;
  await ana.call.media.shareScreen('text');
  await world.clock.advance(soonMs);
  ben.call.setShown(ana.call.selfId, { camera: hidden, screen: hidden });
  cem.call.setShown(ana.call.selfId, { camera: tileOf(90), screen: tileOf(90) });
  await world.clock.advance(soonMs);
  expect(sent(world, ana, ben, screenLine)).toMatchObject([{ hasTrack: true, isOn: false }]);
  expect(sent(world, ana, cem, screenLine)).toMatchObject([{ hasTrack: true, isOn: true, height: 720, fps: 15 }]);
  // Another kind of content is another encoding, and no reason to send it.
  ana.call.media.setScreenContent('motion');
  await world.clock.advance(soonMs);
  expect(sent(world, ana, ben, screenLine)).toMatchObject([{ isOn: false }]);
  expect(sent(world, ana, cem, screenLine)).toMatchObject([{ isOn: true, height: 720, fps: 30 }]);
  ben.call.setShown(ana.call.selfId, { camera: hidden, screen: tileOf(900) });
  await world.clock.advance(soonMs);
  expect(sent(world, ana, ben, screenLine)).toMatchObject([{ isOn: true, height: 720 }]);
  await end(world, people);
});

test('what is hidden stays so on a connection that had to be made anew', async () => {
  const { world, people } = await together(['Ana', 'Ben']);
  const [ana, ben] = people;
  ben.call.setShown(ana.call.selfId, { camera: hidden });
  await world.clock.advance(soonMs);
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(40_000);
  expect(sent(world, ana, ben)).toEqual([]);
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(30_000);
  expect(sent(world, ana, ben)).toMatchObject([{ hasTrack: true, isOn: false }]);
  // Ana did not hide Ben.
  expect(sent(world, ben, ana)).toEqual([usual(1)]);
  await end(world, people);
});

test('a reload is shown anew: what its page before wished is over', async () => {
  const { world, people } = await together(['Ana', 'Ben']);
  const [ana, ben] = people;
  ben.call.setShown(ana.call.selfId, { camera: hidden });
  await world.clock.advance(soonMs);
  world.kill(ben);
  const again = await world.person('Ben', ben);
  again.call.join();
  await world.clock.advance(10_000);
  expect(sent(world, ana, again)).toEqual([usual(1)]);
  await end(world, [ana, again]);
});

test('a carried pair sends as without wishes, whatever its ends and its carrier hide', async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem'], ['Ana', 'Ben']);
  const [ana, ben, cem] = people;
  await world.clock.advance(10_000);
  expect(ana.call.people.value.find(({ id }) => id === ben.call.selfId)?.carrier.value).toBe(cem.call.selfId);
  const before = sent(world, ana, cem);
  expect(before).toHaveLength(2);
  for (const { call } of [ben, cem]) call.setShown(ana.call.selfId, { camera: hidden, screen: hidden });
  await world.clock.advance(soonMs);
  const after = sent(world, ana, cem);
  // Cem sees nothing of Ana, on their own connection; what goes through Cem to Ben goes on as it was.
  expect(after.filter(({ isOn }) => !isOn)).toHaveLength(1);
  expect(after.filter(({ isOn }) => isOn)).toHaveLength(1);
  expect(before).toEqual(expect.arrayContaining(after.filter(({ isOn }) => isOn)));
  // On a way of their own what Ben hides is hidden.
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(30_000);
  expect(ana.call.people.value.find(({ id }) => id === ben.call.selfId)?.carrier.value).toBeUndefined();
  expect(sent(world, ana, ben)).toMatchObject([{ isOn: false }]);
  await end(world, people);
});
