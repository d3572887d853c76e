// Pictures that are encoded once for everybody, in whole calls over the fake network: who gets what from which encoder, and
// that nobody ever sees the still picture behind it.

import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { expect, test } from 'vitest';
import { carriedBy } from '../fakes/encode.ts';
import type { FakePath } from '../fakes/rtc-stats.ts';
import { createWorld, joinWithCameras, tileOf, type Inhabitant, type World } from '../fakes/world.ts';

const timeout = 60_000;
const [cameraLine, screenLine] = [1, 2];
const good: FakePath = { capacityBps: 10_000_000, lossRatio: 0, isBusy: false };
/** In time to be looked at as "gone" or "there again". */
const soonMs = 300;
/** Until what happens at the next looks has happened. */
const settledMs = 8_000;

const hidden = tileOf(0, { priority: 'hidden' });

type Few = readonly [Inhabitant, Inhabitant, Inhabitant, Inhabitant];

const together = async (names: readonly string[], isShared = true) => {
  const world = createWorld(5, isShared);
  for (const from of names) for (const to of names) world.network.setPath(from, to, good);
  const people = await joinWithCameras(world, names);
  await world.clock.advance(settledMs);
  return { world, people: people as unknown as Few };
};

/** What goes from one to the other: of the shared encoder, or of an encoder of its own. */
const sent = ({ network }: World, from: Inhabitant, to: Inhabitant, line = cameraLine) => {
  const found = [...network.ends.values()]
    .filter(({ owner }) => owner === from.name)
    .flatMap((end) => end.sending(line) ?? [])
    .filter((sending) => sending.to === to.name);
  expect(found.length).toBeLessThanOrEqual(1);
  const [sending] = found;
  if (!sending?.track) return undefined;
  const shared = carriedBy(sending.track);
  if (shared) return { by: 'shared', height: shared.maxHeight, bps: shared.bitrateBps };
  const { active, scaleResolutionDownBy = 1, maxBitrate = 0 } = sending.encoding;
  return { by: 'own', height: active === false ? 0 : Math.round(720 / scaleResolutionDownBy), bps: maxBitrate };
};

const end = async (world: World, people: readonly Inhabitant[]): Promise<void> => {
  for (const { call } of people) call[Symbol.dispose]();
  await world.clock.advance(1_000);
  for (const { encode, name } of people) {
    expect(encode.faults, `what receivers of ${name} would have seen`).toEqual([]);
    const left = [encode.openCount(), encode.outlets(), encode.preparedCount()];
    expect(left, `left open by ${name}`).toEqual([0, 0, 0]);
  }
  expect(world.network.openCount(), 'connections left open').toBe(0);
  expect(world.clock.pending(), 'timers left behind').toBe(0);
};

test('two people have an encoder each and nothing else; with a third it is one for both', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben']);
  const [ana, ben] = people;
  expect(sent(world, ana, ben)).toMatchObject({ by: 'own', height: 720 });
  expect(ana.encode.opened).toBe(0);
  const cem = await world.person('Cem');
  world.network.setPath('Ana', 'Cem', good);
  cem.call.join();
  await world.clock.advance(settledMs);
  for (const to of [ben, cem]) {
    // The bits of the table: nobody has said how they show it.
    expect(sent(world, ana, to)).toEqual({ by: 'shared', height: 720, bps: planCameraLimits(2).maxBitrateBps });
  }
  expect(ana.encode.source('camera')).toBe(ana.media.opened.at(-1));
  // Cem has no camera on: nothing is encoded for nothing.
  expect(cem.encode.opened).toBe(0);
  await end(world, [ana, ben, cem]);
});

test('each gets what they show, at once, and no sender is touched for it', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem', 'Dan']);
  const [ana, ben, cem, dan] = people;
  ben.call.setShown(ana.call.selfId, { camera: tileOf(150) });
  cem.call.setShown(ana.call.selfId, { camera: tileOf(340) });
  dan.call.setShown(ana.call.selfId, { camera: tileOf(330) });
  await world.clock.advance(settledMs);
  const { touched } = ana.encode;
  expect([ben, cem, dan].map((to) => sent(world, ana, to))).toMatchObject([
    { by: 'shared', height: 180 },
    { by: 'shared', height: 360, bps: 600_000 },
    { by: 'shared', height: 360, bps: 600_000 },
  ]);
  for (let round = 0; round < 3; round += 1) {
    cem.call.setShown(ana.call.selfId, { camera: hidden });
    await world.clock.advance(soonMs);
    expect(sent(world, ana, cem)).toMatchObject({ by: 'shared', height: 0 });
    expect(sent(world, ana, dan)).toMatchObject({ height: 360 });
    cem.call.setShown(ana.call.selfId, { camera: tileOf(150) });
    await world.clock.advance(soonMs * 2);
    expect(sent(world, ana, cem)).toMatchObject({ height: 180 });
  }
  expect(ana.encode.touched).toBe(touched);
  // More than the table by the number of people has, for whoever looks at Ana alone.
  ben.call.setShown(ana.call.selfId, { camera: tileOf(720, { priority: 'pinned' }) });
  await world.clock.advance(soonMs * 2);
  expect(sent(world, ana, ben)).toMatchObject({ height: 720, bps: 1_800_000 });
  await end(world, people);
});

test('whoever is left alone with another gets an encoder of their own again', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people;
  cem.call[Symbol.dispose]();
  await world.clock.advance(2_000);
  // Whoever reloads is back by then.
  expect(sent(world, ana, ben)).toMatchObject({ by: 'shared' });
  await world.clock.advance(10_000);
  expect(sent(world, ana, ben)).toMatchObject({ by: 'own', height: 720 });
  expect(ana.encode.openCount()).toBe(0);
  await end(world, [ana, ben]);
});

test('trouble: all goes on as without it, at once; it is tried again later, and later still', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people;
  ana.encode.breakDown('encoder failed');
  await world.clock.advance(0);
  for (const to of [ben, cem]) expect(sent(world, ana, to)).toMatchObject({ by: 'own', height: 540 });
  expect(ana.call.log.entries().filter(({ event }) => event === 'encode-trouble')).toMatchObject([
    { level: 'warn', details: { reason: 'encoder failed' } },
  ]);
  await world.clock.advance(50_000);
  expect([sent(world, ana, ben)?.by, ana.encode.openCount()]).toEqual(['own', 0]);
  ana.encode.refuses = true;
  await world.clock.advance(20_000);
  ana.encode.refuses = false;
  await world.clock.advance(60_000);
  expect(sent(world, ana, ben)).toMatchObject({ by: 'own' });
  await world.clock.advance(70_000);
  expect([sent(world, ana, ben)?.by, sent(world, ana, cem)?.by]).toEqual(['shared', 'shared']);
  await end(world, people);
});

test('a track that cannot be read is trouble, and the call goes on', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people;
  ana.encode.setReady(false);
  ana.encode.refusesTracks = true;
  ana.encode.setReady(true);
  await world.clock.advance(settledMs);
  for (const to of [ben, cem]) expect(sent(world, ana, to)).toMatchObject({ by: 'own' });
  const troubles = ana.call.log.entries().filter(({ event }) => event === 'encode-trouble');
  expect(troubles.map(({ details }) => String(details['reason']))).toEqual([
    expect.stringContaining('NotSupportedError'),
  ]);
  // Its clock goes on: it is tried again.
  ana.encode.refusesTracks = false;
  await world.clock.advance(70_000);
  for (const to of [ben, cem]) expect(sent(world, ana, to)).toMatchObject({ by: 'shared' });
  await end(world, people);
});

test(
  'a browser that needs to be seen, hidden: each has an encoder of their own at once; seen again, not at a glance',
  { timeout },
  async () => {
    const { world, people } = await together(['Ana', 'Ben', 'Cem']);
    const [ana, ben, cem] = people;
    const by = (): unknown[] => [ben, cem].map((to) => sent(world, ana, to)?.by);
    expect(by()).toEqual(['shared', 'shared']);
    ana.encode.setReady(false);
    await world.clock.advance(0);
    expect([...by(), ana.encode.openCount()]).toEqual(['own', 'own', 0]);
    await world.clock.advance(60_000);
    ana.encode.setReady(true);
    await world.clock.advance(2_000);
    expect(by()).toEqual(['own', 'own']);
    ana.encode.setReady(false);
    ana.encode.setReady(true);
    await world.clock.advance(2_500);
    expect(by()).toEqual(['own', 'own']);
    await world.clock.advance(2_000);
    expect(by()).toEqual(['shared', 'shared']);
    expect(ana.call.log.entries().some(({ event }) => event === 'encode-trouble')).toBe(false);
    await end(world, people);
  },
);

test('a connection that is made anew gets what the one before it had', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people;
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(40_000);
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(30_000);
  for (const to of [ben, cem]) expect(sent(world, ana, to)).toMatchObject({ by: 'shared' });
  expect(ana.encode.outlets()).toBe(2);
  // A path of its own is looked for on the same connection.
  world.network.move('Ben');
  ben.net.onNetworkChange.emit();
  await world.clock.advance(20_000);
  for (const to of [ben, cem]) expect(sent(world, ana, to)).toMatchObject({ by: 'shared' });
  // A reload.
  world.kill(ben);
  const again = await world.person('Ben', ben);
  again.call.join();
  await world.clock.advance(20_000);
  for (const to of [again, cem]) expect(sent(world, ana, to)).toMatchObject({ by: 'shared' });
  expect(ana.encode.outlets()).toBe(2);
  await end(world, [ana, cem, again]);
});

test('a camera that is muted, and another one', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben] = people;
  await ana.call.media.setCamera(false);
  await world.clock.advance(soonMs);
  expect([ana.encode.source('camera'), sent(world, ana, ben)?.height]).toEqual([null, 0]);
  await world.clock.advance(20_000);
  await ana.call.media.setCamera(true);
  await world.clock.advance(soonMs);
  expect(ana.encode.source('camera')).toBe(ana.media.opened.at(-1));
  expect(sent(world, ana, ben)).toMatchObject({ by: 'shared', height: 720 });
  ana.media.plug({ kind: 'camera', id: 'second', label: 'Second' });
  await ana.call.media.choose('camera', 'second');
  await world.clock.advance(soonMs);
  expect(ana.encode.source('camera')).toBe(ana.media.opened.at(-1));
  expect(ana.encode.opened).toBe(1);
  await end(world, people);
});

test(
  'a screen is encoded once too, beside the camera, and not for whoever does not look at it',
  { timeout },
  async () => {
    const { world, people } = await together(['Ana', 'Ben', 'Cem']);
    const [ana, ben, cem] = people;
    await ana.call.media.shareScreen('text');
    await world.clock.advance(settledMs);
    const screens = () => [ben, cem].map((to) => sent(world, ana, to, screenLine));
    expect(screens()).toMatchObject([
      { by: 'shared', bps: 2_000_000 },
      { by: 'shared', bps: 2_000_000 },
    ]);
    // The camera gets what is left of the way out.
    expect(sent(world, ana, ben)?.bps).toBeLessThan(300_000);
    ben.call.setShown(ana.call.selfId, { screen: hidden });
    await world.clock.advance(soonMs);
    expect(screens()).toMatchObject([{ height: 0 }, { by: 'shared' }]);
    ben.call.setShown(ana.call.selfId, { screen: tileOf(700) });
    await world.clock.advance(soonMs);
    expect(screens()[0]).toMatchObject({ by: 'shared', bps: 2_000_000 });
    ana.call.media.stopScreen();
    await world.clock.advance(settledMs);
    expect(ana.encode.source('screen')).toBe(null);
    expect(sent(world, ana, ben)).toMatchObject({ by: 'shared', bps: planCameraLimits(2).maxBitrateBps });
    await end(world, people);
  },
);

test('a screen that becomes a film while it is shared is encoded as one', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben] = people;
  await ana.call.media.shareScreen('text');
  await world.clock.advance(settledMs);
  const picture = ana.encode.source('screen');
  const told = () => [ana.encode.hint('screen'), sent(world, ana, ben, screenLine)];
  expect(told()).toMatchObject(['text', { by: 'shared', bps: 2_000_000 }]);
  ana.call.media.setScreenContent('motion');
  await world.clock.advance(settledMs);
  // Half of what all pictures together may take: the film's rung would take a little more.
  expect(told()).toMatchObject(['motion', { by: 'shared', bps: 2_250_000 }]);
  expect(ana.encode.source('screen')).toBe(picture);
  // The next screen is a page again.
  ana.call.media.stopScreen();
  await world.clock.advance(settledMs);
  await ana.call.media.shareScreen('text');
  await world.clock.advance(settledMs);
  expect(told()[0]).toBe('text');
  await end(world, people);
});

test('a screen that only one looks at counts to the way out as well', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem', 'Dan']);
  const [ana, ben, cem, dan] = people;
  for (const { call } of [ben, cem, dan]) call.setShown(ana.call.selfId, { camera: tileOf(720), screen: hidden });
  await ana.call.media.shareScreen('motion');
  dan.call.setShown(ana.call.selfId, { camera: tileOf(720), screen: tileOf(1080) });
  await world.clock.advance(settledMs * 3);
  const lines = [cameraLine, screenLine].flatMap((line) => [ben, cem, dan].map((to) => sent(world, ana, to, line)));
  const all = lines.reduce((sum, line) => sum + (line?.height === 0 ? 0 : (line?.bps ?? 0)), 0);
  expect(all).toBeLessThanOrEqual(4_500_000);
  expect(sent(world, ana, ben)?.by).toBe('shared');
  await end(world, people);
});

test('one slow path gets a smaller picture, and nobody else notices', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem', 'Dan']);
  const [ana, ben, cem, dan] = people;
  for (const { call } of [ben, cem, dan]) call.setShown(ana.call.selfId, { camera: tileOf(720) });
  await world.clock.advance(settledMs);
  const before = sent(world, ana, cem);
  world.network.setPath('Ana', 'Ben', { ...good, capacityBps: 350_000 });
  await world.clock.advance(3_000);
  expect(sent(world, ana, ben)).toMatchObject({ by: 'shared', height: 180 });
  expect(sent(world, ana, cem)?.height).toBe(before?.height);
  expect(sent(world, ana, cem)?.bps).toBeGreaterThanOrEqual(before?.bps ?? Infinity);
  world.network.setPath('Ana', 'Ben', good);
  await world.clock.advance(settledMs);
  expect(sent(world, ana, ben)).toEqual(before);
  await end(world, people);
});

test('where much goes out, a path that has become narrow is relieved in a third of a second', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people;
  for (const { call } of [ben, cem]) call.setShown(ana.call.selfId, { camera: tileOf(720) });
  // At whatever moment between two looks at all of them.
  for (const laterMs of [0, 250, 500, 750]) {
    await world.clock.advance(settledMs + laterMs);
    expect(sent(world, ana, ben)).toMatchObject({ height: 720 });
    const { touched } = ana.encode;
    world.network.setPath('Ana', 'Ben', { ...good, capacityBps: 350_000 });
    await world.clock.advance(400);
    expect(sent(world, ana, ben)).toMatchObject({ by: 'shared', height: 180 });
    // Its sender was stopped and started, which throws away what still waits.
    expect(ana.encode.touched - touched).toBe(2);
    world.network.setPath('Ana', 'Ben', good);
  }
  await end(world, people);
});

test(
  'a fifth of one’s packets lost: a small picture for them alone, and all of it when that is over',
  { timeout },
  async () => {
    const { world, people } = await together(['Ana', 'Ben', 'Cem', 'Dan']);
    const [ana, ben, cem, dan] = people;
    for (const { call } of [ben, cem, dan]) call.setShown(ana.call.selfId, { camera: tileOf(720) });
    await world.clock.advance(settledMs);
    const before = sent(world, ana, cem);
    world.network.setPath('Ana', 'Ben', { ...good, lossRatio: 0.2 });
    await world.clock.advance(60_000);
    expect(sent(world, ana, ben)).toMatchObject({ by: 'shared', height: 180 });
    expect(sent(world, ana, cem)?.height).toBe(before?.height);
    world.network.setPath('Ana', 'Ben', good);
    await world.clock.advance(120_000);
    expect(sent(world, ana, ben)).toEqual(before);
    await end(world, people);
  },
);

test('with two others, of whom one gets no picture any more, the other gets what they had', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people;
  const isPaused = (): boolean | undefined =>
    cem.call.people.value.find(({ id }) => id === ana.call.selfId)?.isPicturePaused.value;
  await ana.call.media.setMicrophone(true);
  const before = sent(world, ana, ben);
  expect(before).toMatchObject({ by: 'shared', height: 720 });
  world.network.setPath('Ana', 'Cem', { ...good, capacityBps: 60_000 });
  await world.clock.advance(20_000);
  expect(isPaused()).toBe(true);
  for (let second = 0; second < 10; second += 1) {
    expect(sent(world, ana, ben)).toEqual(before);
    await world.clock.advance(1_000);
  }
  await end(world, people.slice(0, 3));
});

test(
  'where the browser only says what it allots: a small picture on a path that carries no more, and back',
  { timeout },
  async () => {
    const { world, people } = await together(['Ana', 'Ben', 'Cem', 'Dan']);
    const [ana, ben, cem, dan] = people;
    for (const { call } of [ben, cem, dan]) call.setShown(ana.call.selfId, { camera: tileOf(300) });
    for (const to of ['Ben', 'Cem', 'Dan']) world.network.setPath('Ana', to, { ...good, isUntold: true });
    await world.clock.advance(20_000);
    for (const to of [ben, cem, dan]) expect(sent(world, ana, to)).toMatchObject({ by: 'shared', height: 360 });
    world.network.setPath('Ana', 'Ben', { ...good, isUntold: true, capacityBps: 210_000 });
    // Later it is tried again.
    await world.clock.advance(10_000);
    expect(sent(world, ana, ben)).toMatchObject({ by: 'shared', height: 180 });
    expect(sent(world, ana, cem)).toMatchObject({ by: 'shared', height: 360 });
    // Of whom nothing shows an end is not taken to carry as little.
    expect(sent(world, ana, cem)?.bps).toBeGreaterThan(450_000);
    world.network.setPath('Ana', 'Ben', { ...good, isUntold: true });
    await world.clock.advance(60_000);
    for (const to of [ben, cem, dan]) expect(sent(world, ana, to)).toMatchObject({ by: 'shared', height: 360 });
    // What it carried before a time with encoders of their own says nothing of now.
    world.network.setPath('Ana', 'Ben', { ...good, isUntold: true, capacityBps: 150_000 });
    await world.clock.advance(4_000);
    ana.encode.setReady(false);
    world.network.setPath('Ana', 'Ben', { ...good, isUntold: true });
    await world.clock.advance(30_000);
    ana.encode.setReady(true);
    await world.clock.advance(4_000);
    expect(sent(world, ana, ben)).toMatchObject({ by: 'shared', height: 360 });
    await end(world, people);
  },
);

test('a path that carries the sound alone: no picture, which is told, and it comes back', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem', 'Dan']);
  const [ana, ben, cem, dan] = people;
  for (const { call } of [ben, cem, dan]) call.setShown(ana.call.selfId, { camera: tileOf(300) });
  const seen = (): boolean | undefined =>
    ben.call.people.value.find(({ id }) => id === ana.call.selfId)?.isPicturePaused.value;
  await ana.call.media.setMicrophone(true);
  world.network.setPath('Ana', 'Ben', { ...good, capacityBps: 60_000 });
  await world.clock.advance(20_000);
  expect([sent(world, ana, ben)?.height, seen()]).toEqual([0, true]);
  expect(sent(world, ana, cem)).toMatchObject({ by: 'shared', height: 360 });
  world.network.setPath('Ana', 'Ben', good);
  await world.clock.advance(150_000);
  for (const to of [ben, cem]) expect(sent(world, ana, to)).toMatchObject({ by: 'shared', height: 360 });
  expect(seen()).toBe(false);
  await end(world, people);
});

test('an encoder that falls behind makes the picture less for all, and more again slowly', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem', 'Dan']);
  const [ana, ben] = people;
  const before = sent(world, ana, ben);
  ana.encode.droppedRatio = 0.4;
  await world.clock.advance(60_000);
  expect(sent(world, ana, ben)).toMatchObject({ by: 'shared', height: 180 });
  expect(ana.call.ownPicture.value).toEqual({ is: 'smaller', because: 'processor' });
  ana.encode.droppedRatio = 0;
  await world.clock.advance(150_000);
  expect(sent(world, ana, ben)).toEqual(before);
  await end(world, people);
});

test('a processor that is at its limit does the same, whatever the encoder says', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem']);
  const [ana, ben] = people;
  const before = sent(world, ana, ben);
  ana.pressure.tell(true);
  await world.clock.advance(60_000);
  expect(sent(world, ana, ben)).toMatchObject({ by: 'shared', height: 180 });
  ana.pressure.tell(false);
  await world.clock.advance(150_000);
  expect(sent(world, ana, ben)).toEqual(before);
  await end(world, people);
  expect(ana.pressure.watchers()).toBe(0);
});

test('where the browser can’t, all is as it was', { timeout }, async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem'], false);
  const [ana, ben] = people;
  expect(sent(world, ana, ben)).toMatchObject({ by: 'own', height: 540 });
  expect(ana.encode.opened).toBe(0);
  await end(world, people);
});
