// A hostile peer: whatever it sends, the call of the others goes on.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createCast } from './harness/cast.ts';
import { attack, hijackChannels, type Mischief } from './harness/mischief.ts';
import type { Person } from './harness/person.ts';
import { startStand, type Stand } from './harness/stand.ts';

const cast = createCast();
let stand: Stand;
beforeAll(async () => {
  stand = await startStand({ relays: ['nostr'] });
});
afterEach(() => cast.sendHome());
afterAll(async () => {
  await cast.close();
  await stand.close();
});

const startCallWithEve = async (mischief: Mischief): Promise<{ ada: Person; bob: Person; eve: Person }> => {
  const ada = await cast.person('Ada', 'chromium');
  const bob = await cast.person('Bob', 'chromium');
  const eve = await cast.person('Eve', 'chromium', { atStart: [{ run: hijackChannels, argument: mischief }] });
  const link = await ada.newCall(stand.address);
  await ada.join();
  for (const person of [bob, eve]) {
    await person.open(link);
    await person.join();
  }
  return { ada, bob, eve };
};

const goOn = async (ada: Person, bob: Person, word: string): Promise<void> => {
  await ada.seesMoving('Bob');
  await bob.seesMoving('Ada');
  await ada.sendMessage(word);
  await bob.reads(word);
  expect([...ada.errors(), ...bob.errors()]).toEqual([]);
};

test.each(['garbage', 'huge', 'flood'] as const)('%s', async (kind) => {
  const { ada, bob, eve } = await startCallWithEve({});
  for (const person of [ada, bob, eve]) await person.waitForTiles('Ada', 'Bob', 'Eve');
  await ada.seesMoving('Eve');
  expect(await eve.window.run(attack, kind)).toBeGreaterThan(0);
  await goOn(ada, bob, `after the ${kind}`);
});

test('another version of the protocol: said, and the others go on', async () => {
  const { ada, bob } = await startCallWithEve({ version: 99 });
  await ada.readsOnScreen(/different versions/i);
  await goOn(ada, bob, 'we speak the same');
});
