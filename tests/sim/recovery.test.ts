// A call goes on: cuts, moves and sleeps, with and without relays. The figures are those of the table, in the
// fake network's time; the laboratory measures them in browsers.

import { describe, expect, test } from 'vitest';
import { connectedNames, createWorld, type Inhabitant, type World } from '../fakes/world.ts';

const together = async (names: readonly string[], seed: number) => {
  const world = createWorld(seed);
  const people: Inhabitant[] = [];
  for (const name of names) people.push(await world.person(name));
  for (const { call } of people) call.join();
  await world.clock.advance(5_000);
  return { world, people };
};

const isolate = (world: World, { name, call }: Inhabitant, isIsolated: boolean): void => {
  world.network.isolate(name, isIsolated);
  world.meeting.isolate(call.selfId, isIsolated);
};

const others = (people: readonly Inhabitant[], person: Inhabitant): string[] =>
  people.flatMap(({ name }) => (name === person.name ? [] : [name])).sort();

const isWhole = (people: readonly Inhabitant[]): boolean =>
  people.every((person) => connectedNames(person).join() === others(people, person).join());

/** How long it takes until everybody is connected to everybody, in steps of 100 ms; Infinity after `patienceMs`. */
const wholeAfterMs = async (world: World, people: readonly Inhabitant[], patienceMs = 30_000): Promise<number> => {
  for (let elapsedMs = 0; elapsedMs <= patienceMs; elapsedMs += 100) {
    if (isWhole(people)) return elapsedMs;
    await world.clock.advance(100);
  }
  return Infinity;
};

const idsOf = ({ call }: Inhabitant): string[] => call.people.value.map(({ id }) => id);
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe.each([3_000, 8_000, 20_000, 60_000, 100_000])('a link that is cut for %i ms', (cutMs) => {
  test.each(seeds)('is back within three seconds, in the same seat (seed %i)', async (seed) => {
    const { world, people } = await together(['Ana', 'Ben', 'Cem'], seed);
    const [ana, ben] = people as [Inhabitant, Inhabitant];
    const before = [ana, ben].map(idsOf);
    isolate(world, ana, true);
    await world.clock.advance(cutMs);
    expect(isWhole(people)).toBe(false);
    // Whoever is looked for stands where they stood, for half a minute.
    if (cutMs < 30_000) expect([ana, ben].map(idsOf)).toEqual(before);
    isolate(world, ana, false);
    expect(await wholeAfterMs(world, people)).toBeLessThanOrEqual(3_000);
    expect([ana, ben].map(idsOf)).toEqual(before);
  });
});

describe('another address in mid-call', () => {
  test.each(seeds)('two people, relays alive: back within three seconds (seed %i)', async (seed) => {
    const { world, people } = await together(['Ana', 'Ben'], seed);
    world.network.move('Ana');
    await world.clock.advance(100);
    expect(await wholeAfterMs(world, people)).toBeLessThanOrEqual(100);
    await world.clock.advance(2_000);
    expect(await wholeAfterMs(world, people)).toBeLessThanOrEqual(1_000);
  });

  test.each(seeds)('three people, all relays dead: back through those who are not touched (seed %i)', async (seed) => {
    const { world, people } = await together(['Ana', 'Ben', 'Cem'], seed);
    world.meeting.setUp(false);
    await world.clock.advance(1_000);
    // Between these two only: each still reaches the third.
    world.network.cut('Ana', 'Ben');
    await world.clock.advance(5_000);
    world.network.restore('Ana', 'Ben');
    expect(await wholeAfterMs(world, people)).toBeLessThanOrEqual(3_000);
  });
});

test('somebody whose browser was killed counts as gone within six seconds, and their place is free after thirty', async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem'], 3);
  const [ana, ben, cem] = people as [Inhabitant, Inhabitant, Inhabitant];
  world.kill(cem);
  await world.clock.advance(6_000);
  for (const { call } of [ana, ben]) {
    expect(call.people.value.find(({ name }) => name.value === 'Cem')?.connection.value.is).toBe('away');
  }
  await world.clock.advance(26_000);
  for (const { call } of [ana, ben]) expect(call.people.value.map(({ name }) => name.value)).not.toContain('Cem');
});

test('whose own network is cut takes nobody for gone', async () => {
  const { world, people } = await together(['Ana', 'Ben', 'Cem'], 4);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  isolate(world, ana, true);
  await world.clock.advance(8_000);
  expect(ana.call.people.value.map(({ connection }) => connection.value.is)).toEqual(['reconnecting', 'reconnecting']);
  const seen = ben.call.people.value.find(({ id }) => id === ana.call.selfId);
  expect(seen?.connection.value.is).toBe('away');
});
