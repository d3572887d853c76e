// The landing page and what leads off it: recent calls, pasting, scanning, what others can see, forgetting, the end.

import { signal, type Signal } from '@preact/signals-core';
import axe from 'axe-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createLog } from '#core/base/log.ts';
import { fail, ok } from '#core/base/result.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import { prefsKey, readPrefs } from '#screens/prefs/prefs.ts';
import { recentCallsKey, type RecentCall } from '#screens/prefs/recent-calls.ts';
import { privacyHash } from '#screens/privacy/privacy-hash.ts';
import { loadScreen, mountApp, type AppDeps } from '#shell/app/app.tsx';
import { createCodeStream } from '../../fixtures/code-stream.ts';
import { createFakeCall, fakeError, fakePerson, type FakeCall } from '../../fixtures/fake-call.ts';

let call: FakeCall;
let unmount: () => void = () => {};
let canInstall: Signal<boolean>;
let installed: number;

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const focused = (): string => {
  const element = document.activeElement;
  return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
};
const violations = async (): Promise<readonly string[]> => {
  // Half transparent, nothing has enough contrast.
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  const found = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
};

const open = (more: Partial<AppDeps> = {}): void => {
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
    installer: { canInstall, install: async () => (installed += 1) > 0 },
    log: createLog(() => 0),
    ...more,
  });
};

const kept = (): readonly RecentCall[] => JSON.parse(localStorage.getItem(recentCallsKey) ?? '[]') as RecentCall[];
const remember = (...names: string[]): void => {
  const calls = names.map((name, index) => ({
    secret: createRoomSecret(),
    name,
    atMs: Date.now() - (index + 1) * 3_600_000,
  }));
  localStorage.setItem(recentCallsKey, JSON.stringify(calls));
};
const paste = (text: string): void => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
};
const linkOf = (name = '', page: string = location.origin): string =>
  `${page}/${formatRoomHash({ secret: createRoomSecret(), name })}`;

// As the page does before it draws anything.
beforeAll(() => loadScreen(''));
beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  history.replaceState(null, '', location.pathname + location.search);
  canInstall = signal(false);
  installed = 0;
});
afterEach(() => {
  unmount();
  history.replaceState(null, '', location.pathname + location.search);
});

describe('recent calls', () => {
  test('nothing is shown before the first; a call that was only looked at is not kept, a joined one is', async () => {
    open();
    await expect.element(button('New call')).toBeVisible();
    await expect.element(page.getByText('Recent calls')).not.toBeInTheDocument();
    paste(linkOf('Sunday birds'));
    await expect.element(button('Join call')).toBeVisible();
    expect(kept()).toEqual([]);
    call.join();
    await expect.poll(() => kept().map(({ name }) => name)).toEqual(['Sunday birds']);
    location.hash = '';
    await button(/Sunday birds now/).click();
    await expect.element(page.getByRole('heading', { name: 'Sunday birds' })).toBeVisible();
  });

  test('by keyboard: forget one and the focus goes to the next, forget the last and it goes to the heading', async () => {
    remember('One', 'Two', '');
    open();
    await expect.element(button('Call 3 hours ago')).toBeVisible();
    expect(await violations()).toEqual([]);
    const forget = button('Forget One, 1 hour ago');
    (forget.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(focused).toBe('Forget Two, 2 hours ago');
    await userEvent.keyboard('{Enter}');
    await expect.poll(focused).toBe('Forget Call, 3 hours ago');
    await userEvent.keyboard('{Enter}');
    await expect.poll(focused).toBe('See each other, with nobody in between.');
    expect(localStorage.getItem(recentCallsKey)).toBeNull();
  });

  test('forget all; not keep them, and keep them again', async () => {
    remember('One', 'Two', 'Three', 'Four');
    open();
    await button('Show all 4').click();
    await expect.element(button(/^Four/)).toBeVisible();
    await button('Forget all').click();
    await expect.element(page.getByText('Recent calls are forgotten.', { exact: true })).toBeVisible();
    unmount();
    remember('Five');
    open();
    await button("Don't keep recent calls").click();
    await expect.element(page.getByText(/new ones won't be kept/)).toBeVisible();
    expect([kept(), readPrefs(localStorage).keepsRecentCalls]).toEqual([[], false]);
    await button('Keep them again').click();
    expect(readPrefs(localStorage).keepsRecentCalls).toBe(true);
  });

  test('switched off, a joined call is not kept', async () => {
    localStorage.setItem(prefsKey, '{"keepsRecentCalls":false}');
    open();
    await button('New call').click();
    await expect.element(button('Join call')).toBeVisible();
    call.join();
    await expect.element(button('Leave call')).toBeVisible();
    expect(kept()).toEqual([]);
  });

  test('a link that storage has spoilt: a clear sentence, and it is off the list', async () => {
    localStorage.setItem(recentCallsKey, JSON.stringify([{ secret: 'spoilt', name: '<b>Old</b>', atMs: 1 }]));
    open();
    await button(/^<b>Old<\/b>/).click();
    await expect.element(page.getByRole('alert').filter({ hasText: 'was damaged on this device' })).toBeVisible();
    expect(kept()).toEqual([]);
    expect(document.querySelector('li b')).toBeNull();
  });
});

describe('pasting anywhere', () => {
  test('a whole link opens at once', async () => {
    open();
    paste(`  <${linkOf('Birds')}>\n`);
    await expect.element(button('Join call')).toBeVisible();
  });

  test.each([
    ['rubbish', 'hunter2'],
    ['another site', 'https://example.org/#about'],
    ['a flood', '\u200b'.repeat(100_000)],
    ['nothing that is text', ''],
  ])('%s: a kind sentence, and nothing of it on the screen', async (_, text) => {
    open();
    paste(text);
    await expect.element(page.getByText(/holds no call link/)).toBeVisible();
    await expect.element(page.getByLabelText('Call link')).toHaveValue('');
    expect(location.hash).toBe('');
  });
});

describe('scanning', () => {
  const scanWith = async (text: string) => {
    const camera = createCodeStream(text);
    open({ openRearCamera: async () => ok(camera.stream) });
    await button('Scan a QR code').click();
    return camera;
  };
  const isLive = ({ stream }: { readonly stream: MediaStream }): boolean =>
    stream.getTracks().some(({ readyState }) => readyState === 'live');

  test("another site's code is said to be none and the camera looks on; a call's code opens it", async () => {
    const camera = await scanWith('https://example.org/menu.pdf');
    await expect.element(page.getByText(/^That code is not a Starling call link/)).toBeVisible();
    expect(isLive(camera)).toBe(true);
    expect(await violations()).toEqual([]);
    camera.show(linkOf('By code'));
    await expect.element(page.getByRole('heading', { name: 'By code' })).toBeVisible();
    expect(isLive(camera)).toBe(false);
  });

  test('closing turns the camera off at once and gives the focus back', async () => {
    const camera = await scanWith('nothing of ours');
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await expect.poll(focused).toBe('Cancel');
    await expect.poll(() => document.querySelector('dialog video')).not.toBeNull();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => isLive(camera)).toBe(false);
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.poll(focused).toBe('Scan a QR code');
  });

  test('a camera that opens only after closing is turned off, too', async () => {
    const camera = createCodeStream('late');
    let answer: () => void = () => {};
    open({ openRearCamera: () => new Promise((resolve) => (answer = () => resolve(ok(camera.stream)))) });
    await button('Scan a QR code').click();
    await expect.element(page.getByText(/Waking the camera/)).toBeVisible();
    await button('Cancel').click();
    answer();
    await expect.poll(() => isLive(camera)).toBe(false);
  });

  test.each([
    ['media/denied', /keeps this page away from the camera/],
    ['media/missing', /doesn't seem to have a camera/],
    ['media/in-use', /Another program/],
    ['media/unknown', /won't start/],
  ] as const)('%s: what it is, what to do, and another try', async (code, words) => {
    const camera = createCodeStream('x');
    let isRefused = true;
    open({ openRearCamera: async () => (isRefused ? fail(fakeError(code)) : ok(camera.stream)) });
    await button('Scan a QR code').click();
    await expect.element(page.getByText(words)).toBeVisible();
    isRefused = false;
    await button('Try again').click();
    await expect.poll(() => document.querySelector('dialog video')).not.toBeNull();
  });
});

test('how many meeting points answer is asked once the person stirs, and given up on leaving', async () => {
  const signals: AbortSignal[] = [];
  open({ probeRelays: async (signal) => (signals.push(signal), { asked: 11, answering: 8 }) });
  dispatchEvent(new Event('pointermove'));
  await expect.element(page.getByText('8 of 11 meeting points answer right now.')).toBeVisible();
  dispatchEvent(new Event('pointermove'));
  await button('New call').click();
  await expect.element(button('Join call')).toBeVisible();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test('what others can see: the focus goes to its heading, and Back leads back', async () => {
  open();
  await page.getByRole('link', { name: 'What others can see' }).click();
  await expect.poll(focused).toBe('What others can see');
  expect([location.hash, document.title]).toEqual([privacyHash, 'What others can see · Starling']);
  expect(await violations()).toEqual([]);
  history.back();
  await expect.element(button('New call')).toBeVisible();
});

describe('the end', () => {
  const callWith = async (others: number): Promise<void> => {
    open();
    await button('New call').click();
    await expect.element(button('Join call')).toBeVisible();
    call.join();
    call.set.people.value = Array.from({ length: others }, (_, index) => fakePerson(index));
    await button('Leave call').click();
    await expect.element(button('Rejoin')).toBeVisible();
  };
  const offer = () => page.getByRole('heading', { name: 'Keep Starling at hand?' });

  test('says who was there; the app is offered, and a no is remembered', async () => {
    canInstall.value = true;
    await callWith(2);
    await expect.element(page.getByText(/2 other people were there/)).toBeVisible();
    await expect.element(offer()).toBeVisible();
    expect(await violations()).toEqual([]);
    await button('No, thanks').click();
    await expect.element(offer()).not.toBeInTheDocument();
    await expect.poll(focused).toBe('You left the call');
    unmount();
    history.replaceState(null, '', location.pathname + location.search);
    await callWith(1);
    await expect.element(offer()).not.toBeInTheDocument();
  });

  test('the browser installs it when asked to', async () => {
    canInstall.value = true;
    await callWith(1);
    await button('Install').click();
    await expect.poll(() => installed).toBe(1);
  });

  test.each([
    ['nobody came', true, 0],
    ['the browser would not install it', false, 1],
  ])('no offer: %s', async (_, isOffered, others) => {
    canInstall.value = isOffered;
    await callWith(others);
    await expect.element(offer()).not.toBeInTheDocument();
  });
});

test('the settings that need no call are behind one button, and the focus comes back to it', async () => {
  open();
  const door = page.getByRole('button', { name: 'Settings', exact: true });
  await door.click();
  await expect.element(page.getByRole('radio', { name: 'Dark' })).toBeVisible();
  // There is no microphone to choose, and no picture to save.
  expect(page.getByRole('combobox').elements()).toEqual([]);
  await expect.element(page.getByRole('heading', { level: 3 }).first()).toHaveTextContent('Connection');
  await userEvent.keyboard('{Escape}');
  await expect.element(door).toHaveFocus();
});

describe('a link to another page', () => {
  const goThere = page.getByRole('link', { name: 'Go to example.org', exact: true });

  test('is asked about, by the name of its host, and never opened here', async () => {
    open();
    await expect.element(button('New call')).toBeVisible();
    const link = linkOf('Sunday birds', 'https://example.org');
    paste(link);
    await expect.element(goThere).toBeVisible();
    expect(goThere.element().getAttribute('href')).toBe(link);
    expect([location.hash, kept()]).toEqual(['', []]);
    expect(await violations()).toEqual([]);
    await button('Dismiss').click();
    await expect.element(goThere).not.toBeInTheDocument();
    await page.getByLabelText('Call link').fill(link);
    await button('Open').click();
    await expect.element(goThere).toBeVisible();
    // The next one is of this page.
    paste(linkOf('Birds'));
    await expect.element(button('Join call')).toBeVisible();
  });

  test('is asked about where a link was broken, too', async () => {
    history.replaceState(null, '', '#/not-a-link');
    open();
    await page.getByLabelText('Call link').fill(linkOf('', 'https://example.org'));
    await button('Open').click();
    await expect.element(goThere).toBeVisible();
    expect(location.hash).toBe('#/not-a-link');
  });
});
