// Raised hands and reactions in whole calls over the fake network.

import { expect, test } from 'vitest';
import { hands, reactions } from '#features/registry.ts';
import { connectedNames, createWorld, type Inhabitant, type World } from '../fakes/world.ts';

const raise = ({ call }: Inhabitant): void => call.feature(hands)?.raise();

const nameOf = ({ call }: Inhabitant, id: string): string =>
  id === call.selfId ? call.name.value : (call.people.value.find((person) => person.id === id)?.name.value ?? 'nobody');

/** The names in the line that `person` sees. */
const lineOf = (person: Inhabitant): string[] =>
  person.call.feature(hands)?.order.value.map((hand) => nameOf(person, hand.person)) ?? [];

const come = async (world: World, name: string, before?: Inhabitant): Promise<Inhabitant> => {
  const person = await world.person(name, before);
  person.call.join();
  return person;
};

const meet = async (names: readonly string[], seed = 1) => {
  const world = createWorld(seed);
  const people = await Promise.all(names.map((name) => come(world, name)));
  await world.clock.advance(5_000);
  return { world, people };
};

test('hands stand in the order of raising, for everybody and for whoever comes later', async () => {
  const { world, people } = await meet(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people as [Inhabitant, Inhabitant, Inhabitant];
  for (const person of [cem, ana, ben]) {
    raise(person);
    await world.clock.advance(300);
  }
  for (const person of people) expect(lineOf(person)).toEqual(['Cem', 'Ana', 'Ben']);
  const dia = await come(world, 'Dia');
  await world.clock.advance(3_000);
  expect(lineOf(dia)).toEqual(['Cem', 'Ana', 'Ben']);
  raise(dia);
  ana.call.feature(hands)?.lower();
  await world.clock.advance(300);
  for (const person of [...people, dia]) expect(lineOf(person)).toEqual(['Cem', 'Ben', 'Dia']);
});

test('all who raise in the same moment are seen in one order', async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const { world, people } = await meet(['Ana', 'Ben', 'Cem', 'Dia'], seed);
    for (const person of people) {
      raise(person);
      await world.clock.advance(world.clock.random() * 40);
    }
    await world.clock.advance(1_000);
    const lines = people.map(lineOf);
    for (const line of lines) expect([seed, line]).toEqual([seed, lines[0]]);
    expect(lines[0]).toHaveLength(4);
  }
});

test('a reload keeps hand and place; leaving takes the hand down for good', async () => {
  const { world, people } = await meet(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people as [Inhabitant, Inhabitant, Inhabitant];
  for (const person of [ben, ana]) {
    raise(person);
    await world.clock.advance(20_000);
  }
  // The page goes away with its last words, and nothing of it is put in order.
  ben.net.onPageHide.emit();
  world.network.kill('Ben');
  world.meeting.vanish(ben.instance);
  await world.clock.advance(3_000);
  expect(lineOf(cem)).toEqual(['Ana']);
  const again = await come(world, 'Ben', ben);
  await world.clock.advance(6_000);
  for (const person of [ana, cem, again]) expect(lineOf(person)).toEqual(['Ben', 'Ana']);

  again.call.leave();
  await world.clock.advance(3_000);
  for (const person of [ana, cem]) expect(lineOf(person)).toEqual(['Ana']);
  const later = await come(world, 'Ben', again);
  await world.clock.advance(10_000);
  for (const person of [ana, cem, later]) expect(lineOf(person)).toEqual(['Ana']);
});

test('a hand that came down while the two were apart is down for both', async () => {
  const { world, people } = await meet(['Ana', 'Ben', 'Cem']);
  const [ana, ben, cem] = people as [Inhabitant, Inhabitant, Inhabitant];
  raise(ben);
  await world.clock.advance(500);
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(60_000);
  ben.call.feature(hands)?.lower();
  await world.clock.advance(1_000);
  expect(lineOf(cem)).toEqual([]);
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(60_000);
  expect(connectedNames(ana)).toEqual(['Ben', 'Cem']);
  for (const person of people) expect(lineOf(person)).toEqual([]);
});

test('two groups that find each other have one line', async () => {
  const { world, people } = await meet(['Ana', 'Ben']);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(60_000);
  raise(ben);
  await world.clock.advance(60_000);
  raise(ana);
  await world.clock.advance(1_000);
  expect([lineOf(ana), lineOf(ben)]).toEqual([['Ana'], ['Ben']]);
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(60_000);
  for (const person of people) expect(lineOf(person)).toEqual(['Ben', 'Ana']);
});

test('a reaction is seen by everybody who is there, and soon forgotten', async () => {
  const { world, people } = await meet(['Ana', 'Ben', 'Cem']);
  const seen = (): string[] => people.map(({ call }) => String(call.feature(reactions)?.shown.value.length));
  people[0]?.call.feature(reactions)?.react('party');
  await world.clock.advance(300);
  expect(seen()).toEqual(['1', '1', '1']);
  await world.clock.advance(4_500);
  expect(seen()).toEqual(['0', '0', '0']);
});
