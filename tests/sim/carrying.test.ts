// A friend carries a pair that has no path: whole calls over the fake network.

import { expect, test } from 'vitest';
import { chatTexts, connectedNames, createWorld, write, type Inhabitant, type World } from '../fakes/world.ts';

const step = 250;

/** Moves time on until `isTrue`; how long it took, or undefined when it never came. */
const until = async ({ clock }: World, limitMs: number, isTrue: () => boolean): Promise<number | undefined> => {
  for (let ms = 0; ms <= limitMs; ms += step) {
    if (isTrue()) return ms;
    await clock.advance(step);
  }
  return undefined;
};

const personOf = ({ call }: Inhabitant, other: Inhabitant) =>
  call.people.value.find(({ id }) => id === other.call.selfId);
const carrierOf = (from: Inhabitant, to: Inhabitant) => personOf(from, to)?.carrier.value;
const isConnected = (from: Inhabitant, to: Inhabitant): boolean => connectedNames(from).includes(to.name);
/** Both ends are with each other through this one, or through nobody. */
const isThrough = (a: Inhabitant, b: Inhabitant, carrier?: Inhabitant): boolean =>
  [
    [a, b],
    [b, a],
  ].every(([from, to]) => isConnected(from!, to!) && carrierOf(from!, to!) === carrier?.call.selfId);

const begin = async (seed: number, names: readonly string[], blocked: readonly [string, string][]) => {
  const world = createWorld(seed);
  for (const [a, b] of blocked) world.network.cut(a, b);
  const people: Inhabitant[] = [];
  for (const name of names) people.push(await world.person(name));
  for (const { call } of people) {
    await call.media.setCamera(true);
    await call.media.setMicrophone(true);
    call.join();
  }
  return { world, people: people as [Inhabitant, Inhabitant, Inhabitant, Inhabitant] };
};

const end = async (world: World, people: readonly Inhabitant[]): Promise<void> => {
  for (const { call } of people) call[Symbol.dispose]();
  await world.clock.advance(1_000);
  expect(world.network.openCount(), 'connections left open').toBe(0);
  expect(world.clock.pending(), 'timers left behind').toBe(0);
  expect(people.map(({ forward }) => [forward.ends(), forward.joined.length])).toEqual(people.map(() => [0, 0]));
};

test('a blocked pair is together through the third within 8 s: chat, state, camera', async () => {
  const { world, people } = await begin(1, ['Ana', 'Ben', 'Cem'], [['Ana', 'Ben']]);
  const [ana, ben, cem] = people;
  const ms = await until(world, 20_000, () => isThrough(ana, ben, cem));
  expect(ms).toBeLessThanOrEqual(8_000);
  expect([carrierOf(ana, cem), carrierOf(cem, ana)]).toEqual([undefined, undefined]);
  expect(cem.call.carrying.value.map(({ between }) => between.toSorted())).toEqual([
    [ana.call.selfId, ben.call.selfId].toSorted(),
  ]);
  expect(cem.forward.joined).toHaveLength(2);
  write(ana, 'over you');
  write(ben, 'and back');
  ben.call.setName('Benjamin');
  await world.clock.advance(500);
  expect(chatTexts(ana)).toEqual(chatTexts(ben));
  expect(chatTexts(ben)).toContain('over you');
  expect(personOf(ana, ben)?.name.value).toBe('Benjamin');
  expect(personOf(ana, ben)?.isCameraOn.value).toBe(true);
  expect(personOf(ana, ben)?.stream.value?.getTracks()).toHaveLength(2);
  // What is carried stays small, and our own tracks go to the carrier a second time.
  const cameras = [...world.network.ends.values()]
    .filter(({ owner }) => owner === 'Ana')
    .flatMap((one) => one.sending(1) ?? []);
  expect(cameras.filter(({ to, track }) => to === 'Cem' && track !== null)).toHaveLength(2);
  await end(world, people);
});

test('it lasts: nobody is lost or told to have come again', async () => {
  const { world, people } = await begin(2, ['Ana', 'Ben', 'Cem'], [['Ana', 'Ben']]);
  const [ana, ben, cem] = people;
  await until(world, 20_000, () => isThrough(ana, ben, cem));
  for (let round = 0; round < 300; round += 1) {
    await world.clock.advance(1_000);
    expect([isThrough(ana, ben, cem), round]).toEqual([true, round]);
  }
  const told = ana.call.notices.value.map((notice) => notice.is);
  expect(told).toEqual(['arrived', 'arrived']);
  await end(world, people);
});

test('the carrier leaves: the next one carries within 3 s, and nobody is lost', async () => {
  const { world, people } = await begin(3, ['Ana', 'Ben', 'Cem', 'Dia'], [['Ana', 'Ben']]);
  const [ana, ben, cem, dia] = people;
  // Two of them may have missed each other at first.
  await world.clock.advance(40_000);
  const [first, second] = carrierOf(ana, ben) === cem.call.selfId ? [cem, dia] : [dia, cem];
  expect(isThrough(ana, ben, first)).toBe(true);
  first.call.leave();
  expect(await until(world, 10_000, () => isThrough(ana, ben, second))).toBeLessThanOrEqual(3_000);
  expect(ana.call.notices.value.filter(({ is }) => is === 'left' || is === 'lost')).toHaveLength(1);
  await end(world, people);
});

test('the carrier is killed: the next one carries', async () => {
  const { world, people } = await begin(4, ['Ana', 'Ben', 'Cem', 'Dia'], [['Ana', 'Ben']]);
  const [ana, ben, cem, dia] = people;
  // Two of them may have missed each other at first.
  await world.clock.advance(40_000);
  const [first, second] = carrierOf(ana, ben) === cem.call.selfId ? [cem, dia] : [dia, cem];
  world.kill(first);
  // 5 s until a dead path is noticed at all.
  expect(await until(world, 20_000, () => isThrough(ana, ben, second))).toBeLessThanOrEqual(8_000);
  await end(
    world,
    people.filter((person) => person !== first),
  );
});

test.for([0, 60_000, 200_000, 400_000])(
  'the block is lifted after %i ms: direct within 35 s, connected all the while',
  async (blockedMs) => {
    const { world, people } = await begin(5, ['Ana', 'Ben', 'Cem'], [['Ana', 'Ben']]);
    const [ana, ben, cem] = people;
    await until(world, 20_000, () => isThrough(ana, ben, cem));
    await world.clock.advance(blockedMs);
    world.network.restore('Ana', 'Ben');
    let gaps = 0;
    const ms = await until(world, 60_000, () => {
      if (!isConnected(ana, ben) || !isConnected(ben, ana)) gaps += 1;
      return isThrough(ana, ben);
    });
    expect(ms).toBeLessThanOrEqual(35_000);
    await world.clock.advance(5_000);
    expect(isThrough(ana, ben)).toBe(true);
    expect(gaps).toBe(0);
    expect(cem.call.carrying.value).toEqual([]);
    write(ana, 'by ourselves');
    await world.clock.advance(500);
    expect(chatTexts(ben)).toContain('by ourselves');
    expect(chatTexts(ben)).toHaveLength(1);
    expect(ana.call.notices.value.map(({ is }) => is)).toEqual(['arrived', 'arrived']);
    await end(world, people);
  },
);

test.each([1_600, 2_000, 3_000])(
  'a silence of %d ms between the carrier and one of them parts nobody',
  async (cutMs) => {
    const { world, people } = await begin(6, ['Ana', 'Ben', 'Cem'], []);
    const [ana, ben, cem] = people;
    await world.clock.advance(20_000);
    world.network.cut('Ana', 'Ben');
    await until(world, 40_000, () => isThrough(ana, ben, cem));
    await world.clock.advance(60_000);
    world.network.cut('Ben', 'Cem');
    await world.clock.advance(cutMs);
    world.network.restore('Ben', 'Cem');
    for (let ms = 0; ms < 40_000; ms += step) {
      await world.clock.advance(step);
      expect([isThrough(ana, ben, cem), ms]).toEqual([true, ms]);
    }
    expect(ana.call.notices.value.map(({ is }) => is)).toEqual(['arrived', 'arrived']);
    await end(world, people);
  },
);

test.each([
  ['one of them and the carrier', 8_000],
  ['one of them and the carrier', 20_000],
  ['the carrier and both', 8_000],
] as const)('a cut between %s for %d ms: carried again as soon as it is over', async (whom, cutMs) => {
  const { world, people } = await begin(6, ['Ana', 'Ben', 'Cem'], []);
  const [ana, ben, cem] = people;
  await world.clock.advance(20_000);
  world.network.cut('Ana', 'Ben');
  await until(world, 40_000, () => isThrough(ana, ben, cem));
  await world.clock.advance(60_000);
  const cut = whom === 'the carrier and both' ? ['Ana', 'Ben'] : ['Ben'];
  for (const name of cut) world.network.cut(name, 'Cem');
  await world.clock.advance(cutMs);
  expect(isThrough(ana, ben, cem)).toBe(false);
  for (const name of cut) world.network.restore(name, 'Cem');
  expect(await until(world, 20_000, () => isThrough(ana, ben, cem))).toBeLessThanOrEqual(1_000);
  await end(world, people);
});

test('whoever asks somebody to carry who never answers keeps the tile of the one who is missing', async () => {
  const { world, people } = await begin(2, ['Ana', 'Ben', 'Cem'], [['Ana', 'Ben']]);
  const [ana, ben] = people;
  await until(world, 20_000, () => personOf(ana, ben) !== undefined);
  const deafen = (): void => {
    for (const network of [...world.network.ends.values()].filter(({ owner }) => owner === 'Cem')) {
      const receive = network.receive;
      network.receive = (data) => {
        if (!String(data).includes('carry-please')) receive.call(network, data);
      };
    }
  };
  deafen();
  for (let ms = 0; ms < 60_000; ms += step) {
    await world.clock.advance(step);
    expect([personOf(ana, ben) !== undefined, ms]).toEqual([true, ms]);
  }
  const asks = ana.call.log.entries().filter(({ event }) => event === 'carry-asking');
  expect(asks.length).toBeGreaterThan(1);
  await end(world, people);
});

test('a pair that was handed back is patient at its next break', async () => {
  const { world, people } = await begin(5, ['Ana', 'Ben', 'Cem'], [['Ana', 'Ben']]);
  const [ana, ben, cem] = people;
  await until(world, 20_000, () => isThrough(ana, ben, cem));
  world.network.restore('Ana', 'Ben');
  await until(world, 60_000, () => isThrough(ana, ben));
  await world.clock.advance(10_000);
  const asks = (): number =>
    people.flatMap(({ call }) => call.log.entries().filter(({ event }) => event === 'carry-asking')).length;
  const before = asks();
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(3_000);
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(10_000);
  expect([isThrough(ana, ben), asks() - before]).toEqual([true, 0]);
  await end(world, people);
});

test('a carrier that passes nothing on any more is left for the next', async () => {
  const { world, people } = await begin(3, ['Ana', 'Ben', 'Cem', 'Dia'], [['Ana', 'Ben']]);
  const [ana, ben, cem, dia] = people;
  await world.clock.advance(40_000);
  const [first, second] = carrierOf(ana, ben) === cem.call.selfId ? [cem, dia] : [dia, cem];
  expect(isThrough(ana, ben, first)).toBe(true);
  for (const network of [...world.network.ends.values()].filter(({ owner }) => owner === first.name)) {
    const receive = network.receive;
    // What it is told for itself it hears; what is sealed for somebody else, and their keys, it keeps.
    network.receive = (data) => {
      if (typeof data !== 'string' || !/^(\d+\.|key )/.test(data)) receive.call(network, data);
    };
  }
  write(ana, 'do you hear me');
  expect(await until(world, 20_000, () => isThrough(ana, ben, second))).toBeLessThanOrEqual(8_000);
  await world.clock.advance(3_000);
  expect(chatTexts(ben)).toContain('do you hear me');
  expect(ana.call.notices.value.filter(({ is }) => is === 'left' || is === 'lost')).toEqual([]);
  await end(world, people);
});

test.each([0, 20_000, 100_000])(
  'the only carrier leaves after %d ms: nobody is shown as there who is not',
  async (ms) => {
    const { world, people } = await begin(1, ['Ana', 'Ben', 'Cem'], [['Ana', 'Ben']]);
    const [ana, ben, cem] = people;
    await until(world, 20_000, () => isThrough(ana, ben, cem));
    await world.clock.advance(20_000 + ms);
    cem.call.leave();
    await world.clock.advance(500);
    expect([isConnected(ana, ben), isConnected(ben, ana)]).toEqual([false, false]);
    expect(ana.call.notices.value.map(({ is }) => is)).toEqual(['arrived', 'arrived', 'left', 'lost']);
    await end(world, people);
  },
);

test('the carrier gives up while the direct path is looked for: the tile stays, with its name', async () => {
  const { world, people } = await begin(6, ['Ana', 'Ben', 'Cem'], []);
  const [ana, ben, cem] = people;
  await world.clock.advance(20_000);
  world.network.cut('Ana', 'Ben');
  await until(world, 40_000, () => isThrough(ana, ben, cem));
  await world.clock.advance(2_000);
  cem.call.setHelping(false);
  await world.clock.advance(500);
  const seen = new Set<string>();
  for (let ms = 0; ms < 20_000; ms += step) {
    await world.clock.advance(step);
    seen.add(`${personOf(ana, ben)?.name.value ?? 'nobody'} ${carrierOf(ana, ben) ?? 'by themselves'}`);
  }
  expect([...seen]).toEqual(['Ben by themselves']);
  expect(ana.call.notices.value.map(({ is }) => is)).toEqual(['arrived', 'arrived']);
  await end(world, people);
});

test('a pair that loses its path in mid-call is carried, and keeps its tiles', async () => {
  const { world, people } = await begin(6, ['Ana', 'Ben', 'Cem'], []);
  const [ana, ben, cem] = people;
  await world.clock.advance(5_000);
  expect(isThrough(ana, ben)).toBe(true);
  world.network.cut('Ana', 'Ben');
  const seen = new Set<string>();
  const ms = await until(world, 40_000, () => {
    seen.add(personOf(ana, ben)?.name.value ?? 'nobody');
    return isThrough(ana, ben, cem);
  });
  // 5 s from the last sign on, and a leg.
  expect(ms).toBeLessThanOrEqual(6_500);
  await world.clock.advance(60_000);
  expect(isThrough(ana, ben, cem)).toBe(true);
  world.network.restore('Ana', 'Ben');
  expect(await until(world, 60_000, () => isThrough(ana, ben))).toBeLessThanOrEqual(35_000);
  expect([...seen]).toEqual(['Ben']);
  expect(ana.call.notices.value.map(({ is }) => is)).toEqual(['arrived', 'arrived']);
  await end(world, people);
});

test.each([1_000, 4_000, 8_000, 20_000])('nobody is carried who was without a network for %d ms', async (cutMs) => {
  const { world, people } = await begin(6, ['Ana', 'Ben', 'Cem'], []);
  const [ana, ben, cem] = people;
  await world.clock.advance(5_000);
  for (const other of ['Ana', 'Cem']) world.network.cut(other, 'Ben');
  await world.clock.advance(cutMs);
  for (const other of ['Ana', 'Cem']) world.network.restore(other, 'Ben');
  await until(world, 40_000, () => isThrough(ana, ben) && isThrough(cem, ben));
  // Nor is anybody asked to.
  const asks = people.flatMap(({ call }) => call.log.entries().filter(({ event }) => event === 'carry-asking'));
  expect(asks).toEqual([]);
  await end(world, people);
});

test('who does not want to, or cannot, carries nobody; whoever wants to again does', async () => {
  const { world, people } = await begin(7, ['Ana', 'Ben', 'Cem'], [['Ana', 'Ben']]);
  const [ana, ben, cem] = people;
  cem.call.setHelping(false);
  await world.clock.advance(30_000);
  expect([isConnected(ana, ben), cem.call.carrying.value]).toEqual([false, []]);
  cem.call.setHelping(true);
  expect(await until(world, 20_000, () => isThrough(ana, ben, cem))).toBeLessThanOrEqual(12_000);
  cem.call.setHelping(false);
  await world.clock.advance(2_000);
  expect([isConnected(ana, ben), cem.call.carrying.value]).toEqual([false, []]);
  await end(world, people);
});

test('one of the carried leaves: gone for the other at once, and does not come back', async () => {
  const { world, people } = await begin(8, ['Ana', 'Ben', 'Cem'], [['Ana', 'Ben']]);
  const [ana, ben, cem] = people;
  await until(world, 20_000, () => isThrough(ana, ben, cem));
  ben.call.leave();
  await world.clock.advance(1_000);
  const shown = new Set<string>();
  for (let round = 0; round < 60; round += 1) {
    await world.clock.advance(500);
    for (const { name } of ana.call.people.value) shown.add(name.value);
  }
  expect([...shown]).toEqual(['Cem']);
  expect(ana.call.notices.value.at(-1)).toMatchObject({ is: 'left', name: 'Ben' });
  expect(cem.call.carrying.value).toEqual([]);
  await end(world, [ana, cem]);
});

test('one of the two leaves while the carrier hands them back: gone at once, and said once', async () => {
  const { world, people } = await begin(10, ['Ana', 'Ben', 'Cem'], [['Ana', 'Ben']]);
  const [ana, ben, cem] = people;
  await until(world, 20_000, () => isThrough(ana, ben, cem));
  world.network.restore('Ana', 'Ben');
  // Both ways are there for some seconds.
  expect(await until(world, 60_000, () => isThrough(ana, ben))).toBeDefined();
  expect(cem.call.carrying.value).toHaveLength(1);
  ben.call.leave();
  await world.clock.advance(500);
  for (let round = 0; round < 20; round += 1) {
    expect(ana.call.people.value.map(({ name }) => name.value)).toEqual(['Cem']);
    await world.clock.advance(500);
  }
  expect(ana.call.notices.value.map(({ is, ...notice }) => [is, 'name' in notice && notice.name])).toEqual([
    ['arrived', 'Cem'],
    ['arrived', 'Ben'],
    ['left', 'Ben'],
  ]);
  await end(world, [ana, cem]);
});

test('one of the carried reloads: the same tile, carried again', async () => {
  const { world, people } = await begin(9, ['Ana', 'Ben', 'Cem'], [['Ana', 'Ben']]);
  const [ana, ben, cem] = people;
  await until(world, 20_000, () => isThrough(ana, ben, cem));
  world.kill(ben);
  const again = await world.person('Ben', ben);
  again.call.join();
  expect(await until(world, 40_000, () => isThrough(ana, again, cem))).toBeLessThanOrEqual(12_000);
  for (let round = 0; round < 40; round += 1) {
    await world.clock.advance(500);
    expect(ana.call.people.value.filter(({ id }) => id === ben.call.selfId)).toHaveLength(1);
  }
  expect(isThrough(ana, again, cem)).toBe(true);
  await end(world, [ana, again, cem]);
});
