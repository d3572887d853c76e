// Another network in mid-call: between any two browsers the call goes on, whoever of them has it.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCast } from './harness/cast.ts';
import type { Person } from './harness/person.ts';
import { startStand, type Stand } from './harness/stand.ts';
import { readHistory } from './harness/probes.ts';

const cast = createCast();
let stand: Stand;

beforeAll(async () => {
  stand = await startStand({ relays: ['nostr'] });
});
afterEach(() => cast.sendHome());
afterAll(async () => {
  await cast.close();
  await stand?.close();
});

const eventsOf = async ({ window }: Person): Promise<string[]> =>
  (await window.run(readHistory, undefined)).split(', ').map((each) => each.split(' ')[0] ?? '');

describe.each([
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as const)('%s came first, then %s', (first, second) => {
  test.each([0, 1] as const)('whichever of them has another network (%i)', async (which) => {
    const ada = await cast.person('Ada', first);
    const bob = await cast.person('Bob', second);
    const link = await ada.newCall(stand.address);
    await ada.join();
    await bob.open(link);
    await bob.join();
    await ada.seesMoving('Bob');
    await bob.seesMoving('Ada');
    const one = which === 0 ? ada : bob;
    await one.window.run(() => void window.dispatchEvent(new Event('online')), undefined);
    // The path works: nobody gives it up for another.
    for (let looks = 0; looks < 3; looks += 1) {
      await ada.seesMoving('Bob');
      await bob.seesMoving('Ada');
    }
    for (const person of [ada, bob]) {
      const events = await eventsOf(person);
      const isOver = ['peer-waiting', 'peer-reconnecting', 'ice-restart'].some((event) => events.includes(event));
      expect(isOver, events.join(' ')).toBe(false);
    }
  });
});
