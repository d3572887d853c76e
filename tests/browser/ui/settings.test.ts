// The settings, opened from the green room: every switch does what it says, by keyboard as well.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createLog } from '#core/base/log.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import { mountApp } from '#shell/app/app.tsx';
import { createFakeCall, type FakeCall } from '../../fixtures/fake-call.ts';
import { createPersonStream } from '../../fixtures/fake-people.ts';
import { fakeScreenPorts } from '../../fixtures/fake-screen-ports.ts';
import { faults } from './axe.ts';

let call: FakeCall;
let unmount = (): void => {};

const button = (name: string) => page.getByRole('button', { name, exact: true });
const toggle = (name: string) => page.getByRole('switch', { name, exact: true });
const kept = (): Record<string, unknown> =>
  JSON.parse(localStorage.getItem('starling.prefs') ?? '{}') as Record<string, unknown>;

beforeEach(async () => {
  sessionStorage.clear();
  localStorage.clear();
  const hash = formatRoomHash({ secret: createRoomSecret(), name: 'Birds' });
  history.replaceState(null, '', location.pathname + location.search + hash);
  const root = document.createElement('div');
  root.id = 'app';
  document.body.replaceChildren(root);
  unmount = mountApp(root, {
    instanceName: 'Starling',
    problems: [],
    obstacle: undefined,
    openCall: async () => (call = createFakeCall({ name: 'Mira', preview: createPersonStream(3).stream })),
    createRoomSecret,
    parseRoomLink,
    formatRoomHash,
    holdCallLock: () => () => {},
    createScreenPorts: () => fakeScreenPorts(),
    log: createLog(() => 0),
  });
  await button('Settings').click();
  await expect.element(page.getByRole('heading', { name: 'Devices' })).toBeVisible();
});
afterEach(() => {
  unmount();
  history.replaceState(null, '', location.pathname + location.search);
});

test('what the browser does to the sound', async () => {
  await toggle('Noise suppression').click();
  await expect.element(toggle('Noise suppression')).not.toBeChecked();
  expect(call.media.processing.value).toEqual({
    echoCancellation: true,
    noiseSuppression: false,
    autoGainControl: true,
  });
});

test('how much picture, and the mirror', async () => {
  await page.getByRole('radio', { name: 'Save data' }).click();
  expect(call.dataUse.value).toBe('save-data');
  // Radio buttons of the browser's own: arrows move among them.
  await userEvent.keyboard('{ArrowDown}');
  expect(call.dataUse.value).toBe('sound-only');
  await toggle('Mirror my own picture').click();
  await expect.poll(() => kept()['isMirrored']).toBe(false);
});

test('look, sounds and keys are kept', async () => {
  await page.getByRole('radio', { name: 'High contrast' }).click();
  await page.getByRole('radio', { name: 'Less' }).click();
  await toggle('Play short sounds').click();
  toggle('Shortcuts with single keys').element().focus();
  await userEvent.keyboard(' ');
  expect(kept()).toMatchObject({ theme: 'contrast', motion: 'less', hasSounds: false, hasShortcuts: false });
});

test('forgetting everything says first what goes, and can be declined', async () => {
  await button('Forget everything on this device').click();
  await expect.element(page.getByText('the list of recent calls')).toBeVisible();
  expect(document.querySelector('dialog')?.contains(document.activeElement)).toBe(true);
  await button('Keep it').click();
  await expect.element(page.getByText('the list of recent calls')).not.toBeInTheDocument();
  await button('Forget everything on this device').click();
  await button('Forget everything').click();
  await expect.element(button('New call')).toBeVisible();
  await expect.element(page.getByText(/Nothing of Starling is remembered/)).toBeVisible();
  expect(localStorage.length).toBe(0);
});

test('axe finds nothing', async () => {
  expect(await faults()).toEqual([]);
  await button('Forget everything on this device').click();
  expect(await faults()).toEqual([]);
});

const field = (name: string) => page.getByLabelText(name, { exact: true });

test('a TURN server is checked, kept, and taken away again; hiding the address needs one', async () => {
  const hide = toggle('Hide my address (relay only)');
  await expect.element(hide).toBeDisabled();
  await field('Address of a TURN server').fill('https://turn.example.org');
  await button('Add server').click();
  await expect.element(page.getByText(/no address of a TURN server/)).toBeVisible();
  await field('Address of a TURN server').fill('turn.example.org:3478?transport=tcp');
  await field('User').fill('mira');
  await button('Add server').click();
  await expect.element(page.getByText('The server wants a password.')).toBeVisible();
  await field('Password').fill('secret');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('turn:turn.example.org:3478?transport=tcp')).toBeVisible();
  expect(JSON.parse(localStorage.getItem('starling.turn') ?? '')).toEqual([
    { url: 'turn:turn.example.org:3478?transport=tcp', username: 'mira', credential: 'secret' },
  ]);
  await hide.click();
  await expect.element(hide).toBeChecked();
  expect(kept()['hidesAddress']).toBe(true);
  await button('Remove turn.example.org').click();
  await expect.element(page.getByText(/nobody can reach you/).first()).toBeVisible();
  expect(localStorage.getItem('starling.turn')).toBeNull();
  // Whoever hides can stop.
  await hide.click();
  await expect.element(hide).toBeDisabled();
});

test('the name is changed in the call, once it is written', async () => {
  await userEvent.keyboard('{Escape}');
  call.join();
  await button('More').click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  const field = page.getByLabelText('Your name');
  await field.fill('Mira of the Lake');
  expect(call.name.value).toBe('Mira');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => call.name.value).toBe('Mira of the Lake');
  await field.fill('Mi');
  await userEvent.tab();
  await expect.poll(() => call.name.value).toBe('Mi');
});
