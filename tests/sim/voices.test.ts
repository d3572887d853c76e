// Who is heard, and how loud, in whole calls over the fake network.

import { expect, test } from 'vitest';
import { createWorld, type Inhabitant } from '../fakes/world.ts';

const speak = ({ media }: Inhabitant, loudness: number): void => {
  const track = media.opened.at(-1);
  if (track) track.loudness = loudness;
};
const voiceOf = ({ call }: Inhabitant, name: string): [level: number, isSpeaking: boolean] => {
  const person = call.people.value.find((each) => each.name.value === name);
  return [person?.level.value ?? -1, person?.isSpeaking.value ?? false];
};
const speakerOf = ({ call }: Inhabitant): string | undefined =>
  call.people.value.find(({ id }) => id === call.speaker.value)?.name.value;

const three = async (seed: number) => {
  const world = createWorld(seed);
  const people = await Promise.all(['Ana', 'Ben', 'Cem'].map((name) => world.person(name)));
  for (const { call } of people) await call.media.setMicrophone(true);
  for (const { call } of people) call.join();
  await world.clock.advance(3_000);
  return { world, people: people as [Inhabitant, Inhabitant, Inhabitant] };
};

test('whoever talks is seen to talk by the others, has the floor, and loses it to whoever answers', async () => {
  const { world, people } = await three(1);
  const [ana, ben, cem] = people;
  expect([voiceOf(ben, 'Ana'), speakerOf(ben)]).toEqual([[0, false], undefined]);
  speak(ana, 0.1);
  await world.clock.advance(500);
  for (const each of [ben, cem]) expect([voiceOf(each, 'Ana'), speakerOf(each)]).toEqual([[0.9, true], 'Ana']);
  expect(speakerOf(ana)).toBeUndefined();
  speak(ana, 0.001);
  await world.clock.advance(2_000);
  expect([voiceOf(ben, 'Ana'), speakerOf(ben)]).toEqual([[0, false], 'Ana']);
  speak(ben, 0.1);
  await world.clock.advance(2_000);
  expect([speakerOf(ana), speakerOf(cem)]).toEqual(['Ben', 'Ben']);
  // One does not see oneself.
  expect(speakerOf(ben)).toBe('Ana');
  ben.call.leave();
  await world.clock.advance(300);
  expect(speakerOf(cem)).toBeUndefined();
});

test('muting takes the level away at once; who goes on talking is told', async () => {
  const { world, people } = await three(2);
  const [ana, ben] = people;
  speak(ana, 0.1);
  await world.clock.advance(500);
  await ana.call.media.setMicrophone(false);
  await world.clock.advance(200);
  expect(voiceOf(ben, 'Ana')).toEqual([0, false]);
  await world.clock.advance(1_000);
  expect([ana.call.media.isTalkingWhileMuted.value, ana.call.media.level.value]).toEqual([true, 0.9]);
  await ana.call.media.setMicrophone(true);
  await world.clock.advance(500);
  expect([ana.call.media.isTalkingWhileMuted.value, voiceOf(ben, 'Ana')]).toEqual([false, [0.9, true]]);
});

test('nobody listens once the call is over, or while nobody has a microphone on', async () => {
  const { world, people } = await three(3);
  for (const { call } of people) await call.media.setMicrophone(false);
  await world.clock.advance(1_000);
  const [ana] = people;
  speak(ana, 0.1);
  await world.clock.advance(1_000);
  expect(voiceOf(people[1], 'Ana')).toEqual([0, false]);
  for (const { call, media } of people) {
    call[Symbol.dispose]();
    expect(media.meters()).toBe(0);
  }
  await world.clock.advance(1_000);
  expect(world.clock.pending()).toBe(0);
});

test('a microphone that is unplugged is replaced by another, which the others hear', async () => {
  const { world, people } = await three(4);
  const [ana, ben] = people;
  ana.media.plug({ id: 'built-in', kind: 'microphone', label: 'Built-in' });
  await world.clock.advance(100);
  ana.media.unplug('microphone', 'default');
  await world.clock.advance(500);
  expect(ana.call.media.microphone.value).toEqual({ is: 'on', deviceId: 'built-in', label: 'Built-in' });
  speak(ana, 0.1);
  await world.clock.advance(500);
  expect(voiceOf(ben, 'Ana')).toEqual([0.9, true]);
});
