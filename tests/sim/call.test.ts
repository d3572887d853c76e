// Whole calls over the fake network.

import { expect, test } from 'vitest';
import { chatTexts, connectedNames, createWorld, write, type Inhabitant } from '../fakes/world.ts';

const joined = async (names: readonly string[], seed = 1) => {
  const world = createWorld(seed);
  const people: Inhabitant[] = [];
  for (const name of names) people.push(await world.person(name));
  for (const { call } of people) call.join();
  await world.clock.advance(3_000);
  return { world, people };
};

const eventsOf = (call: Inhabitant['call'], event: string): number =>
  call.log.entries().filter((entry) => entry.event === event).length;

test('two people find each other, know their names and what is switched on', async () => {
  const world = createWorld(1);
  const ana = await world.person('Ana');
  const ben = await world.person('Ben');
  await ana.call.media.setMicrophone(true);
  ana.call.join();
  await world.clock.advance(5_000);
  expect(ana.call.people.value).toHaveLength(0);
  ben.call.join();
  await world.clock.advance(2_000);
  expect(connectedNames(ana)).toEqual(['Ben']);
  expect(connectedNames(ben)).toEqual(['Ana']);
  const [seen] = ben.call.people.value;
  expect(seen?.isMicrophoneOn.value).toBe(true);
  expect(seen?.isCameraOn.value).toBe(false);
  expect(seen?.stream.value).not.toBeNull();
  await ana.call.media.setMicrophone(false);
  await ana.call.media.setCamera(true);
  await world.clock.advance(200);
  expect(seen?.isMicrophoneOn.value).toBe(false);
  expect(seen?.isCameraOn.value).toBe(true);
});

test('four people are a full mesh, also when all join in the same moment', async () => {
  const { people } = await joined(['Ana', 'Ben', 'Cem', 'Dia']);
  for (const person of people) {
    expect(connectedNames(person)).toEqual(['Ana', 'Ben', 'Cem', 'Dia'].filter((name) => name !== person.name));
  }
});

test.each(Array.from({ length: 30 }, (_, index) => index + 200))(
  'three who join in the same moment are together at once, in whatever order their words arrive (seed %i)',
  async (seed) => {
    const world = createWorld(seed);
    const people = [await world.person('Ana'), await world.person('Ben'), await world.person('Cem')];
    for (const { call } of people) call.join();
    await world.clock.advance(2_000);
    for (const person of people) expect(connectedNames(person), person.name).toHaveLength(2);
  },
);

test('whoever comes is connected to the first in the room by their own open offer, and to the others by theirs', async () => {
  const { world, people } = await joined(['Ana', 'Ben', 'Cem'], 2);
  // Their own open offers are over.
  await world.clock.advance(1_000);
  const dia = await world.person('Dia');
  await world.clock.advance(500);
  const offersBefore = people.map(({ call }) => eventsOf(call, 'offer'));
  dia.call.join();
  await world.clock.advance(1_500);
  expect(connectedNames(dia)).toEqual(['Ana', 'Ben', 'Cem']);
  const offers = people.map(({ call }, index) => eventsOf(call, 'offer') - (offersBefore[index] ?? 0));
  const taker = people.toSorted((a, b) => (a.call.selfId < b.call.selfId ? -1 : 1))[0];
  // One offered nothing and answered; the others offered, and Dia offered once, to nobody in particular.
  expect(offers).toEqual(people.map((person) => (person === taker ? 0 : 1)));
  expect(eventsOf(dia.call, 'offer')).toBe(1);
});

test('nobody is heard or shown before they have proved who they are, and is afterwards', async () => {
  const world = createWorld(3);
  const [ana, ben] = [await world.person('Ana'), await world.person('Ben')];
  for (const { call } of [ana, ben]) {
    await call.media.setMicrophone(true);
    await call.media.setCamera(true);
  }
  for (const { call } of [ana, ben]) call.join();
  const before: string[] = [];
  for (let round = 0; round < 600 && connectedNames(ana).length === 0; round += 1) {
    await world.clock.advance(1);
    const [person] = ana.call.people.value;
    const sound = person?.stream.value?.getTracks().find(({ kind }) => kind === 'audio');
    if (sound && person?.connection.value.is !== 'connected') {
      before.push(`${sound.enabled} ${person?.isCameraOn.value}`);
    }
  }
  expect(new Set(before)).toEqual(new Set(['false false']));
  const [person] = ana.call.people.value;
  expect(person?.stream.value?.getTracks().map(({ enabled }) => enabled)).toEqual([true, true]);
  expect(person?.isCameraOn.value).toBe(true);
});

test('an open offer that two take, because they do not see each other, connects the newcomer to both', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const world = createWorld(seed);
    const [ana, ben] = [await world.person('Ana'), await world.person('Ben')];
    world.network.cut('Ana', 'Ben');
    for (const { call } of [ana, ben]) call.join();
    await world.clock.advance(20_000);
    const cem = await world.person('Cem');
    await world.clock.advance(500);
    cem.call.join();
    await world.clock.advance(4_000);
    expect([seed, connectedNames(cem)]).toEqual([seed, ['Ana', 'Ben']]);
  }
});

test('who comes later reads what was said before, once', async () => {
  const { world, people } = await joined(['Ana', 'Ben', 'Cem']);
  write(people[0]!, 'hello');
  await world.clock.advance(500);
  write(people[1]!, 'hi');
  await world.clock.advance(500);
  const dia = await world.person('Dia');
  dia.call.join();
  await world.clock.advance(3_000);
  expect(chatTexts(dia)).toEqual(['hello', 'hi']);
  expect(dia.call.feature((await import('#features/registry.ts')).chat)?.messages.value[0]?.name).toBe('Ana');
});

test('the green room says who is there already, and nobody learns who looks', async () => {
  const { world, people } = await joined(['Ana', 'Ben']);
  const cem = await world.person('Cem');
  await world.clock.advance(500);
  expect(cem.call.present.value?.map(({ name }) => name).toSorted()).toEqual(['Ana', 'Ben']);
  for (const person of people) expect(connectedNames(person)).toHaveLength(1);
  cem.call.join();
  expect(cem.call.present.value).toBeUndefined();
  await world.clock.advance(3_000);
  expect(connectedNames(cem)).toEqual(['Ana', 'Ben']);
});

test('leaving takes the tile away at once and rejoining brings one back', async () => {
  const { world, people } = await joined(['Ana', 'Ben']);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  ben.call.leave();
  await world.clock.advance(200);
  expect(ana.call.people.value).toHaveLength(0);
  const again = await world.person('Ben', ben);
  again.call.join();
  await world.clock.advance(3_000);
  expect(connectedNames(ana)).toEqual(['Ben']);
  expect(ana.call.people.value).toHaveLength(1);
});

test('a reload without a goodbye keeps one tile, the same person', async () => {
  const { world, people } = await joined(['Ana', 'Ben']);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  const [before] = ana.call.people.value;
  world.network.kill('Ben');
  const again = await world.person('Ben', ben);
  again.call.join();
  let most = 0;
  for (let round = 0; round < 40; round += 1) {
    await world.clock.advance(250);
    most = Math.max(most, ana.call.people.value.length);
  }
  expect(most).toBe(1);
  expect(connectedNames(ana)).toEqual(['Ben']);
  expect(ana.call.people.value[0]?.id).toBe(before?.id);
});

test('a broken path is repaired, and nothing that was written in between is lost', async () => {
  const { world, people } = await joined(['Ana', 'Ben']);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  const state = (): string | undefined => ana.call.people.value[0]?.connection.value.is;
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(2_600);
  expect(state()).toBe('reconnecting');
  await world.clock.advance(3_400);
  // Nothing for six seconds, and it is not Ana's own network: they count as gone.
  expect(state()).toBe('away');
  write(ben, 'are you there?');
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(6_000);
  expect(connectedNames(ana)).toEqual(['Ben']);
  expect(chatTexts(ana)).toEqual(['are you there?']);
});

test('somebody who was lost for long comes back with what was missed', async () => {
  const { world, people } = await joined(['Ana', 'Ben']);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(60_000);
  expect(connectedNames(ana)).toEqual([]);
  write(ben, 'alone now');
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(60_000);
  expect(connectedNames(ana)).toEqual(['Ben']);
  expect(chatTexts(ana)).toEqual(['alone now']);
});

test('a signaling path that loses and repeats still connects everybody', async () => {
  const world = createWorld(5);
  world.meeting.loss = 0.3;
  world.meeting.repetition = 0.3;
  const people = await Promise.all(['Ana', 'Ben', 'Cem'].map((name) => world.person(name)));
  for (const { call } of people) call.join();
  await world.clock.advance(60_000);
  for (const person of people) expect(connectedNames(person)).toHaveLength(2);
});

test(
  'thirty people all see each other; that it is many is said, and nobody is turned away',
  { timeout: 60_000 },
  async () => {
    const names = Array.from({ length: 30 }, (_, index) => `P${String(index).padStart(2, '0')}`);
    const { world, people } = await joined(names.slice(0, 12));
    expect(people[0]?.call.isCrowded.value).toBe(false);
    for (const name of names.slice(12)) {
      const person = await world.person(name);
      people.push(person);
      person.call.join();
      await world.clock.advance(200);
    }
    await world.clock.advance(20_000);
    for (const person of people) expect(connectedNames(person)).toHaveLength(29);
    expect(people[0]?.call.isCrowded.value).toBe(true);
    write(people[29]!, 'hello all');
    await world.clock.advance(1_000);
    for (const person of people) expect(chatTexts(person)).toEqual(['hello all']);
  },
);

test('a page load that claims to be somebody, but cannot prove it, takes nothing from them', async () => {
  const { world, people } = await joined(['Ana', 'Ben']);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  const impostor = world.meeting.rendezvous(ben.call.selfId, 'page-of-an-impostor');
  impostor.join();
  await world.clock.advance(30_000);
  expect(connectedNames(ana)).toEqual(['Ben']);
  write(ben, 'still me');
  await world.clock.advance(500);
  expect(chatTexts(ana)).toEqual(['still me']);
});

test('an offer forged in the name of a page load that is connected breaks nothing', async () => {
  const { world, people } = await joined(['Ana', 'Ben']);
  const [ana, ben] = people as [Inhabitant, Inhabitant];
  const impostor = world.meeting.rendezvous(ben.call.selfId, ben.instance);
  let sent = 0;
  impostor.onLink.on((link) => {
    if (link.to !== ana.call.selfId) return;
    sent += 1;
    const sdp = 'v=0\r\na=fake:{"end":"0","ice":1,"lines":[]}\r\n';
    link.send(JSON.stringify({ instance: ben.instance, n: 999, session: 'a-forged-session', kind: 'offer', sdp }));
  });
  impostor.join();
  // Until Ana's next announcement, by which the impostor learns where to send.
  await world.clock.advance(80_000);
  expect(sent).toBeGreaterThan(0);
  expect(connectedNames(ana)).toEqual(['Ben']);
  write(ben, 'still me');
  await world.clock.advance(500);
  expect(chatTexts(ana)).toEqual(['still me']);
});
