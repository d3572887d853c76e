// Shared screens: by the button, several at once, for whoever comes late, and over when the browser says so.
//
// What is shared is another tab, which Chromium picks by its title in place of the person. A tab that is closed ends the share
// from outside the page, as the browser's own "Stop sharing" does.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { BrowserWindow } from './harness/browser-window.ts';
import { createCast } from './harness/cast.ts';
import type { Person } from './harness/person.ts';
import { startStand, type Stand } from './harness/stand.ts';

const title = 'Slides to share';
const cast = createCast({ args: [`--auto-select-tab-capture-source-by-title=${title}`] });
let stand: Stand;
let ada: Person;
let bob: Person;
let cleo: Person;
let link: string;
let slides: BrowserWindow;

beforeAll(async () => {
  stand = await startStand({ relays: ['nostr'] });
  ada = await cast.person('Ada', 'chromium');
  bob = await cast.person('Bob', 'chromium');
  slides = await openSlides(ada);
  link = await ada.newCall(stand.address);
  await ada.join();
  await bob.open(link);
  await bob.join();
  await bob.seesMoving('Ada');
});
afterEach(() => {
  for (const person of [ada, bob]) expect(person.errors()).toEqual([]);
});
afterAll(async () => {
  await cast.close();
  await stand.close();
});

/** A tab in which something moves. */
const openSlides = async (person: Person): Promise<BrowserWindow> => {
  const tab = await person.context.openWindow();
  await tab.run((name) => {
    document.title = name;
    let turn = 0;
    setInterval(() => {
      turn += 1;
      document.body.style.background = `hsl(${(turn * 77) % 360} 80% 50%)`;
    }, 200);
  }, title);
  return tab;
};

const screensFor = (person: Person, what: string, ...of: string[]) =>
  person.waitForBoxes(what, (boxes) => {
    const shared = boxes.filter(({ kind }) => kind === 'screen').map((box) => box.person);
    return shared.toSorted().join() === of.toSorted().join();
  });

test('by the button: it moves for the other, larger than any face, and the camera stays on', async () => {
  await ada.press('Share screen');
  await bob.seesScreenMoving('Ada');
  await bob.seesMoving('Ada');
  await ada.seesScreenMoving('Ada');
  const isLargest = ({ width, height }: { width: number; height: number }, rest: readonly { width: number }[]) =>
    height > 0 && rest.every((box) => box.width * 1.5 < width);
  await bob.waitForBoxes('the screen large', (boxes) => {
    const screen = boxes.find(({ kind }) => kind === 'screen');
    return (
      screen !== undefined &&
      isLargest(
        screen,
        boxes.filter((box) => box !== screen),
      )
    );
  });
  await ada.press('Stop sharing');
  await screensFor(bob, 'no screen any more');
  await screensFor(ada, 'no screen any more');
  await ada.sees('button', 'Share screen');
  await bob.seesMoving('Ada');
});

test('two at once, and whoever comes late sees both', async () => {
  await ada.press('Share screen');
  await bob.press('Share screen');
  await ada.seesScreenMoving('Bob');
  await bob.seesScreenMoving('Ada');
  cleo = await cast.person('Cleo', 'firefox');
  await cleo.open(link);
  await cleo.join();
  await cleo.seesScreenMoving('Ada');
  await cleo.seesScreenMoving('Bob');
  for (const name of ['Ada', 'Bob']) await cleo.seesMoving(name);
});

test('ended by the browser: everybody knows, and sharing starts anew', async () => {
  await slides.close();
  for (const person of [ada, bob, cleo]) await screensFor(person, 'no screen any more');
  for (const person of [ada, bob]) await person.sees('button', 'Share screen');
  for (const name of ['Ada', 'Bob']) await cleo.seesMoving(name);
  slides = await openSlides(ada);
  await bob.press('Share screen');
  await cleo.seesScreenMoving('Bob');
  expect(cleo.errors()).toEqual([]);
});
