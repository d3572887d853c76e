// Four people: from the second receiver on one encoder makes the picture for all, in both kinds of browsers it arrives, and
// it goes on while it changes from one encoder to another.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { BrowserKind } from './harness/browser-window.ts';
import { createCast } from './harness/cast.ts';
import { plug, pull, putOnCables } from './harness/mischief.ts';
import type { Person } from './harness/person.ts';
import { lastTurnMs, readTiles } from './harness/probes.ts';
import { startStand, type Stand } from './harness/stand.ts';
import { until } from './harness/until.ts';

const cast = createCast({ cameras: 3 });
/** The one between gives pictures of depth, which no call can send. */
const [first, depth, second] = ['fake_device_0', 'fake_device_1', 'fake_device_2'];
const names: readonly (readonly [string, BrowserKind])[] = [
  ['Ada', 'chromium'],
  ['Bob', 'chromium'],
  ['Cleo', 'firefox'],
  ['Dan', 'chromium'],
];
let stand: Stand;
let people: readonly [Person, Person, Person, Person];
let uncover: () => Promise<void>;

beforeAll(async () => {
  stand = await startStand({ relays: ['nostr'] });
  const all: Person[] = [];
  for (const [name, kind] of names) {
    const atStart = kind === 'chromium' ? [{ run: putOnCables, argument: [depth] }] : [];
    all.push(await cast.person(name, kind, { atStart }));
  }
  people = all as unknown as typeof people;
  const [ada, ...others] = people;
  const link = await ada.newCall(stand.address);
  await ada.join();
  for (const other of others) {
    await other.open(link);
    await other.join();
  }
  for (const person of people) await person.waitForTiles(...names.map(([name]) => name));
});
afterEach(() => {
  for (const person of people) expect(person.errors()).toEqual([]);
});
afterAll(async () => {
  await cast.close();
  await stand.close();
});

const turned = (person: Person, sinceMs: number): Promise<number> =>
  until(
    `${person.name} has turned to another encoder`,
    () => person.window.run(lastTurnMs, undefined),
    (turnMs) => turnMs > sinceMs,
  );

const sees = async (person: Person, of: string): Promise<void> => {
  await person.seesMoving(of);
  const tiles = await person.window.run(readTiles, undefined);
  // The still picture behind it is 16 dots wide.
  expect(tiles.find((tile) => tile.person === of)?.width).toBeGreaterThan(100);
};

test('one encoder for all: everybody sees everybody, in either browser', async () => {
  for (const person of people) await turned(person, 0);
  for (const person of people) for (const [other] of names) if (other !== person.name) await sees(person, other);
});

test('the camera is pulled out, switched off, and on again: one encoder all the while', async () => {
  const [ada, bob, cleo] = people;
  const before = await ada.window.run(lastTurnMs, undefined);
  await ada.window.run(pull, first);
  await ada.readsOnScreen(new RegExp(`${second} is on instead`));
  for (const person of [bob, cleo]) await sees(person, 'Ada');
  await ada.window.run(plug, first);
  await ada.setCamera(false);
  await bob.waitForTile('Ada', 'has no camera on', ({ isCameraOn }) => !isCameraOn);
  await ada.setCamera(true);
  for (const person of [bob, cleo]) await sees(person, 'Ada');
  expect(await ada.window.run(lastTurnMs, undefined)).toBe(before);
});

test('a Firefox behind another tab, where nothing is painted: encoders of its own, and one again in front', async () => {
  const [ada, bob, cleo] = people;
  for (const change of ['hidden', 'seen'] as const) {
    const before = await cleo.window.run(lastTurnMs, undefined);
    if (change === 'hidden') uncover = await cleo.window.cover();
    else await uncover();
    await turned(cleo, before);
    for (const person of [ada, bob]) await sees(person, 'Cleo');
  }
});

test('when one is left, each has an encoder of their own again, and the picture goes on', async () => {
  const [ada, bob, cleo, dan] = people;
  const before = await ada.window.run(lastTurnMs, undefined);
  await cleo.leave();
  await dan.leave();
  await turned(ada, before);
  await sees(bob, 'Ada');
  await sees(ada, 'Bob');
});
