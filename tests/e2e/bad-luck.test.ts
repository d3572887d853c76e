// Bad input and bad luck: each time a plain sentence on the screen, and nothing lost.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCast } from './harness/cast.ts';
import { failMedia, pull, putOnCables, removeWebRtc } from './harness/mischief.ts';
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

describe('links', () => {
  test('a malformed one says so and loses nothing', async () => {
    const ada = await cast.person('Ada', 'chromium');
    await ada.window.goTo(`${stand.address}#/not-a-link`);
    await ada.readsOnScreen(/not (a )?complete/i);
  });

  test('pasted: broken, then whole with spaces around it', async () => {
    const ada = await cast.person('Ada', 'chromium');
    const link = await ada.newCall(stand.address);
    const bob = await cast.person('Bob', 'chromium');
    await bob.window.goTo(stand.address);
    await bob.sees('textbox', 'Call link');
    await bob.window.fill('Call link', link.slice(0, -4));
    await bob.window.press('Enter');
    await bob.readsOnScreen(/not a complete call link/i);
    await bob.window.fill('Call link', `  ${link} `);
    await bob.window.press('Enter');
    await bob.sees('button', 'Join call');
    expect(new URL(await bob.window.address()).hash).toBe(new URL(link).hash);
  });
});

describe('starling.json', () => {
  test.each([
    ['a wrong type', '{"relays":{"nostr":"not a list"}}', /relays\.nostr/],
    ['an unknown key', '{"relay":["wss://example.org"]}', /“relay”/],
    ['no JSON at all', '{"relays":', /starling\.json/],
  ])('%s is named, and the page works', async (_, config, text) => {
    const broken = await startStand({ config });
    const ada = await cast.person('Ada', 'chromium');
    await ada.window.goTo(broken.address);
    await ada.readsOnScreen(text);
    await ada.sees('button', 'New call');
    await broken.close();
  });
});

describe('camera and microphone', () => {
  test('denied: said, and the call works without', async () => {
    const ada = await cast.person('Ada', 'chromium', { isMediaDenied: true });
    const link = await ada.newCall(stand.address);
    await ada.readsOnScreen(/not allowed/i);
    await ada.join();
    const bob = await cast.person('Bob', 'chromium');
    await bob.open(link);
    await bob.join();
    await ada.seesMoving('Bob');
    await ada.hears('Bob');
    await bob.waitForTiles('Ada', 'Bob');
    await ada.sendMessage('I have no camera');
    await bob.reads('I have no camera');
  });

  test.each([
    ['busy', 'NotReadableError', /busy elsewhere/i],
    ['missing', 'NotFoundError', /not found/i],
  ])('%s: said, and the call can be joined', async (_, exception, text) => {
    const ada = await cast.person('Ada', 'chromium', { atStart: [{ run: failMedia, argument: exception }] });
    await ada.newCall(stand.address);
    await ada.readsOnScreen(text);
    await ada.join();
    await ada.waitForTiles('Ada');
  });

  test('unplugged in the call: said, and the call goes on', async () => {
    const ada = await cast.person('Ada', 'chromium', { atStart: [{ run: putOnCables, argument: [] }] });
    const bob = await cast.person('Bob', 'chromium');
    const link = await ada.newCall(stand.address);
    await ada.join();
    await bob.open(link);
    await bob.join();
    await bob.seesMoving('Ada');
    await ada.window.run(pull, 'fake_device');
    await ada.readsOnScreen(/unplugged/i);
    await bob.waitForTile('Ada', 'without a picture', ({ isCameraOn }) => !isCameraOn);
    await bob.hears('Ada');
    await ada.seesMoving('Bob');
  });
});

test('no device at all: said, and the call can be joined', async () => {
  const bare = createCast({ hasDevices: false });
  try {
    const ada = await bare.person('Ada', 'chromium');
    await ada.newCall(stand.address);
    await ada.readsOnScreen(/not found/i);
    await ada.join();
    await ada.waitForTiles('Ada');
  } finally {
    await bare.close();
  }
});

test('an insecure origin: said, with what to do', async () => {
  const mapped = createCast({ args: ['--host-resolver-rules=MAP starling.example 127.0.0.1'] });
  try {
    const ada = await mapped.person('Ada', 'chromium');
    await ada.window.goTo(`http://starling.example:${stand.port}/`);
    await ada.readsOnScreen(/https:\/\//);
  } finally {
    await mapped.close();
  }
});

test('a browser without WebRTC: said, with what to do', async () => {
  const ada = await cast.person('Ada', 'chromium', { atStart: [{ run: removeWebRtc }] });
  await ada.window.goTo(stand.address);
  await ada.readsOnScreen(/WebRTC/);
});

test('two windows of one person: warned before, then both are in the call', async () => {
  const ada = await cast.person('Ada', 'chromium');
  const link = await ada.newCall(stand.address);
  await ada.join();
  const again = await cast.secondWindow(ada);
  await again.open(link);
  await again.readsOnScreen(/another window/i);
  await again.join();
  const bob = await cast.person('Bob', 'chromium');
  await bob.open(link);
  await bob.join();
  await bob.waitForTiles('Ada', 'Ada', 'Bob');
});
