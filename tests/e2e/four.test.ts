// Four people: everybody sees everybody, and whoever comes late reads what was written before.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BrowserKind } from './harness/browser-window.ts';
import { createCast } from './harness/cast.ts';
import type { Person } from './harness/person.ts';
import { startStand, type Stand } from './harness/stand.ts';

const cast = createCast();
const names: readonly (readonly [string, BrowserKind])[] = [
  ['Ada', 'chromium'],
  ['Bob', 'chromium'],
  ['Cleo', 'firefox'],
  ['Dan', 'chromium'],
];
let stand: Stand;
let people: Person[];

beforeAll(async () => {
  stand = await startStand({ relays: ['nostr'] });
  people = [];
  for (const [name, kind] of names) people.push(await cast.person(name, kind));
});
afterAll(async () => {
  await cast.close();
  await stand.close();
});

test('four people form a full mesh, and whoever comes late gets the chat', async () => {
  const [ada, bob, cleo, dan] = people as [Person, Person, Person, Person];
  const link = await ada.newCall(stand.address);
  await ada.join();
  await bob.open(link);
  await bob.join();
  await ada.waitForTiles('Ada', 'Bob');
  await ada.sendMessage('written before the others came');
  await bob.reads('written before the others came');
  await bob.sendMessage('answered before the others came');
  await ada.reads('answered before the others came');
  for (const late of [cleo, dan]) {
    await late.open(link);
    await late.join();
  }
  for (const person of people) await person.waitForTiles(...names.map(([name]) => name));
  for (const person of people) {
    for (const [other] of names) if (other !== person.name) await person.seesMoving(other);
  }
  for (const late of [cleo, dan]) {
    await late.reads('written before the others came');
    await late.reads('answered before the others came');
  }
  await dan.sendMessage('now all four');
  for (const person of people) await person.reads('now all four');
  const history = (await cleo.messages()).filter((text) => text.includes('before the others came'));
  expect(history).toHaveLength(2);
  for (const person of people) expect(person.errors()).toEqual([]);
});
