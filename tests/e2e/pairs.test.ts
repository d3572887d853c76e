// Two people in every mix of browsers: they see, hear and write to each other, and one may leave, come back or reload.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserKind } from './harness/browser-window.ts';
import { createCast } from './harness/cast.ts';
import type { Person } from './harness/person.ts';
import { startStand, type Stand } from './harness/stand.ts';

const mixes: readonly (readonly [BrowserKind, BrowserKind])[] = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'firefox'],
];

describe.each(mixes)('%s with %s', (firstKind, secondKind) => {
  const cast = createCast();
  let stand: Stand;
  let ada: Person;
  let bob: Person;
  let link: string;

  beforeAll(async () => {
    stand = await startStand({ relays: ['nostr'] });
    ada = await cast.person('Ada', firstKind);
    bob = await cast.person('Bob', secondKind);
    link = await ada.newCall(stand.address);
    await ada.join();
    await bob.open(link);
    await bob.join();
  });
  afterEach(() => {
    expect({ ada: ada.errors(), bob: bob.errors() }).toEqual({ ada: [], bob: [] });
  });
  afterAll(async () => {
    await cast.close();
    await stand.close();
  });

  const meet = async (): Promise<void> => {
    for (const person of [ada, bob]) await person.waitForTiles('Ada', 'Bob');
    await ada.seesMoving('Bob');
    await bob.seesMoving('Ada');
  };

  test('both see the other move', meet);

  test('both hear the other', async () => {
    await ada.hears('Bob');
    await bob.hears('Ada');
  });

  test('both write to the other', async () => {
    await ada.sendMessage('Hello from Ada');
    await bob.reads('Hello from Ada');
    await bob.sendMessage('Hello from Bob');
    await ada.reads('Hello from Bob');
  });

  test('a muted microphone is silent and seen by the other', async () => {
    await ada.setMicrophone(false);
    await bob.waitForTile('Ada', 'muted', ({ text }) => /microphone off/i.test(text));
    await bob.hearsNothingOf('Ada');
    await ada.setMicrophone(true);
    await bob.waitForTile('Ada', 'not muted', ({ text }) => !/microphone off/i.test(text));
    await bob.hears('Ada');
  });

  test('a camera turned off is seen by the other, and its picture comes back', async () => {
    await bob.setCamera(false);
    await ada.waitForTile('Bob', 'without a picture', ({ isCameraOn }) => !isCameraOn);
    await bob.setCamera(true);
    await ada.waitForTile('Bob', 'with a picture', ({ isCameraOn, hasVideo }) => isCameraOn && hasVideo);
    await ada.seesMoving('Bob');
  });

  test('whoever leaves is gone at the other, and may come back', async () => {
    await bob.leave();
    await ada.waitForTiles('Ada');
    await bob.rejoin();
    await meet();
  });

  test('a reload keeps one tile', async () => {
    await bob.reload();
    await bob.sees('button', 'Leave call');
    await meet();
    expect((await ada.tiles()).map(({ person }) => person).toSorted()).toEqual(['Ada', 'Bob']);
  });
});
