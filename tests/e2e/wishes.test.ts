// Who moves somebody out of sight is sent no picture of them, and has it back: between the two kinds of browsers, either way.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createCast } from './harness/cast.ts';
import type { Person } from './harness/person.ts';
import { readPicture } from './harness/probes.ts';
import { startStand, type Stand } from './harness/stand.ts';
import { until } from './harness/until.ts';

const cast = createCast();
let stand: Stand;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  stand = await startStand({ relays: ['nostr'] });
  ada = await cast.person('Ada', 'chromium');
  bob = await cast.person('Bob', 'firefox');
  const link = await ada.newCall(stand.address);
  await ada.join();
  await bob.open(link);
  await bob.join();
  for (const person of [ada, bob]) await person.waitForTiles('Ada', 'Bob');
});
afterEach(() => {
  expect({ ada: ada.errors(), bob: bob.errors() }).toEqual({ ada: [], bob: [] });
});
afterAll(async () => {
  await cast.close();
  await stand.close();
});

/** All tiles beside the window, as if scrolled away. */
const moveTiles = (isAway: boolean): void => {
  for (const list of document.querySelectorAll<HTMLElement>('ul:has([data-testid="tile"])'))
    list.style.translate = isAway ? '300vw' : '';
};

/** So many looks in a row at which a moving picture would not be the same. */
const stillLooks = 12;

const seesStill = async ({ window, name }: Person, of: string): Promise<void> => {
  let [last, looks] = ['', 0];
  await until(
    `${name} gets no picture of ${of} any more`,
    async () => {
      const picture = JSON.stringify(await window.run(readPicture, { person: of, kind: 'face' } as const));
      looks = picture === last ? looks + 1 : 0;
      last = picture;
      return looks;
    },
    (count) => count >= stillLooks,
  );
};

test.each([
  ['Ada', 'Bob'],
  ['Bob', 'Ada'],
] as const)('%s does not look at %s for a while', async (who, whom) => {
  const [looks, sends] = who === 'Ada' ? [ada, bob] : [bob, ada];
  await looks.seesMoving(whom);
  await looks.window.run(moveTiles, true);
  await seesStill(looks, whom);
  // The other way nothing has changed.
  await sends.seesMoving(who);
  await looks.window.run(moveTiles, false);
  await looks.seesMoving(whom);
});
