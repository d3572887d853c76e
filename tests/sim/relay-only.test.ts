// Whole calls in which somebody hides their address: whatever is said for them on the way to others is looked through.

import { expect, test } from 'vitest';
import { noServers, stunServer, turnServer } from '../fakes/ice.ts';
import { connectedNames, createWorld, type Inhabitant, type World } from '../fakes/world.ts';

/** Everything that goes out through meeting points, in openings and over links, from now on. */
const listenTo = ({ meeting }: World): string[] => {
  const said: string[] = [];
  const open = meeting.rendezvous;
  const rendezvous: typeof open = (person, instance) => {
    const own = open(person, instance);
    own.onLink.on((link) => {
      const send = link.send;
      Object.assign(link, { send: (text: string) => (said.push(text), send(text)) });
    });
    const setOpening = (text: string | undefined): void => {
      if (text !== undefined) said.push(text);
      own.setOpening(text);
    };
    return { ...own, setOpening };
  };
  Object.assign(meeting, { rendezvous });
  return said;
};

/** The address at home, and before the router (tests/fakes/rtc-gathering.ts). */
const ownAddress = /192\.0\.2\.|198\.51\.100\./;
const hidden = { stunServers: [stunServer], turnServers: [turnServer], isRelayOnly: true };
const candidatesIn = (said: readonly string[]): number => said.join('\n').match(/typ relay/g)?.length ?? 0;

const meet = async (world: World, names: readonly string[]): Promise<readonly Inhabitant[]> => {
  const people: Inhabitant[] = [];
  for (const name of names) people.push(await world.person(name));
  return people;
};

test('in a call of people who hide, no address leaves: not in offers, answers, openings, nor when a path is repaired', async () => {
  const world = createWorld(3);
  const said = listenTo(world);
  const [ana, ben, cem] = (await meet(world, ['Ana', 'Ben', 'Cem'])) as [Inhabitant, Inhabitant, Inhabitant];
  for (const person of [ana, ben, cem]) person.ice.value = hidden;
  // What was prepared before is forgotten: it was never sent.
  said.length = 0;
  await world.clock.advance(500);
  ana.call.join();
  await world.clock.advance(1_000);
  ben.call.join();
  await world.clock.advance(1_000);
  cem.call.join();
  await world.clock.advance(3_000);
  expect(connectedNames(ana)).toEqual(['Ben', 'Cem']);
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(12_000);
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(10_000);
  expect(connectedNames(ana)).toEqual(['Ben', 'Cem']);
  ana.net.onNetworkChange.emit();
  await world.clock.advance(3_000);
  expect(candidatesIn(said)).toBeGreaterThan(10);
  expect(said.join('\n')).not.toMatch(ownAddress);
});

test('hiding without a TURN server reaches nobody, and still tells nothing', async () => {
  const world = createWorld(4);
  const said = listenTo(world);
  const [ana, ben] = (await meet(world, ['Ana', 'Ben'])) as [Inhabitant, Inhabitant];
  ana.ice.value = { ...noServers, isRelayOnly: true };
  ben.ice.value = hidden;
  said.length = 0;
  for (const { call } of [ana, ben]) call.join();
  await world.clock.advance(60_000);
  expect([connectedNames(ana), connectedNames(ben)]).toEqual([[], []]);
  expect(said.join('\n')).not.toMatch(ownAddress);
});

test('who hides is reached by people who do not', async () => {
  const world = createWorld(5);
  const [ana, ben] = (await meet(world, ['Ana', 'Ben'])) as [Inhabitant, Inhabitant];
  ana.ice.value = hidden;
  for (const { call } of [ana, ben]) call.join();
  await world.clock.advance(5_000);
  expect([connectedNames(ana), connectedNames(ben)]).toEqual([['Ben'], ['Ana']]);
});
