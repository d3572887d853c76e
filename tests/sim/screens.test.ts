// Shared screens in whole calls over the fake network.

import { expect, test } from 'vitest';
import { createWorld, type Inhabitant } from '../fakes/world.ts';

const personIn = ({ call }: Inhabitant, name: string) => {
  const person = call.people.value.find((each) => each.name.value === name);
  if (!person) throw new Error(`${name} is not there`);
  return person;
};
const kindsOf = (of: Inhabitant, name: string): string[] | undefined =>
  personIn(of, name)
    .screen.value?.getTracks()
    .map(({ kind }) => kind);

test('a screen is seen by who is there and who comes later, and by nobody once it is over', async () => {
  const world = createWorld(1);
  const [ana, ben] = [await world.person('Ana'), await world.person('Ben')];
  for (const { call } of [ana, ben]) call.join();
  await world.clock.advance(3_000);
  expect(personIn(ben, 'Ana').screen.value).toBeNull();
  await ana.call.media.setCamera(true);
  await ana.call.media.shareScreen('motion');
  await world.clock.advance(200);
  expect(kindsOf(ben, 'Ana')).toEqual(['video', 'audio']);
  expect(personIn(ben, 'Ana').screenContent.value).toBe('motion');
  // The camera stays on.
  expect(personIn(ben, 'Ana').isCameraOn.value).toBe(true);

  const cem = await world.person('Cem');
  cem.call.join();
  await world.clock.advance(3_000);
  expect(kindsOf(cem, 'Ana')).toEqual(['video', 'audio']);
  const shown = personIn(cem, 'Ana').screen.value;

  // What else Ana says of herself does not begin the picture anew.
  ana.call.setName('Ana B');
  ana.call.media.setScreenContent('text');
  await world.clock.advance(200);
  expect(personIn(cem, 'Ana B').screen.value).toBe(shown);
  expect(personIn(cem, 'Ana B').screenContent.value).toBe('text');

  ana.media.screens[0]?.picture.unplug();
  await world.clock.advance(200);
  expect(ana.call.media.screen.value.is).toBe('off');
  for (const each of [ben, cem]) expect(personIn(each, 'Ana B').screen.value).toBeNull();
});

test('two share at once, each with a stream of their own; leaving takes it along', async () => {
  const world = createWorld(2);
  const people = await Promise.all(['Ana', 'Ben', 'Cem'].map((name) => world.person(name)));
  const [ana, ben, cem] = people as [Inhabitant, Inhabitant, Inhabitant];
  ben.media.screenAnswer = 'silent';
  for (const { call } of people) call.join();
  // Before anybody is connected.
  await ana.call.media.shareScreen('text');
  await world.clock.advance(3_000);
  await ben.call.media.shareScreen('text');
  await world.clock.advance(200);
  expect([kindsOf(cem, 'Ana'), kindsOf(cem, 'Ben')]).toEqual([['video', 'audio'], ['video']]);
  expect([kindsOf(ana, 'Ben'), kindsOf(ben, 'Ana')]).toEqual([['video'], ['video', 'audio']]);
  ana.call.leave();
  await world.clock.advance(200);
  expect(cem.call.people.value.map(({ name }) => name.value)).toEqual(['Ben']);
  expect(ana.media.screens.map(({ picture, sound }) => [picture.readyState, sound?.readyState])).toEqual([
    ['ended', 'ended'],
  ]);
});

test('a screen is back after the path was broken, and gone after a reload', async () => {
  const world = createWorld(3);
  const [ana, ben] = [await world.person('Ana'), await world.person('Ben')];
  for (const { call } of [ana, ben]) call.join();
  await world.clock.advance(3_000);
  await ana.call.media.shareScreen('text');
  await world.clock.advance(200);
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(60_000);
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(60_000);
  expect(kindsOf(ben, 'Ana')).toEqual(['video', 'audio']);
  world.network.kill('Ana');
  const again = await world.person('Ana', ana);
  again.call.join();
  await world.clock.advance(10_000);
  expect(personIn(ben, 'Ana').connection.value.is).toBe('connected');
  expect(personIn(ben, 'Ana').screen.value).toBeNull();
});
