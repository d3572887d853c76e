// Relay networks: each suffices alone, a dead one harms nobody, and a running call needs none.

import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createCast } from './harness/cast.ts';
import type { Person } from './harness/person.ts';
import type { Network } from './harness/relays.ts';
import { findDist } from './harness/dist.ts';
import { configFor, startStand, type Stand } from './harness/stand.ts';
import { untilTrue } from './harness/until.ts';

const networks: readonly Network[] = ['nostr', 'mqtt', 'torrent'];
const cast = createCast();
let stand: Stand | undefined;

const openStand = async (...relays: Network[]): Promise<Stand> => (stand = await startStand({ relays }));

afterEach(async () => {
  await cast.sendHome();
  await stand?.close();
  stand = undefined;
});
afterAll(() => cast.close());

/** Two people of different devices in one call. */
const startCall = async (at: Stand): Promise<{ ada: Person; bob: Person; link: string }> => {
  const ada = await cast.person('Ada', 'chromium');
  const bob = await cast.person('Bob', 'chromium');
  const link = await ada.newCall(at.address);
  await ada.join();
  await bob.open(link);
  await bob.join();
  return { ada, bob, link };
};

/** The service worker has the whole page: what is loaded late needs no host. */
const becomeInstalled = (person: Person): Promise<void> =>
  untilTrue('the service worker answers for the page', () =>
    person.window.run(() => navigator.serviceWorker.controller?.state === 'activated', undefined),
  );

const seeEachOther = async (...people: Person[]): Promise<void> => {
  for (const person of people) await person.waitForTiles(...people.map(({ name }) => name));
  for (const person of people) {
    for (const other of people) if (other !== person) await person.seesMoving(other.name);
  }
};

describe('one network alone', () => {
  test.each(networks)('%s', async (network) => {
    const { ada, bob } = await startCall(await openStand(network));
    await seeEachOther(ada, bob);
    expect([...ada.errors(), ...bob.errors()]).toEqual([]);
  });

  test('two windows of one device, with no network at all', async () => {
    const { address } = await openStand();
    const ada = await cast.person('Ada', 'chromium');
    const link = await ada.newCall(address);
    await becomeInstalled(ada);
    const bob = await cast.secondWindow(ada, 'Bob');
    await bob.open(link);
    // No relay was named, and now the host is gone as well. The browser's own offline mode would cut the call, too.
    await stand?.host.stop();
    await ada.join();
    await bob.join();
    await seeEachOther(ada, bob);
  });
});

describe('people introduce people', () => {
  test('two who have no relay in common meet through the one who reaches both', async () => {
    // Three hosts of the same app, each with other relays, as three instances in the world would be.
    const hosts = await Promise.all([
      startStand({ relays: ['nostr'] }),
      startStand({ relays: ['nostr'] }),
      startStand(),
    ]);
    const [first, second, both] = hosts;
    if (!first || !second || !both) throw new Error('no host');
    try {
      both.setConfig(configFor(await findDist(), [first.relay('nostr'), second.relay('nostr')]));
      const ada = await cast.person('Ada', 'chromium');
      const bob = await cast.person('Bob', 'firefox');
      const cleo = await cast.person('Cleo', 'chromium');
      const { hash } = new URL(await ada.newCall(first.address));
      await cleo.open(`${second.address}${hash}`);
      await ada.join();
      await cleo.join();
      await bob.open(`${both.address}${hash}`);
      await bob.join();
      await seeEachOther(ada, bob, cleo);
      // Nothing of it needs a relay any more.
      await Promise.all([first.relay('nostr').stop(), second.relay('nostr').stop()]);
      await ada.sendMessage('No relay left');
      await cleo.reads('No relay left');
    } finally {
      await cast.sendHome();
      for (const host of hosts) await host.close();
    }
  });
});

describe('two networks, one dead from the start', () => {
  const pairs = networks.flatMap((alive) =>
    networks.filter((dead) => dead !== alive).map((dead) => [alive, dead] as const),
  );
  test.each(pairs)('%s lives, %s is dead', async (alive, dead) => {
    const at = await openStand(alive, dead);
    await at.relay(dead).stop();
    const { ada, bob } = await startCall(at);
    await seeEachOther(ada, bob);
  });
});

describe('relays that die and come back', () => {
  test('a call goes on without any, and a newcomer gets in when one is back', async () => {
    const at = await openStand(...networks);
    const { ada, bob, link } = await startCall(at);
    await seeEachOther(ada, bob);
    for (const relay of at.relays) await relay.stop();
    await ada.sendMessage('no relay left');
    await bob.reads('no relay left');
    await seeEachOther(ada, bob);
    await at.relay('nostr').start();
    const cleo = await cast.person('Cleo', 'chromium');
    await cleo.open(link);
    await cleo.join();
    await seeEachOther(ada, bob, cleo);
  });

  test('none at the start: the screen says which were tried, and the call begins when one is there', async () => {
    const at = await openStand(...networks);
    for (const relay of at.relays) await relay.stop();
    const ada = await cast.person('Ada', 'chromium');
    const link = await ada.newCall(at.address);
    for (const relay of at.relays) await ada.readsOnScreen(new RegExp(new URL(relay.url).host.replaceAll('.', '\\.')));
    await ada.readsOnScreen(/keep trying/i);
    await ada.join();
    const bob = await cast.person('Bob', 'chromium');
    await bob.open(link);
    await bob.join();
    await ada.waitForTiles('Ada');
    await at.relay('nostr').start();
    await seeEachOther(ada, bob);
  });
});
