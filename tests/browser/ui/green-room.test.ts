// The green room: what it shows, what it says, and that nothing in it is in the way of joining.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createLog } from '#core/base/log.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import type { ScreenPorts } from '#screens/ports/screen-ports.ts';
import { mountApp } from '#shell/app/app.tsx';
import type { ReadonlySignal } from '@preact/signals-core';
import type { IceServers } from '#engine/mesh/ice-plan.ts';
import { createFakeCall, fakeError, fakeId, type FakeCall } from '../../fixtures/fake-call.ts';
import { createPersonStream } from '../../fixtures/fake-people.ts';
import { fakeScreenPorts, type FakeScreenPorts } from '../../fixtures/fake-screen-ports.ts';
import { faults } from './axe.ts';

let call: FakeCall;
let ports: FakeScreenPorts;
let unmount = (): void => {};
let ice: ReadonlySignal<IceServers>;

const button = (name: string) => page.getByRole('button', { name, exact: true });

const mount = async (change: Partial<ScreenPorts> = {}): Promise<void> => {
  const root = document.createElement('div');
  root.id = 'app';
  document.body.replaceChildren(root);
  ports = fakeScreenPorts(change);
  unmount = mountApp(root, {
    instanceName: 'Starling',
    problems: [],
    obstacle: undefined,
    openCall: async (_link, servers) => {
      ice = servers;
      return (call = createFakeCall({ name: 'Mira', preview: createPersonStream(3).stream }));
    },
    createRoomSecret,
    parseRoomLink,
    formatRoomHash,
    holdCallLock: () => () => {},
    createScreenPorts: () => ports,
    log: createLog(() => 0),
  });
  await expect.element(button('Join call')).toBeVisible();
};

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  const hash = formatRoomHash({ secret: createRoomSecret(), name: 'Birds' });
  history.replaceState(null, '', location.pathname + location.search + hash);
});
afterEach(() => {
  unmount();
  history.replaceState(null, '', location.pathname + location.search);
});

test('the level moves without the room being drawn anew', async () => {
  await mount();
  await call.media.setMicrophone(true);
  const meter = page.getByRole('meter', { name: 'Level of your microphone' });
  await expect.element(meter).toBeInTheDocument();
  const element = meter.element() as HTMLElement;
  // The picture has come: nothing else is under way.
  await expect.poll(() => document.querySelector('video')?.dataset['shape']).toBe('landscape');
  let changes = 0;
  const observer = new MutationObserver((records) => {
    changes += records.filter(({ target }) => target !== element).length;
  });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  for (const level of [0.3, 0.7, 0.5]) {
    call.set.level.value = level;
    expect(element.style.getPropertyValue('--level')).toBe(String(level));
    expect(element.getAttribute('aria-valuenow')).toBe(String(level));
  }
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  observer.disconnect();
  expect(changes).toBe(0);
  await call.media.setMicrophone(false);
  await expect.element(meter).not.toBeInTheDocument();
});

test('says who is there, and nothing while nobody has answered', async () => {
  await mount();
  await expect.element(page.getByText(/here/)).not.toBeInTheDocument();
  call.set.present.value = [
    { id: fakeId(0), name: 'Ana' },
    { id: fakeId(1), name: 'Bo' },
  ];
  await expect.element(page.getByText(/Ana.* and .*Bo.* are here/)).toBeVisible();
  call.set.present.value = [];
  await expect.element(page.getByText('Nobody is here yet')).toBeVisible();
});

test('the speaker is tested on the chosen one, and whoever hears nothing gets advice', async () => {
  await mount();
  await page.getByLabelText('Speaker', { exact: true }).selectOptions('Headset');
  await button('Test the speaker').click();
  expect(ports.played).toEqual([['test', 'Headset']]);
  await expect.element(page.getByText('Did you hear it?')).toBeVisible();
  await button('No').click();
  await expect.element(page.getByText(/choose another speaker/)).toBeVisible();
  await expect.element(button('Play it again')).toHaveFocus();
  await button('Play it again').click();
  await button('Yes').click();
  await expect.element(page.getByText(/You'll hear the others/)).toBeVisible();
});

test('no speaker is offered where the browser has no choice', async () => {
  await mount({ canChooseSpeaker: false });
  await expect.element(page.getByLabelText('Microphone', { exact: true })).toBeVisible();
  await expect.element(page.getByLabelText('Speaker', { exact: true })).not.toBeInTheDocument();
});

test('a refused device comes with the steps of this browser', async () => {
  await mount({ browser: 'firefox' });
  call.set.camera.value = { is: 'failed', error: fakeError('media/denied') };
  await expect.element(page.getByText('How to allow it')).toBeVisible();
  const details = document.querySelector<HTMLDetailsElement>('details:has(ol)');
  if (details && !details.open) await page.getByText('How to allow it').click();
  await expect.element(page.getByText('Press the × beside Blocked.')).toBeVisible();
  expect(await faults()).toEqual([]);
  await button('Join call').click();
  expect(call.state.value.is).toBe('joined');
});

test('the connection is checked only when somebody asks', async () => {
  await mount();
  call.set.relays.value = [
    { network: 'nostr', name: 'a', state: { is: 'open', roundTripMs: 30 } },
    { network: 'mqtt', name: 'b', state: { is: 'waiting', attempt: 1, retryAtMs: 0 } },
  ];
  expect(ports.checks()).toBe(0);
  await page.getByText('Check the connection').click();
  await expect.element(page.getByText('A direct path to the others is likely.')).toBeVisible();
  await expect.element(page.getByText('Nostr relays: 1 of 1 answer')).toBeVisible();
  await expect.element(page.getByText('MQTT brokers: none answers')).toBeVisible();
  expect(ports.checks()).toBe(1);
  expect(await faults()).toEqual([]);
});

test('Enter on a summary or in a window does not join; anywhere else it does', async () => {
  await mount();
  await page.getByText('Check the connection').click();
  await userEvent.keyboard('{Enter}');
  expect(call.state.value.is).toBe('green-room');
  await button('Settings').click();
  await expect.element(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await userEvent.click(page.getByRole('heading', { name: 'Devices' }));
  await userEvent.keyboard('{Enter}');
  expect(call.state.value.is).toBe('green-room');
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  await expect.element(button('Settings')).toHaveFocus();
  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => call.state.value.is).toBe('joined');
});

test('a silent microphone is noticed; the rear camera is no mirror', async () => {
  await mount();
  call.set.isSilent.value = true;
  await expect.element(page.getByText(/nothing comes from it/)).toBeVisible();
  await call.media.setCamera(true);
  const isMirrored = (): boolean => document.querySelector('video')?.dataset['mirrored'] !== undefined;
  await expect.element(button('Turn off camera')).toBeVisible();
  expect(isMirrored()).toBe(true);
  call.set.facing.value = 'environment';
  await expect.poll(isMirrored).toBe(false);
  await expect.element(button('Turn the camera around')).toBeVisible();
  expect(await faults()).toEqual([]);
});

test('the servers of a link are named and used only where somebody agrees, and the link goes on without them', async () => {
  const turnServers = [{ url: 'turn:turn.example.org:3478', username: 'us', credential: 'secret' }];
  const hash = formatRoomHash({ secret: createRoomSecret(), name: 'Birds', turnServers });
  history.replaceState(null, '', location.pathname + location.search + hash);
  await mount();
  await expect.element(page.getByText('turn.example.org', { exact: true })).toBeVisible();
  expect(ice.value.turnServers).toEqual([]);
  expect((page.getByLabelText('Link to this call').element() as HTMLInputElement).value).not.toContain('turn');
  expect(await faults()).toEqual([]);
  await button('Use it').click();
  expect(ice.value.turnServers).toEqual([
    { urls: ['turn:turn.example.org:3478'], username: 'us', credential: 'secret' },
  ]);
  unmount();
  await mount();
  await expect.element(page.getByText(/may help: turn\.example\.org/)).toBeVisible();
  expect(ice.value.turnServers).toHaveLength(1);
  await button("Don't use it").click();
  expect(ice.value.turnServers).toEqual([]);
  await expect.element(page.getByText(/turn\.example\.org/)).not.toBeInTheDocument();
});
