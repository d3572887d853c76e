// One person at one window: does what people do, by the names that people read, and tells what they would see and hear.

import type { BrowserContext, BrowserKind, BrowserWindow, Role } from './browser-window.ts';
import {
  readBoxes,
  readFocus,
  readHistory,
  readMessages,
  readPicture,
  readSound,
  readText,
  readTiles,
  type Box,
  type PictureOf,
  type Tile,
} from './probes.ts';
import { until, untilTrue } from './until.ts';

export interface Person {
  readonly name: string;
  readonly kind: BrowserKind;
  readonly window: BrowserWindow;
  readonly context: BrowserContext;
  /** Opens the link of a call and waits for the green room. */
  open(link: string): Promise<void>;
  /** From the landing page, whose address is given: the link of a new call. */
  newCall(landing: string): Promise<string>;
  /** Sets the name, joins, and waits for the call screen. */
  join(): Promise<void>;
  leave(): Promise<void>;
  /** From the screen after the call straight back into it. */
  rejoin(): Promise<void>;
  /** Presses its button and waits until it says the opposite. */
  setMicrophone(isOn: boolean): Promise<void>;
  setCamera(isOn: boolean): Promise<void>;
  sendMessage(text: string): Promise<void>;
  /** Waits until the chat shows a message with this text. */
  reads(text: string): Promise<void>;
  messages(): Promise<string[]>;
  tiles(): Promise<Tile[]>;
  /** Waits until the tiles are exactly those of `names` (own one included). */
  waitForTiles(...names: string[]): Promise<void>;
  waitForTile(name: string, what: string, isWanted: (tile: Tile) => boolean): Promise<void>;
  /** Waits until the places of all tiles are as wanted, and gives them back. */
  waitForBoxes(what: string, isWanted: (boxes: readonly Box[]) => boolean): Promise<readonly Box[]>;
  /** Waits until the pixels of this person's picture change. */
  seesMoving(name: string): Promise<void>;
  seesScreenMoving(name: string): Promise<void>;
  hears(name: string): Promise<void>;
  hearsNothingOf(name: string): Promise<void>;
  /** Waits until the page shows this text. */
  readsOnScreen(text: RegExp): Promise<string>;
  sees(role: Role, name: string): Promise<void>;
  /** Presses a button by mouse. */
  press(label: string): Promise<void>;
  /** Opens the menu behind a button and takes something from it. */
  choose(menu: string, item: string, role?: Role): Promise<void>;
  /** Waits until what is called so has the focus. */
  focuses(label: string): Promise<void>;
  reload(): Promise<void>;
  /** Errors that are no mere consequence of a relay or a network that a test has taken away. */
  errors(): readonly string[];
}

/** Louder than the noise that an encoder makes of silence; fake microphones beep at 0.1 and more. */
const audiblePeak = 0.01;
const inaudiblePeak = 0.001;

/** A button answers at once: so much later the press did not arrive. */
const lostAfterMs = 5_000;

/** Browsers, and Trystero, report every lost connection in the console, whatever the page does about it. */
const networkNoise =
  /WebSocket|net::ERR_|can.t establish a connection|NS_ERROR_|Failed to load resource|connection to .* was interrupted|User-Initiated Abort|WebRTC: ICE failed/i;

export const createPerson = (name: string, window: BrowserWindow, context: BrowserContext): Person => {
  const tiles = (): Promise<Tile[]> => window.run(readTiles, undefined);
  const explain = async (): Promise<string> =>
    `${name} (${window.kind}) reads: ${(await window.run(readText, undefined)).slice(0, 1500)}\nwhat happened: ${await window.run(readHistory, undefined)}\nerrors: ${window.errors().slice(-10).join('\n')}`;
  const sees: Person['sees'] = (role, label) =>
    untilTrue(`${name} sees the ${role} "${label}"`, () => window.isVisible(role, label), { explain });
  const press = async (label: string): Promise<void> => {
    await sees('button', label);
    await window.click('button', label);
  };
  /** A press that arrives while the page draws anew is lost; what comes of it says whether it was. */
  const pressUntil = async (label: string, what: string, isDone: () => Promise<boolean>): Promise<void> => {
    await press(label);
    const isLost = await untilTrue(what, isDone, { patienceMs: lostAfterMs }).then(
      () => false,
      () => true,
    );
    if (isLost && (await window.isVisible('button', label))) await window.click('button', label);
    await untilTrue(what, isDone, { explain });
  };
  const toggle = (device: string, isOn: boolean): Promise<void> => {
    const labelOf = (does: boolean): string => `Turn ${does ? 'on' : 'off'} ${device}`;
    const what = `the ${device} of ${name} is ${isOn ? 'on' : 'off'}`;
    return pressUntil(labelOf(isOn), what, () => window.isVisible('button', labelOf(!isOn)));
  };
  const hearing = (
    of: string,
    what: string,
    isWanted: (peak: number, silencedBy: string) => boolean,
  ): Promise<unknown> =>
    until(
      `${name} ${what} ${of}`,
      () => window.run(readSound, of),
      ({ peak, silencedBy }) => isWanted(peak, silencedBy),
      { explain },
    );
  const openChat = async (): Promise<void> => {
    if (!(await window.isVisible('textbox', 'Message'))) await press('Open chat');
    await sees('textbox', 'Message');
  };
  return {
    name,
    kind: window.kind,
    window,
    context,
    open: async (link) => {
      await window.goTo(link);
      await sees('button', 'Join call');
    },
    newCall: async (landing) => {
      await window.goTo(landing);
      await press('New call');
      await sees('button', 'Join call');
      return window.address();
    },
    join: async () => {
      await sees('textbox', 'Your name');
      await window.fill('Your name', name);
      await pressUntil('Join call', `${name} is in`, () => window.isVisible('button', 'Leave call'));
    },
    leave: async () => {
      await press('Leave call');
      await untilTrue(`${name} is out`, async () => !(await window.isVisible('button', 'Leave call')), { explain });
    },
    rejoin: async () => {
      await press('Rejoin');
      await sees('button', 'Leave call');
    },
    setMicrophone: (isOn) => toggle('microphone', isOn),
    setCamera: (isOn) => toggle('camera', isOn),
    sendMessage: async (text) => {
      await openChat();
      await window.fill('Message', text);
      await window.press('Enter');
    },
    reads: async (text) => {
      await openChat();
      await until(
        `${name} reads "${text}"`,
        () => window.run(readMessages, undefined),
        (all) => all.some((each) => each.includes(text)),
        {
          explain,
        },
      );
    },
    messages: () => window.run(readMessages, undefined),
    tiles,
    waitForTiles: async (...names) => {
      const wanted = names.toSorted().join('|');
      const isWanted = (all: Tile[]): boolean =>
        all
          .map(({ person }) => person)
          .toSorted()
          .join('|') === wanted;
      await until(`${name} sees the tiles of ${names.join(', ')}`, tiles, isWanted, { explain });
    },
    waitForTile: async (of, what, isWanted) => {
      await until(
        `${name} sees ${of} ${what}`,
        tiles,
        (all) => all.some((tile) => tile.person === of && isWanted(tile)),
        { explain },
      );
    },
    waitForBoxes: (what, isWanted) =>
      until(
        `${name} sees ${what}`,
        () => window.run(readBoxes, undefined),
        (boxes) => boxes.every(({ isGliding }) => !isGliding) && isWanted(boxes),
        { explain },
      ),
    seesMoving: (person) => waitForMovement(name, { person, kind: 'face' }, window, explain),
    seesScreenMoving: (person) => waitForMovement(name, { person, kind: 'screen' }, window, explain),
    hears: async (of) => {
      await hearing(of, 'hears', (peak, silencedBy) => peak > audiblePeak && silencedBy === '');
    },
    hearsNothingOf: async (of) => {
      await hearing(of, 'hears nothing of', (peak) => peak < inaudiblePeak);
    },
    readsOnScreen: (text) =>
      until(
        `${name} reads ${text}`,
        () => window.run(readText, undefined),
        (all) => text.test(all),
        { explain },
      ),
    sees,
    press,
    choose: async (menu, item, role = 'menuitem') => {
      await press(menu);
      await sees(role, item);
      await window.click(role, item);
    },
    focuses: async (label) => {
      await until(
        `the focus of ${name} is on "${label}"`,
        () => window.run(readFocus, undefined),
        (focused) => focused === label,
        { explain },
      );
    },
    reload: () => window.reload(),
    errors: () => [...new Set(window.errors().filter((error) => !networkNoise.test(error)))],
  };
};

/** A frozen picture gives the very same pixels twice, so any difference beyond rounding is movement. */
const waitForMovement = async (
  self: string,
  pictureOf: PictureOf,
  window: BrowserWindow,
  explain: () => Promise<string>,
): Promise<void> => {
  const of = `${pictureOf.person}'s ${pictureOf.kind}`;
  const look = (): Promise<number[]> => window.run(readPicture, pictureOf);
  const isPicture = (picture: number[]): boolean => picture.some((value) => value > 8);
  const first = await until(`${self} sees a picture of ${of}`, look, isPicture, { explain });
  const difference = (picture: number[]): number =>
    picture.reduce((sum, value, index) => sum + Math.abs(value - (first[index] ?? 0)), 0);
  await until(
    `the picture of ${of} moves for ${self}`,
    look,
    (picture) => isPicture(picture) && difference(picture) > 32,
    { explain },
  );
};
