// By keyboard alone: the focus is never lost, whatever comes and goes.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createLog } from '#core/base/log.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import { mountApp } from '#shell/app/app.tsx';
import { createFakeCall, fakePerson, type FakeCall } from '../../fixtures/fake-call.ts';

let call: FakeCall;
let unmount: () => void;

const button = (name: string) => page.getByRole('button', { name, exact: true });
/** What has the focus, by the name that is spoken. */
const focused = (): string => {
  const element = document.activeElement;
  return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
};
const tabTo = async (name: string): Promise<void> => {
  for (let presses = 0; presses < 20 && focused() !== name; presses += 1) await userEvent.tab();
  expect(focused()).toBe(name);
};

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
    openCall: async () => (call = createFakeCall()),
    createRoomSecret,
    parseRoomLink,
    formatRoomHash,
    holdCallLock: () => () => {},
    log: createLog(() => 0),
  });
});
afterEach(() => unmount());

const join = async (): Promise<void> => {
  await tabTo('New call');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByLabelText('Your name')).toHaveFocus();
  await userEvent.keyboard('Mira{Enter}');
  await expect.element(button('Leave call')).toBeVisible();
  await expect.poll(focused).toBe('Call');
};

test('from landing to leaving', async () => {
  await join();
  await tabTo('Turn off microphone');
  await userEvent.keyboard(' ');
  await expect.poll(focused).toBe('Turn on microphone');
  await tabTo('Open chat');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByLabelText('Message', { exact: true })).toHaveFocus();
  await userEvent.keyboard('Hello{Enter}');
  expect(call.set.messages.value).toHaveLength(1);
  await userEvent.keyboard('{Escape}');
  await expect.element(button('Open chat')).toHaveFocus();
  await tabTo('Leave call');
  await userEvent.keyboard('{Enter}');
  await expect.poll(focused).toBe('You left the call');
  await tabTo('Rejoin');
  await userEvent.keyboard('{Enter}');
  await expect.poll(focused).toBe('Call');
});

test('what has the focus goes away: the heading takes it', async () => {
  await join();
  await tabTo('Copy link');
  call.set.people.value = [fakePerson(0)];
  await expect.poll(focused).toBe('Call');
  call.set.isCrowded.value = true;
  await expect.element(button('Dismiss')).toBeVisible();
  await tabTo('Dismiss');
  await userEvent.keyboard('{Enter}');
  await expect.poll(focused).toBe('Call');
});
