// The page as a host serves it and a browser keeps it: any host, any path, offline, updates, headers, no third party.

import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createCast } from './harness/cast.ts';
import type { Person } from './harness/person.ts';
import { startPythonStand, startStand } from './harness/stand.ts';
import { untilTrue } from './harness/until.ts';

const cast = createCast();
afterEach(() => cast.sendHome());
afterAll(() => cast.close());

const callFrom = async (landing: string): Promise<{ ada: Person; bob: Person }> => {
  const ada = await cast.person('Ada', 'chromium');
  const bob = await cast.person('Bob', 'chromium');
  const link = await ada.newCall(landing);
  await ada.join();
  await bob.open(link);
  await bob.join();
  await ada.seesMoving('Bob');
  await bob.seesMoving('Ada');
  return { ada, bob };
};

/** The page was visited and its service worker answers for it. */
const becomeInstalled = (person: Person): Promise<void> =>
  untilTrue('the service worker answers for the page', () =>
    person.window.run(async () => {
      await navigator.serviceWorker.ready;
      return navigator.serviceWorker.controller?.state === 'activated';
    }, undefined),
  );

describe('any static host', () => {
  test('below a path, with strict headers, and nothing asked of anybody else', async () => {
    const stand = await startStand({ relays: ['nostr', 'mqtt', 'torrent'], basePath: '/calls/starling/' });
    const policy = (await fetch(stand.address)).headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).not.toMatch(/unsafe/);
    const { ada, bob } = await callFrom(stand.address);
    expect(await ada.window.address()).toMatch(/\/calls\/starling\/#\//);
    const known = [
      stand.origin,
      ...stand.relays.map(({ url }) => new URL(url).origin.replace(/^http/, 'ws').replace('wsss', 'wss')),
    ];
    for (const person of [ada, bob]) {
      // Violations of the policy are among the errors.
      expect(person.errors()).toEqual([]);
      expect([...person.window.requests()].filter((host) => !known.some((each) => sameHost(each, host)))).toEqual([]);
    }
    await cast.sendHome();
    await stand.close();
  });

  test('python3 -m http.server', async ({ skip }) => {
    const stand = await startPythonStand();
    if (!stand) return skip('no python3 on this machine');
    const { ada, bob } = await callFrom(stand.address);
    expect([...ada.errors(), ...bob.errors()]).toEqual([]);
    await cast.sendHome();
    await stand.close();
  });
});

const sameHost = (one: string, other: string): boolean => new URL(one).host === new URL(other).host;

test('no server for finding addresses is asked unless the host names one', async () => {
  const stand = await startStand({ relays: ['nostr'] });
  const ada = await cast.person('Ada', 'chromium', { atStart: [{ run: noteIceServers }] });
  await ada.newCall(stand.address);
  await ada.join();
  const servers = await ada.window.run(() => (window as unknown as { iceUrls?: string[] }).iceUrls, undefined);
  expect(servers).toEqual([]);
  await stand.close();
});

const noteIceServers = (): void => {
  const urls: string[] = [];
  (window as unknown as { iceUrls: string[] }).iceUrls = urls;
  window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
    construct: (target, [configuration, ...more]: [RTCConfiguration?, ...unknown[]]) => {
      for (const server of configuration?.iceServers ?? []) urls.push(...[server.urls].flat());
      return new target(...([configuration, ...more] as [RTCConfiguration]));
    },
  });
};

test('opens without a network after the first visit', async () => {
  const stand = await startStand({ relays: ['nostr'] });
  const ada = await cast.person('Ada', 'chromium');
  await ada.window.goTo(stand.address);
  await becomeInstalled(ada);
  await stand.close();
  await ada.context.setOffline(true);
  await ada.reload();
  await ada.sees('button', 'New call');
  const link = await ada.newCall(stand.address);
  expect(link).toMatch(/#\/.+/);
  await ada.readsOnScreen(/no network|we keep trying/i);
});

test('a stage that has come makes room for another reload of its own', async () => {
  const stand = await startStand({ relays: ['nostr'] });
  const ada = await cast.person('Ada', 'chromium');
  await ada.window.goTo(stand.address);
  await ada.window.run(() => sessionStorage.setItem('starling.reloaded', '1'), undefined);
  await ada.newCall(stand.address);
  await ada.join();
  await untilTrue('the reload before is forgotten', () =>
    ada.window.run(() => sessionStorage.getItem('starling.reloaded') === null, undefined),
  );
  await stand.close();
});

test('a style sheet that is lost on its way is asked for again', async () => {
  const stand = await startStand({ relays: ['nostr'] });
  const ada = await cast.person('Ada', 'chromium');
  await ada.window.command('Network.enable');
  await ada.window.command('Network.setBlockedURLs', { urls: ['*/joined-*.css'] });
  await ada.newCall(stand.address);
  // The green room loads the stage ahead, and does not get all of it.
  await untilTrue('the stage was loaded ahead', () =>
    ada.window.run(
      () => performance.getEntriesByType('resource').some(({ name }) => /joined-[^/]*\.css/.test(name)),
      undefined,
    ),
  );
  await ada.window.command('Network.setBlockedURLs', { urls: [] });
  await ada.join();
  // Without it, tiles and window push each other for ever (laboratory, `move-green-room`).
  await untilTrue('the stage is as high as the window', () =>
    ada.window.run(
      () => document.querySelector('main')?.parentElement?.getBoundingClientRect().height === innerHeight,
      undefined,
    ),
  );
  await stand.close();
});

test('a new version waits until the call is over', async () => {
  const stand = await startStand({ relays: ['nostr'] });
  const ada = await cast.person('Ada', 'chromium');
  await ada.window.goTo(stand.address);
  await becomeInstalled(ada);
  await ada.newCall(stand.address);
  await ada.join();
  const worker = await (await fetch(new URL('sw.js', stand.address))).text();
  stand.host.replace('/sw.js', `${worker}\n// another version`);
  await ada.window.run(() => {
    (window as unknown as { isSamePage: boolean }).isSamePage = true;
  }, undefined);
  const isWaiting = (): Promise<boolean> =>
    ada.window.run(
      async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state === 'installed',
      undefined,
    );
  await ada.window.run(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()), undefined);
  await untilTrue('the new version waits', isWaiting);
  await ada.sendMessage('still the same call');
  await ada.reads('still the same call');
  expect(await isWaiting()).toBe(true);
  expect(await ada.window.run(() => (window as unknown as { isSamePage?: boolean }).isSamePage, undefined)).toBe(true);
  await ada.leave();
  await untilTrue('the new version took over', async () => !(await isWaiting()));
  await becomeInstalled(ada);
  await stand.close();
});
