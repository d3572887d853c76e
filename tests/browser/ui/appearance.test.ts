// Theme and motion as the person prefers them, on the document itself.

import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import { prefsKey } from '#screens/prefs/prefs.ts';
import { loadScreen, mountApp } from '#shell/app/app.tsx';
import { createFakeCall } from '../../fixtures/fake-call.ts';

let unmount: () => void = () => {};
const root = document.documentElement;
const metas = (): readonly string[] =>
  [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')].map(({ content }) => content);

const open = (): void => {
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  unmount = mountApp(place, {
    instanceName: 'Starling',
    problems: [],
    obstacle: undefined,
    openCall: async () => createFakeCall(),
    createRoomSecret,
    parseRoomLink,
    formatRoomHash,
    holdCallLock: () => () => {},
    log: createLog(() => 0),
  });
};

/** As another window would. */
const setElsewhere = (prefs: object): void => {
  localStorage.setItem(prefsKey, JSON.stringify(prefs));
  dispatchEvent(new StorageEvent('storage', { key: prefsKey }));
};

// As the page does before it draws anything.
beforeAll(() => loadScreen(''));
beforeEach(() => {
  localStorage.clear();
  document.head.insertAdjacentHTML(
    'beforeend',
    ['light', 'dark'].map((scheme) => `<meta name="theme-color" media="(prefers-color-scheme: ${scheme})">`).join(''),
  );
});
afterEach(() => {
  unmount();
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.remove();
  delete root.dataset['theme'];
  delete root.dataset['motion'];
});

test('what was kept is there from the start', () => {
  localStorage.setItem(prefsKey, '{"theme":"light","motion":"less"}');
  open();
  expect([root.dataset['theme'], root.dataset['motion']]).toEqual(['light', 'less']);
  expect(getComputedStyle(root).colorScheme).toBe('light');
  expect(metas()).toEqual(['#f8f4ed', '#f8f4ed']);
});

test('a change in another window is followed, and back to the system leaves no trace', () => {
  open();
  expect([root.dataset['theme'], ...metas()]).toEqual([undefined, '#f8f4ed', '#12111c']);
  setElsewhere({ theme: 'contrast' });
  expect(root.dataset['theme']).toBe('contrast');
  expect(getComputedStyle(document.body).color).toBe('rgb(255, 255, 255)');
  expect(metas()).toEqual(['#08080c', '#08080c']);
  setElsewhere({});
  expect([root.dataset['theme'], root.dataset['motion'], ...metas()]).toEqual([
    undefined,
    undefined,
    '#f8f4ed',
    '#12111c',
  ]);
});

test('less motion: nothing glides', async () => {
  localStorage.setItem(prefsKey, '{"motion":"less"}');
  open();
  await expect
    .poll(
      () => [...document.querySelectorAll('button')].map((button) => getComputedStyle(button).transitionDuration)[0],
    )
    .toBe('1e-05s');
});
