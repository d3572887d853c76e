// What people do on the stage, in one call that grows: two, three and at last four people in Chromium and Firefox.

import { decodeQR } from 'qr/decode.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserWindow } from './harness/browser-window.ts';
import { createCast } from './harness/cast.ts';
import type { Person } from './harness/person.ts';
import type { Box } from './harness/probes.ts';
import { startStand, type Stand } from './harness/stand.ts';
import { until, untilTrue } from './harness/until.ts';
import { writeVoice } from './harness/voice.ts';

const voice = writeVoice();
const cast = createCast({ args: [voice.flag] });
let stand: Stand;
let link: string;
let ada: Person;
let bob: Person;
let cleo: Person;

beforeAll(async () => {
  stand = await startStand({ relays: ['nostr'] });
  ada = await cast.person('Ada', 'chromium');
  bob = await cast.person('Bob', 'firefox');
  link = await ada.newCall(stand.address);
  await ada.join();
  await bob.open(link);
  await bob.join();
  await ada.seesMoving('Bob');
  await bob.seesMoving('Ada');
});
afterEach(() => {
  expect({ ada: ada.errors(), bob: bob.errors() }).toEqual({ ada: [], bob: [] });
});
afterAll(async () => {
  await cast.close();
  await stand.close();
  voice.remove();
});

const areaOf = ({ width, height }: Box): number => width * height;
const middleOf = ({ left, top, width, height }: Box) => ({ x: left + width / 2, y: top + height / 2 });
const tileOf = (boxes: readonly Box[], person: string): Box | undefined =>
  boxes.find((box) => box.person === person && box.kind === 'face');
const windowSize = (person: Person) =>
  person.window.run(() => ({ width: document.documentElement.clientWidth, height: innerHeight }), undefined);

/** The corner of the other's tile in which the own one lies. */
const cornerOf = (boxes: readonly Box[], own: string, other: string): string => {
  const [mine, theirs] = [tileOf(boxes, own), tileOf(boxes, other)];
  if (!mine || !theirs) return 'none';
  const [point, middle] = [middleOf(mine), middleOf(theirs)];
  return `${point.y < middle.y ? 'top' : 'bottom'} ${point.x < middle.x ? 'left' : 'right'}`;
};
const waitForCorner = (person: Person, other: string, corner: string) =>
  person.waitForBoxes(`the own tile at the ${corner}`, (boxes) => cornerOf(boxes, person.name, other) === corner);

/** Counts what would be seen as a break in any picture: stopped, emptied, started anew. */
const watchPictures = (): void => {
  const seen: string[] = [];
  (window as unknown as { breaks: string[] }).breaks = seen;
  for (const type of ['pause', 'emptied', 'loadstart', 'ended'])
    document.addEventListener(type, () => seen.push(type), { capture: true });
};
const breaksOf = (person: Person): Promise<string[]> =>
  person.window.run(() => (window as unknown as { breaks: string[] }).breaks, undefined);

describe('two people', () => {
  test('the own tile lies in a corner, and is moved by pointer and by menu', async () => {
    const boxes = await waitForCorner(ada, 'Bob', 'bottom right');
    const [own, other] = [tileOf(boxes, 'Ada'), tileOf(boxes, 'Bob')];
    if (!own || !other) throw new Error('no tiles');
    expect(areaOf(other)).toBeGreaterThan(4 * areaOf(own));
    await ada.window.drag(middleOf(own), { x: other.left + other.width / 4, y: other.top + other.height / 4 });
    await waitForCorner(ada, 'Bob', 'top left');
    await ada.choose('Options for your tile', 'Move to the next corner');
    await waitForCorner(ada, 'Bob', 'top right');
  });

  test('the own tile gets smaller, stands among the others, hides and is back', async () => {
    const before = tileOf(await waitForCorner(ada, 'Bob', 'top right'), 'Ada');
    if (!before) throw new Error('no tile');
    await ada.choose('Options for your tile', 'Smaller', 'menuitemcheckbox');
    await ada.waitForBoxes('the own tile smaller', (boxes) => {
      const own = tileOf(boxes, 'Ada');
      return own !== undefined && own.width < before.width * 0.7;
    });
    await ada.choose('Options for your tile', 'Put among the others');
    await ada.waitForBoxes('two equal tiles', (boxes) => {
      const [own, other] = [tileOf(boxes, 'Ada'), tileOf(boxes, 'Bob')];
      return own !== undefined && other !== undefined && Math.abs(areaOf(own) - areaOf(other)) < 2 * own.width;
    });
    const alike = tileOf(await ada.waitForBoxes('both', (boxes) => boxes.length === 2), 'Bob');
    await ada.choose('Options for your tile', 'Hide my tile');
    await ada.waitForTiles('Bob');
    await ada.waitForBoxes('the other larger', (boxes) => {
      const other = tileOf(boxes, 'Bob');
      return other !== undefined && alike !== undefined && areaOf(other) > areaOf(alike) * 1.2;
    });
    // The others still see who hides from themselves.
    await bob.seesMoving('Ada');
    await ada.choose('More', 'Show my tile');
    await ada.waitForTiles('Ada', 'Bob');
    await ada.seesMoving('Ada');
  });

  test.each(['Ada', 'Bob'])('push to talk: %s is heard while holding Space, silent before and after', async (name) => {
    const [person, other] = name === 'Ada' ? [ada, bob] : [bob, ada];
    await person.setMicrophone(false);
    await other.hearsNothingOf(name);
    // The button that was just clicked has the focus: Space must not press it.
    await person.window.hold(' ');
    await person.sees('button', 'Turn off microphone');
    await other.hears(name);
    await person.window.release(' ');
    await person.sees('button', 'Turn on microphone');
    await other.hearsNothingOf(name);
    if (name === 'Bob') await bob.setMicrophone(true);
  });

  test('a space in a message is a space and opens no microphone', async () => {
    await ada.press('Open chat');
    await ada.sees('textbox', 'Message');
    await ada.focuses('Message');
    await ada.window.type('two words');
    await ada.window.hold(' ');
    expect(await ada.window.isVisible('button', 'Turn on microphone')).toBe(true);
    await bob.hearsNothingOf('Ada');
    await ada.window.release(' ');
    await ada.window.press('Enter');
    await bob.reads('two words');
    await ada.press('Close chat');
    await ada.setMicrophone(true);
    await bob.hears('Ada');
  });

  test('a reaction rises over the tile of whoever sent it', async () => {
    await ada.press('React');
    await ada.press('Applause');
    await bob.waitForTile('Ada', 'applauding', ({ text }) => text.includes('👏'));
    await ada.window.press('Escape');
    await untilTrue('the reactions are closed', async () => !(await ada.window.isVisible('button', 'Applause')));
    await bob.press('React');
    await bob.press('Heart');
    await ada.waitForTile('Bob', 'with a heart', ({ text }) => text.includes('❤'));
    await bob.window.press('Escape');
  });

  test.each(['Ada', 'Bob'])('the theme changes for %s, and every picture goes on', async (name) => {
    const [person, other] = name === 'Ada' ? [ada, bob] : [bob, ada];
    const page = (): Promise<string> =>
      person.window.run(() => getComputedStyle(document.documentElement).backgroundColor, undefined);
    await person.choose('More', 'Settings');
    await person.sees('radio', 'Dark');
    await person.window.run(watchPictures, undefined);
    const seen = new Set<string>();
    for (const theme of ['Light', 'High contrast', 'Dark']) {
      await person.window.click('radio', theme);
      const colour = await until(`${theme} is shown`, page, (now) => !seen.has(now));
      seen.add(colour);
      await person.seesMoving(other.name);
      await other.seesMoving(person.name);
    }
    expect(await breaksOf(person)).toEqual([]);
    await person.press('Close Settings');
  });

  test('the QR code of the invitation holds the link of the call', async () => {
    await ada.choose('More', 'Invite people');
    await ada.sees('textbox', 'Link to this call');
    // Drawn by the colours that are on screen: in the dark theme, too, it must be dark on light.
    const picture = await ada.window.run(async () => {
      const code = document.querySelector('svg[role="img"][aria-label^="QR code"]');
      const size = Number(code?.getAttribute('viewBox')?.split(' ')[2]) * 3;
      const context = new OffscreenCanvas(size, size).getContext('2d');
      if (!code || !context) return undefined;
      context.scale(3, 3);
      for (const path of code.querySelectorAll('path')) {
        context.fillStyle = getComputedStyle(path).fill;
        context.fill(new Path2D(path.getAttribute('d') ?? ''));
      }
      return { width: size, height: size, data: [...context.getImageData(0, 0, size, size).data] };
    }, undefined);
    if (!picture) throw new Error('no code');
    expect(decodeQR({ ...picture, data: Uint8Array.from(picture.data) })).toBe(link);
    await ada.press('Close Invite');
  });

  const filling = (): string => document.fullscreenElement?.getAttribute('data-person') ?? 'nobody';
  const waitForFull = (person: Person, name: string): Promise<string> =>
    until(
      `${name} fills the screen of ${person.name}`,
      () => person.window.run(filling, undefined),
      (seen) => seen === name,
    );

  test('a tile fills the screen and gives it back, by words that say which', async () => {
    await ada.choose('Options for Bob', 'Fill the screen');
    await waitForFull(ada, 'Bob');
    await ada.seesMoving('Bob');
    await ada.choose('Options for Bob', 'Leave full screen');
    await waitForFull(ada, 'nobody');
  });

  // The browser's own key, which headless Chromium does not have: there it reaches the page alone.
  test('Escape ends the full screen (Firefox), and the stage is as it was', async () => {
    await bob.choose('Options for Ada', 'Fill the screen');
    await waitForFull(bob, 'Ada');
    await bob.window.press('Escape');
    await waitForFull(bob, 'nobody');
    await bob.waitForTiles('Ada', 'Bob');
    await bob.seesMoving('Ada');
  });

  test('a picture floats above other windows, goes on, and is back', async () => {
    const floating = (): string =>
      document.pictureInPictureElement?.closest('[data-person]')?.getAttribute('data-person') ?? 'nobody';
    const waitFor = (name: string): Promise<string> =>
      until(
        `${name} floats`,
        () => ada.window.run(floating, undefined),
        (seen) => seen === name,
      );
    await ada.choose('Options for Bob', 'Picture on top of other windows');
    await waitFor('Bob');
    await ada.seesMoving('Bob');
    await ada.choose('Options for Bob', 'Put the picture back');
    await waitFor('nobody');
    await ada.seesMoving('Bob');
  });

  test('the small window on top has the picture and the controls, and closes', async () => {
    const floating = await ada.context.windowOpenedBy(() => ada.choose('More', 'Small window on top'));
    await expectPicture(floating);
    await floating.click('button', 'Turn off microphone');
    await bob.waitForTile('Ada', 'muted', ({ text }) => /microphone off/i.test(text));
    await floating.click('button', 'Turn on microphone');
    await bob.waitForTile('Ada', 'not muted', ({ text }) => !/microphone off/i.test(text));
    expect(await floating.isVisible('button', 'Leave call')).toBe(true);
    await ada.choose('More', 'Close the small window');
    await untilTrue('the small window is closed', () => ada.window.run(isFloatingClosed, undefined));
    await ada.seesMoving('Bob');
  });
});

const expectPicture = (floating: BrowserWindow): Promise<void> =>
  untilTrue('the small window shows a picture', () =>
    floating.run(() => {
      const video = document.querySelector('video');
      return video !== null && !video.paused && video.videoWidth > 0 && video.muted;
    }, undefined),
  );

const isFloatingClosed = (): boolean =>
  (globalThis as unknown as { documentPictureInPicture: { window: unknown } }).documentPictureInPicture.window === null;

describe('Firefox', () => {
  test('mutes, raises a hand, writes, and sees who is there', async () => {
    await bob.setMicrophone(false);
    await ada.waitForTile('Bob', 'muted', ({ text }) => /microphone off/i.test(text));
    await bob.press('Raise hand');
    await ada.waitForTile('Bob', 'with a hand up', ({ text }) => text.includes('Hand up, number 1 in line'));
    await bob.sendMessage('From a fox');
    await ada.reads('From a fox');
    await bob.press('Open people');
    await until(
      'both are listed, with what they do',
      () => bob.window.run(() => document.querySelector('aside')?.innerText.replace(/\s+/g, ' ') ?? '', undefined),
      (text) => /People 2.*Bob You Hand up, first in line.*Ada/.test(text),
    );
    await bob.press('Close people');
    await bob.press('Lower hand');
    await ada.waitForTile('Bob', 'with the hand down', ({ text }) => !text.includes('Hand up'));
    await bob.setMicrophone(true);
    await ada.hears('Bob');
    await ada.press('Close chat');
  });
});

describe('three people, and a fourth', () => {
  const names = ['Ada', 'Bob', 'Cleo'];
  beforeAll(async () => {
    cleo = await cast.person('Cleo', 'chromium');
    await cleo.open(link);
    await cleo.join();
    for (const person of [ada, bob, cleo]) await person.waitForTiles(...names);
    for (const other of ['Bob', 'Cleo']) await ada.seesMoving(other);
  });

  const isOneLarge = (boxes: readonly Box[], large: string): boolean => {
    const tile = tileOf(boxes, large);
    return tile !== undefined && boxes.every((box) => box === tile || areaOf(box) * 3 < areaOf(tile));
  };
  const areAlike = (boxes: readonly Box[]): boolean => {
    const areas = boxes.map(areaOf);
    return Math.max(...areas) < Math.min(...areas) * 1.05;
  };
  /** Inside the window, and none over another: true once the tiles have glided to their places. */
  const areApart = (boxes: readonly Box[], { width, height }: { width: number; height: number }): boolean =>
    boxes.every(
      (box, index) =>
        box.left >= 0 &&
        box.top >= 0 &&
        box.left + box.width <= width &&
        box.top + box.height <= height &&
        boxes.slice(index + 1).every((other) => {
          const isBeside = box.left + box.width <= other.left + 0.5 || other.left + other.width <= box.left + 0.5;
          return isBeside || box.top + box.height <= other.top + 0.5 || other.top + other.height <= box.top + 0.5;
        }),
    );

  test('a pinned tile is large, for oneself alone, until it is let go', async () => {
    const size = await windowSize(ada);
    await ada.waitForBoxes(
      'three alike, apart',
      (boxes) => boxes.length === 3 && areAlike(boxes) && areApart(boxes, size),
    );
    await ada.window.run(watchPictures, undefined);
    await ada.choose('Options for Cleo', 'Pin: always large');
    await ada.waitForBoxes('Cleo large, all apart', (boxes) => isOneLarge(boxes, 'Cleo') && areApart(boxes, size));
    await bob.waitForBoxes('three alike', areAlike);
    await ada.choose('Options for Bob', 'Pin: always large');
    await ada.waitForBoxes('Bob large', (boxes) => isOneLarge(boxes, 'Bob'));
    await ada.choose('Options for Bob', 'Unpin');
    await ada.waitForBoxes('three alike', areAlike);
    for (const other of ['Bob', 'Cleo']) await ada.seesMoving(other);
    // The tiles went to other places, and nothing stopped or began anew on the way.
    expect(await breaksOf(ada)).toEqual([]);
  });

  const isSpeaking = (name: string): boolean =>
    document.querySelector(`[data-testid="tile"][data-person="${name}"][data-speaking]`) !== null;

  test('speaker view: whoever speaks is large, and who speaks next', async () => {
    // Nothing from here on needs pictures, and all of them are a lot for two cores.
    for (const person of [ada, bob, cleo]) await person.setCamera(false);
    // The same voice from two people of one browser would be taken for an echo.
    await ada.setMicrophone(false);
    await bob.setMicrophone(false);
    await ada.choose('More', 'Show whoever speaks large');
    await ada.waitForBoxes('Cleo large', (boxes) => isOneLarge(boxes, 'Cleo'));
    // One after the other: Firefox hums one note for ever, which counts as a voice only when it is new.
    await cleo.setMicrophone(false);
    await bob.setMicrophone(true);
    await untilTrue('Bob is seen to speak', () => ada.window.run(isSpeaking, 'Bob'));
    await ada.waitForBoxes('Bob large', (boxes) => isOneLarge(boxes, 'Bob'));
    await ada.setMicrophone(true);
    await cleo.setMicrophone(true);
    await ada.choose('More', 'Show everybody alike');
    await ada.waitForBoxes('three alike', areAlike);
  });

  /** Whose hands are up, first come first, as the tiles say. */
  const lineFor = async (person: Person): Promise<string> => {
    const places = (await person.tiles()).flatMap((tile) => {
      const [, place] = /Hand up, number (\d+) in line/.exec(tile.text) ?? [];
      return place ? [`${place} ${tile.person}`] : [];
    });
    return places.toSorted().join(', ');
  };
  const waitForLine = async (people: readonly Person[], line: string): Promise<void> => {
    for (const person of people)
      await until(
        `${person.name} sees the hands ${line}`,
        () => lineFor(person),
        (seen) => seen === line,
      );
  };

  test('hands are in the order of raising for everybody, also for whoever comes late', async () => {
    const people = [ada, bob, cleo];
    await cleo.press('Raise hand');
    await waitForLine(people, '1 Cleo');
    await ada.press('Raise hand');
    await waitForLine(people, '1 Cleo, 2 Ada');
    await bob.press('Raise hand');
    await waitForLine(people, '1 Cleo, 2 Ada, 3 Bob');
    const dan = await cast.person('Dan', 'chromium');
    await dan.open(link);
    await dan.setCamera(false);
    await dan.join();
    await waitForLine([...people, dan], '1 Cleo, 2 Ada, 3 Bob');
    await cleo.press('Lower hand');
    await dan.press('Raise hand');
    await waitForLine([...people, dan], '1 Ada, 2 Bob, 3 Dan');
    expect([...cleo.errors(), ...dan.errors()]).toEqual([]);
  });
});
