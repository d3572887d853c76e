// Peers introduce peers: who has no relay in common, or no relay at all, meets through somebody who reaches both.

import { expect, test } from 'vitest';
import { connectedNames, createWorld, type Inhabitant } from '../fakes/world.ts';

const part = (world: ReturnType<typeof createWorld>, a: Inhabitant, b: Inhabitant): void =>
  world.meeting.part(a.call.selfId, b.call.selfId);

const others = (people: readonly Inhabitant[], person: Inhabitant): string[] =>
  people.flatMap(({ name }) => (name === person.name ? [] : [name]));

test('a newcomer who reaches one person is introduced to all', async () => {
  const world = createWorld(1);
  const [ana, ben, cem, dia] = await Promise.all(['Ana', 'Ben', 'Cem', 'Dia'].map((name) => world.person(name)));
  if (!ana || !ben || !cem || !dia) throw new Error('nobody');
  const people = [ana, ben, cem, dia];
  // Only Ana and Dia share a relay.
  part(world, dia, ben);
  part(world, dia, cem);
  for (const { call } of [ana, ben, cem]) call.join();
  await world.clock.advance(3_000);
  dia.call.join();
  await world.clock.advance(3_000);
  for (const person of people) expect(connectedNames(person), person.name).toEqual(others(people, person));
});

test('a chain of people becomes a full mesh', async () => {
  const world = createWorld(2);
  const names = ['Ana', 'Ben', 'Cem', 'Dia', 'Eva'];
  const people: Inhabitant[] = [];
  for (const name of names) people.push(await world.person(name));
  people.forEach((one, index) => people.slice(index + 2).forEach((far) => part(world, one, far)));
  for (const { call } of people) call.join();
  await world.clock.advance(15_000);
  for (const person of people) expect(connectedNames(person), person.name).toEqual(others(people, person));
});

test('all relays are dead: a pair that lost each other is back through the third', async () => {
  const world = createWorld(3);
  const people: Inhabitant[] = [];
  for (const name of ['Ana', 'Ben', 'Cem']) people.push(await world.person(name));
  for (const { call } of people) call.join();
  await world.clock.advance(3_000);
  // Nobody carries them: this is about the signaling.
  people[2]!.call.setHelping(false);
  world.meeting.setUp(false);
  world.network.cut('Ana', 'Ben');
  // Long enough that both have given the connection up.
  await world.clock.advance(40_000);
  expect(connectedNames(people[0]!)).toEqual(['Cem']);
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(25_000);
  for (const person of people) expect(connectedNames(person), person.name).toEqual(others(people, person));
});

test('who leaves is not brought back by what others last said of them', async () => {
  const world = createWorld(4);
  const people: Inhabitant[] = [];
  for (const name of ['Ana', 'Ben', 'Cem', 'Dia']) people.push(await world.person(name));
  for (const { call } of people) call.join();
  await world.clock.advance(3_000);
  people[3]!.call.leave();
  const shown = new Set<string>();
  for (let round = 0; round < 60; round += 1) {
    await world.clock.advance(500);
    for (const { call } of people.slice(0, 3)) for (const { name } of call.people.value) shown.add(name.value);
  }
  expect([...shown].toSorted()).toEqual(['Ana', 'Ben', 'Cem']);
});

test('who was killed is gone for everybody, and stays so', async () => {
  const world = createWorld(5);
  const people: Inhabitant[] = [];
  for (const name of ['Ana', 'Ben', 'Cem', 'Dia']) people.push(await world.person(name));
  for (const { call } of people) call.join();
  await world.clock.advance(3_000);
  world.kill(people[3]!);
  await world.clock.advance(120_000);
  for (const person of people.slice(0, 3))
    expect(person.call.people.value.map(({ name }) => name.value).toSorted(), person.name).toEqual(
      others(people.slice(0, 3), person),
    );
});
