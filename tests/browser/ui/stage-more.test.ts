// What the stage offers where there is little room, where a device is refused, and where pages get no window of their own.

import '#ui/styles/layers.css';
import '#ui/styles/tokens.css';
import '#ui/styles/base.css';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createLog } from '#core/base/log.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import { mountApp } from '#shell/app/app.tsx';
import { createFakeCall, fakeError, fakeId, fakePerson, type FakeCall } from '../../fixtures/fake-call.ts';
import { createPersonStream, stopStreams } from '../../fixtures/fake-people.ts';
import { fakeScreenPorts } from '../../fixtures/fake-screen-ports.ts';

let call: FakeCall;
let unmount = (): void => {};

const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeEach(async () => {
  sessionStorage.clear();
  const root = document.createElement('div');
  root.id = 'app';
  document.body.replaceChildren(root);
  history.replaceState(null, '', formatRoomHash({ secret: createRoomSecret(), name: '' }));
  unmount = mountApp(root, {
    instanceName: 'Starling',
    problems: [],
    obstacle: undefined,
    openCall: async () => (call = createFakeCall({ name: 'Mira', preview: createPersonStream(9).stream })),
    createRoomSecret,
    parseRoomLink,
    formatRoomHash,
    holdCallLock: () => () => {},
    createScreenPorts: () => fakeScreenPorts(),
    log: createLog(() => 0),
  });
  await button('Join call').click();
  await expect.element(button('Leave call')).toBeVisible();
  call.set.people.value = [0, 1].map((index) => fakePerson(index, { stream: createPersonStream(index).stream }));
});
afterEach(async () => {
  unmount();
  stopStreams();
  vi.restoreAllMocks();
  await page.viewport(414, 896);
});

test('a short bar has the devices under More', async () => {
  await page.viewport(414, 896);
  await button('More').click();
  const desk = page.getByRole('menuitemradio', { name: 'Desk camera' });
  await expect.element(page.getByRole('group', { name: 'Microphone' })).toBeVisible();
  await expect.element(page.getByRole('group', { name: 'Speaker' })).toBeVisible();
  await desk.click();
  await expect.poll(() => call.media.chosen.camera.value).toBe('Desk camera');
  await page.viewport(1280, 800);
  await expect.element(button('Choose camera')).toBeVisible();
  await button('More').click();
  await expect.element(desk).not.toBeInTheDocument();
});

test('the link is copied by its key, and where the browser refuses the invitation shows it', async () => {
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await userEvent.keyboard('l');
  await expect.element(page.getByText('Link copied')).toBeVisible();
  expect(written).toHaveBeenCalledExactlyOnceWith(location.href);
  written.mockRejectedValue(new DOMException('no', 'NotAllowedError'));
  vi.spyOn(document, 'execCommand').mockReturnValue(false);
  await userEvent.keyboard('l');
  await expect.element(page.getByRole('textbox', { name: 'Link to this call' })).toBeVisible();
});

test('alone, the link stands on the stage, but not beside the panel that has it too', async () => {
  call.set.people.value = [];
  const alone = page.getByRole('heading', { name: 'Only you, so far' });
  await expect.element(alone).toBeVisible();
  await userEvent.keyboard('i');
  await expect.element(page.getByRole('textbox', { name: 'Link to this call' })).toBeVisible();
  await expect.element(alone).not.toBeInTheDocument();
  await userEvent.keyboard('i');
  await expect.element(alone).toBeVisible();
});

test('the switches name their keys, and no longer when single keys are off', async () => {
  await page.viewport(1280, 800);
  const microphone = button('Turn off microphone');
  await expect.element(microphone).toHaveAttribute('aria-keyshortcuts', 'M');
  await expect.element(button('Leave call')).toHaveAttribute('aria-keyshortcuts', 'Control+Shift+L');
  await userEvent.keyboard(',');
  await page.getByRole('switch', { name: 'Shortcuts with single keys' }).click();
  await expect.element(microphone).not.toHaveAttribute('aria-keyshortcuts');
  await expect.element(button('Leave call')).toHaveAttribute('aria-keyshortcuts', 'Control+Shift+L');
  await page.getByRole('switch', { name: 'Shortcuts with single keys' }).click();
});

test('a refusal in the call is helped step by step, for this browser', async () => {
  call.set.camera.value = { is: 'failed', error: fakeError('media/denied') };
  const how = page.getByText('How to allow it');
  await expect.element(how).toBeVisible();
  const step = page.getByText(/to the left of the address/);
  await expect.element(step).not.toBeVisible();
  await how.click();
  await expect.element(step).toBeVisible();
});

test('without windows for pages, the large picture floats, else that of whoever speaks', async () => {
  vi.stubGlobal('documentPictureInPicture', undefined);
  const floated: (string | undefined)[] = [];
  vi.spyOn(document, 'pictureInPictureEnabled', 'get').mockReturnValue(true);
  vi.spyOn(HTMLVideoElement.prototype, 'requestPictureInPicture').mockImplementation(async function note(
    this: HTMLVideoElement,
  ) {
    floated.push(this.closest('li')?.dataset['person']);
    throw new DOMException('no', 'NotAllowedError');
  });
  await expect.poll(() => document.querySelectorAll('video[data-shown]').length).toBeGreaterThan(1);
  call.set.speaker.value = fakeId(1);
  await userEvent.keyboard('w');
  await expect.poll(() => floated).toEqual(['Bo Nilsson']);
  await button('Options for Ana').click();
  await page.getByRole('menuitem', { name: 'Pin: always large' }).click();
  await expect.element(page.getByRole('img', { name: 'Pinned' })).toBeVisible();
  await userEvent.keyboard('w');
  await expect.poll(() => floated).toEqual(['Bo Nilsson', 'Ana']);
  vi.unstubAllGlobals();
});
