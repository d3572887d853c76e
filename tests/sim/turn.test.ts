// A pair without a direct path: a TURN server of either is asked once the direct one has had its time, and not before.

import { expect, test } from 'vitest';
import { noServers, stunServer, turnServer } from '../fakes/ice.ts';
import { connectedNames, createWorld, type Inhabitant } from '../fakes/world.ts';

const turn = { stunServers: [stunServer], turnServers: [turnServer], isRelayOnly: false };

const blocked = async (seed: number, whose: readonly string[]) => {
  const world = createWorld(seed);
  const people: Inhabitant[] = [];
  for (const name of ['Ana', 'Ben']) people.push(await world.person(name));
  for (const person of people) person.ice.value = whose.includes(person.name) ? turn : noServers;
  world.network.block('Ana', 'Ben');
  await world.clock.advance(500);
  for (const { call } of people) call.join();
  return { world, people };
};

const events = ({ call }: Inhabitant, event: string): number =>
  call.log.entries().filter((entry) => entry.event === event).length;

test.each([
  ['both', ['Ana', 'Ben']],
  ['the first', ['Ana']],
  ['the second', ['Ben']],
] as const)('a server that %s knows connects them within 8 s, after the direct path was tried', async (_, whose) => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const { world, people } = await blocked(seed, whose);
    await world.clock.advance(3_500);
    for (const person of people) expect(events(person, 'ice-restart'), `seed ${seed}`).toBe(0);
    await world.clock.advance(4_500);
    for (const person of people) expect(connectedNames(person), `seed ${seed}: ${person.name}`).toHaveLength(1);
  }
});

test('without one they are not connected, and are told so', async () => {
  const { world, people } = await blocked(7, []);
  await world.clock.advance(10_000);
  for (const { call } of people) {
    const [other] = call.people.value;
    expect([other?.connection.value.is, other?.diagnosis.value?.is]).toEqual(['connecting', 'no-path']);
  }
});

test('a direct path that opens later, or a server that is entered in the call, is taken by the next attempt', async () => {
  const { world, people } = await blocked(8, []);
  await world.clock.advance(10_000);
  for (const person of people) person.ice.value = turn;
  await world.clock.advance(15_000);
  for (const person of people) expect(connectedNames(person), person.name).toHaveLength(1);
});
