// A walk through all screens around a fake call: the names that stay, the tiles, the focus.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createLog } from '#core/base/log.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import { mountApp } from '#shell/app/app.tsx';
import { createFakeCall, fakeError, fakePerson, type FakeCall } from '../../fixtures/fake-call.ts';
import { createPersonStream } from '../../fixtures/fake-people.ts';

let call: FakeCall;
let unmount: () => void;

const button = (name: string) => page.getByRole('button', { name, exact: true });
const tiles = () => [...document.querySelectorAll<HTMLElement>('[data-testid="tile"]')];

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', location.pathname + location.search);
  const root = document.createElement('div');
  root.id = 'app';
  document.body.replaceChildren(root);
  unmount = mountApp(root, {
    instanceName: 'Starling',
    problems: [],
    obstacle: undefined,
    openCall: async () => (call = createFakeCall({ preview: createPersonStream(3).stream })),
    createRoomSecret,
    parseRoomLink,
    formatRoomHash,
    holdCallLock: () => () => {},
    log: createLog(() => 0),
  });
});
afterEach(() => unmount());

const join = async (): Promise<void> => {
  await button('New call').click();
  await page.getByLabelText('Your name').fill('Mira');
  await userEvent.keyboard('{Enter}');
  await expect.element(button('Leave call')).toBeVisible();
};

test('from landing to leaving and back, by the names that stay', async () => {
  await join();
  expect(call.name.value).toBe('Mira');
  expect(tiles().map(({ dataset }) => [dataset['person'], dataset['self']])).toEqual([['Mira', '']]);
  await expect.element(button('Copy link')).toBeVisible();

  call.set.people.value = [fakePerson(0, { stream: createPersonStream(0).stream }), fakePerson(1)];
  await expect.poll(() => tiles().map(({ dataset }) => dataset['person'])).toEqual(['Ana', 'Bo Nilsson', 'Mira']);
  await expect.poll(() => tiles()[0]?.querySelector('video')?.videoWidth).toBe(640);
  expect(tiles().every((tile) => tile.querySelector('video') !== null)).toBe(true);

  await button('Turn off microphone').click();
  await expect.element(button('Turn on microphone')).toBeVisible();
  await button('Turn off camera').click();
  await expect.element(button('Turn on camera')).toBeVisible();

  await button('Leave call').click();
  await button('Rejoin').click();
  await expect.element(button('Leave call')).toBeVisible();
  expect(call.media.camera.value.is).toBe('off');
});

test('chat: Enter sends, Shift+Enter does not, markup stays text, Escape gives the focus back', async () => {
  await join();
  await button('Open chat').click();
  const field = page.getByLabelText('Message', { exact: true });
  await expect.element(field).toHaveFocus();
  await field.fill('<img src=x> https://example.org');
  await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
  expect(call.set.messages.value).toHaveLength(0);
  await userEvent.keyboard('{Enter}');
  await expect
    .element(page.getByRole('link', { name: 'https://example.org' }))
    .toHaveAttribute('rel', 'noopener noreferrer');
  expect(document.querySelector('[role="log"] img')).toBeNull();
  await userEvent.keyboard('{Escape}');
  await expect.element(button('Open chat')).toHaveFocus();
});

test('a malformed link says so and loses nothing; a whole one opens', async () => {
  const field = page.getByLabelText('Call link');
  await field.fill('half a link');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('alert')).toMatchTextContent(/not a complete call link/);
  await expect.element(field).toHaveValue('half a link');
  await field.fill(`  ${location.origin}/${formatRoomHash({ secret: createRoomSecret(), name: '' })} `);
  await userEvent.keyboard('{Enter}');
  await expect.element(button('Join call')).toBeVisible();
});

test('a wrong identity and gone relays are said plainly', async () => {
  await join();
  call.set.people.value = [
    fakePerson(0, { connection: { is: 'failed', error: fakeError('security/wrong-identity') } }),
  ];
  call.set.relays.value = [{ network: 'nostr', name: 'a', state: { is: 'waiting', attempt: 1, retryAtMs: 0 } }];
  await expect.element(page.getByText('Not who they say they are')).toBeVisible();
  await expect.element(page.getByText(/Newcomers can't find it/)).toBeVisible();
  await button('Dismiss').click();
  await expect.element(page.getByText(/Newcomers can't find it/)).not.toBeInTheDocument();
});

test('a picture that is paused says so in its place, and whoever cannot send theirs is told in a calm line', async () => {
  await join();
  call.set.people.value = [fakePerson(0, { isPicturePaused: true }), fakePerson(1)];
  await expect.element(page.getByText('Picture paused: slow connection')).toBeVisible();
  expect(tiles()[0]?.dataset['camera']).toBe('off');

  call.set.ownPicture.value = { is: 'smaller', because: 'path' };
  const line = page.getByText('The connection is slow, so your picture is smaller for now.');
  await expect.element(line).toBeVisible();
  call.set.ownPicture.value = { is: 'paused' };
  await expect.element(page.getByText('They can still hear you.', { exact: false })).toBeVisible();
  expect(line.query()).toBeNull();
  call.set.ownPicture.value = { is: 'full' };
  await expect.poll(() => page.getByText('They can still hear you.', { exact: false }).query()).toBeNull();
});
