// Cameras and microphones in the call: plugged in and offered, pulled out and replaced, chosen, and refused with help.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCast } from './harness/cast.ts';
import { failMedia, plug, pull, putOnCables } from './harness/mischief.ts';
import type { Person } from './harness/person.ts';
import { startStand, type Stand } from './harness/stand.ts';
import { until } from './harness/until.ts';

const cast = createCast({ cameras: 3 });
let stand: Stand;
beforeAll(async () => {
  stand = await startStand({ relays: ['nostr'] });
});
afterAll(async () => {
  await cast.close();
  await stand.close();
});

/** Chromium's names for its fake cameras. The one between gives pictures of depth, which no call can send. */
const first = 'fake_device_0';
const depth = 'fake_device_1';
const second = 'fake_device_2';

describe('on cables', () => {
  let ada: Person;
  let bob: Person;
  beforeAll(async () => {
    ada = await cast.person('Ada', 'chromium', { atStart: [{ run: putOnCables, argument: [depth, second] }] });
    bob = await cast.person('Bob', 'chromium');
    const link = await ada.newCall(stand.address);
    await ada.join();
    await bob.open(link);
    await bob.join();
    await bob.seesMoving('Ada');
  });
  afterEach(() => {
    expect({ ada: ada.errors(), bob: bob.errors() }).toEqual({ ada: [], bob: [] });
  });
  afterAll(() => cast.sendHome());

  /** Waits until Ada's own tile shows the picture of this camera. */
  const adaUses = async (camera: string): Promise<void> => {
    const labelOf = (): string => {
      const stream = document.querySelector<HTMLVideoElement>('[data-testid="tile"][data-self] video')?.srcObject;
      const [track] = stream instanceof MediaStream ? stream.getVideoTracks() : [];
      return track?.readyState === 'live' ? track.label : 'none';
    };
    await until(
      `Ada uses ${camera}`,
      () => ada.window.run(labelOf, undefined),
      (label) => label.includes(camera),
    );
  };

  test('a new camera is offered, and taken with one tap', async () => {
    await adaUses(first);
    await ada.window.run(plug, second);
    await ada.readsOnScreen(/fake_device_2.* was plugged in/);
    await ada.press('Use it');
    await adaUses(second);
    await bob.seesMoving('Ada');
    expect(await ada.window.isVisible('button', 'Use it')).toBe(false);
  });

  test('it is pulled out: another takes its place, and gives way when it is back', async () => {
    await ada.window.run(pull, second);
    await adaUses(first);
    await bob.seesMoving('Ada');
    await ada.window.run(plug, second);
    await adaUses(second);
    await bob.seesMoving('Ada');
  });

  test('another is chosen beside the button', async () => {
    const label = await ada.window.run(async (part) => {
      const devices = await navigator.mediaDevices.enumerateDevices();
      return devices.find(({ label: each }) => each.includes(part))?.label ?? '';
    }, first);
    await ada.choose('Choose camera', label, 'menuitemradio');
    await adaUses(first);
    await bob.seesMoving('Ada');
  });

  test('the last one is pulled out: said; plugged in again, its picture is back without a word', async () => {
    for (const camera of [second, first]) await ada.window.run(pull, camera);
    await ada.readsOnScreen(/Camera: unplugged/);
    await bob.waitForTile('Ada', 'without a picture', ({ isCameraOn }) => !isCameraOn);
    await bob.hears('Ada');
    await ada.window.run(plug, first);
    await bob.waitForTile('Ada', 'with a picture', ({ isCameraOn, hasVideo }) => isCameraOn && hasVideo);
    await bob.seesMoving('Ada');
    expect(await ada.readsOnScreen(/Ada|You/)).not.toMatch(/unplugged/);
  });

  test('the microphone is pulled out: another is heard in its place', async () => {
    await ada.window.run(pull, 'Default Audio Input');
    await bob.hears('Ada');
    await bob.waitForTile('Ada', 'not muted', ({ text }) => !/microphone off/i.test(text));
  });
});

describe('refused', () => {
  test('Chromium: help made for it, and the way in is open', async () => {
    const ada = await cast.person('Ada', 'chromium', { isMediaDenied: true });
    await ada.newCall(stand.address);
    await ada.readsOnScreen(/Press the sign to the left of the address\.\s+Turn on Camera and Microphone there\./);
    await ada.join();
    await ada.waitForTile('Ada', 'without a picture', ({ isCameraOn, isSelf }) => isSelf && !isCameraOn);
    expect(ada.errors()).toEqual([]);
  });

  test('Firefox: help made for it, and the way in is open', async () => {
    // Firefox is told to ask nobody, so the refusal comes from where the page asks.
    const ada = await cast.person('Ada', 'firefox', { atStart: [{ run: failMedia, argument: 'NotAllowedError' }] });
    await ada.newCall(stand.address);
    await ada.readsOnScreen(/Press the crossed-out sign to the left of the address\./);
    await ada.join();
    await ada.waitForTile('Ada', 'without a picture', ({ isCameraOn, isSelf }) => isSelf && !isCameraOn);
    expect(ada.errors()).toEqual([]);
  });
});
