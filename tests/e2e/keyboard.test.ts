// A whole call by keyboard alone, from the landing page to leaving: after each key it is known what has the focus.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserKind } from './harness/browser-window.ts';
import { createCast } from './harness/cast.ts';
import type { Person } from './harness/person.ts';
import { readFocus } from './harness/probes.ts';
import { startStand, type Stand } from './harness/stand.ts';
import { until, untilTrue } from './harness/until.ts';

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

/** More stops than any screen has. */
const mostStops = 40;

const focusOf = (person: Person): Promise<string> => person.window.run(readFocus, undefined);

/** What has the focus is in sight, and nothing lies over it. */
const isFocusSeen = (): boolean => {
  const element = document.activeElement;
  // At the end of the page the focus goes to the browser's own controls.
  if (!element || element === document.body) return true;
  const { left, top, width, height } = element.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  const isOnTop = hit !== null && (element.contains(hit) || hit.contains(element) || hit instanceof HTMLLabelElement);
  return isOnTop && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
};

/** Goes on by Tab until what is called so has the focus; on the way there it is never out of sight. */
const tabTo = async (person: Person, label: string): Promise<void> => {
  const stops: string[] = [];
  for (let stop = 0; stop < mostStops; stop += 1) {
    await person.window.press('Tab');
    stops.push(await focusOf(person));
    await untilTrue(`${stops.at(-1)} is in sight`, () => person.window.run(isFocusSeen, undefined));
    if (stops.at(-1) === label) return;
  }
  throw new Error(`no stop "${label}" among: ${stops.join(', ')}`);
};

/** From the landing page into a call of one's own; gives its link back. */
const joinByKeyboard = async (person: Person): Promise<string> => {
  const { window } = person;
  await window.goTo(stand.address);
  await person.sees('button', 'New call');
  await tabTo(person, 'New call');
  await window.press('Enter');
  if (person.kind === 'firefox') {
    // Without a screen it has no mouse either: there the field waits to be chosen, as on a phone.
    await person.focuses('Ready to join?');
    await tabTo(person, 'Your name');
  }
  await person.focuses('Your name');
  const link = await window.address();
  await window.type(person.name);
  await window.press('Enter');
  await person.sees('button', 'Leave call');
  await person.focuses('Call');
  return link;
};

const guest = async (kind: BrowserKind, link: string): Promise<Person> => {
  const bob = await cast.person('Bob', kind);
  await bob.open(link);
  await bob.join();
  return bob;
};

describe.each<BrowserKind>(['chromium', 'firefox'])('%s', (kind) => {
  test('from the landing page over microphone and chat to leaving', async () => {
    const ada = await cast.person('Ada', kind);
    const link = await joinByKeyboard(ada);
    const bob = await guest('chromium', link);
    await ada.waitForTiles('Ada', 'Bob');
    // What had the focus, or the invitation that is gone now: it is somewhere in any case.
    expect(await focusOf(ada)).not.toBe('');

    await tabTo(ada, 'Turn off microphone');
    await ada.window.press(' ');
    await ada.focuses('Turn on microphone');
    await bob.waitForTile('Ada', 'muted', ({ text }) => /microphone off/i.test(text));

    await tabTo(ada, 'Open chat');
    await ada.window.press('Enter');
    await ada.focuses('Message');
    await ada.window.type('By keyboard');
    await ada.window.press('Enter');
    await bob.reads('By keyboard');
    await ada.focuses('Message');
    await ada.window.press('Escape');
    await ada.focuses('Open chat');

    await tabTo(ada, 'Leave call');
    await ada.window.press('Enter');
    await ada.focuses('You left the call');
    await bob.waitForTiles('Bob');
    expect([...ada.errors(), ...bob.errors()]).toEqual([]);
  });
});

test('single keys, the people panel, the palette, the list of keys, menus and reactions', async () => {
  const ada = await cast.person('Ada', 'chromium');
  const bob = await guest('chromium', await joinByKeyboard(ada));
  await ada.waitForTiles('Ada', 'Bob');
  const { window } = ada;

  await window.press('m');
  await bob.waitForTile('Ada', 'muted', ({ text }) => /microphone off/i.test(text));
  expect(await focusOf(ada)).not.toBe('');

  await window.press('p');
  await until(
    'the heading of the people panel has the focus',
    () => focusOf(ada),
    (focus) => /^People\s*2$/.test(focus),
  );
  await tabTo(ada, 'Mute Bob for me');
  await window.press('Enter');
  await ada.focuses('Hear Bob again');
  await window.press('Escape');
  await ada.focuses('Call');

  await window.press('Control+k');
  await ada.focuses('What would you like to do?');
  await window.type('raise h');
  await window.press('Enter');
  await bob.waitForTile('Ada', 'with a hand up', ({ text }) => text.includes('Hand up'));
  await ada.focuses('Call');

  await window.press('Shift+?');
  await ada.focuses('Keyboard shortcuts');
  await window.press('Escape');
  await ada.focuses('Call');

  await tabTo(ada, 'Options for Bob');
  await window.press('Enter');
  await ada.focuses('Pin: always large');
  await window.press('ArrowDown');
  await window.press('Escape');
  await ada.focuses('Options for Bob');

  await tabTo(ada, 'React');
  await window.press(' ');
  await ada.focuses('Thumbs up');
  await window.press('ArrowRight');
  await ada.focuses('Heart');
  await window.press('Enter');
  await bob.waitForTile('Ada', 'with a heart', ({ text }) => text.includes('❤'));
  await window.press('Escape');
  await ada.focuses('React');

  await window.press(',');
  await ada.focuses('Settings');
  await window.press('Escape');
  await ada.focuses('React');
  // Settings from the palette: there the panel takes the focus, and the heading gets it when nothing else had it.
  await window.press('Control+k');
  await ada.focuses('What would you like to do?');
  await window.type('invite');
  await window.press('Enter');
  await ada.focuses('Invite');
  await window.press('Escape');
  await ada.focuses('React');
  expect([...ada.errors(), ...bob.errors()]).toEqual([]);
});
