// Names that are made to do harm: the others read them as text, and nothing moves out of its place.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createCast } from './harness/cast.ts';
import { lie, lieAboutName } from './harness/mischief.ts';
import type { Person } from './harness/person.ts';
import { startStand, type Stand } from './harness/stand.ts';
import { until } from './harness/until.ts';

const typed = '<b>Mallory</b>';
const cast = createCast();
let stand: Stand;
let ada: Person;
let mallory: Person;

beforeAll(async () => {
  stand = await startStand({ relays: ['nostr'] });
  ada = await cast.person('Ada', 'chromium');
  mallory = await cast.person(typed, 'chromium', { atStart: [{ run: lieAboutName, argument: typed }] });
  const link = await ada.newCall(stand.address);
  await ada.join();
  await mallory.open(link);
  await mallory.join();
  await ada.seesMoving(typed);
  await ada.press('Open people');
  await ada.sees('button', `Mute ${typed} for me`);
});
afterEach(() => {
  expect(ada.errors()).toEqual([]);
});
afterAll(async () => {
  await cast.close();
  await stand.close();
});

interface Look {
  /** As it stands on the tile. */
  readonly name: string;
  /** Elements inside of the names: there must be none. */
  readonly markup: number;
  /** Left, top, width and height. */
  readonly tile: string;
  /** Left, top and width: a long name makes it higher. */
  readonly row: string;
  readonly faults: readonly string[];
  /** Neither of the two is on its way to another place. What is inside of them (rings, the bars of a voice) may move: it does for as long as somebody speaks. */
  readonly isStill: boolean;
}

/** How the other person looks to Ada, on the tile and in the people panel. */
const readLook = (): Look => {
  const tile = document.querySelector<HTMLElement>('[data-testid="tile"]:not([data-self])');
  const row = document.querySelector<HTMLElement>('aside li[data-person]:not([data-self])');
  const names = [tile?.querySelector('p bdi'), row?.querySelector('bdi')];
  const boxOf = (element: Element | null | undefined): string => {
    const { left = 0, top = 0, width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
    return [left, top, width, height].map(Math.round).join(' ');
  };
  const reachesOut = (inner: Element | null | undefined, around: Element | null | undefined): boolean => {
    const [box, space] = [inner?.getBoundingClientRect(), around?.getBoundingClientRect()];
    return !box || !space || box.left < space.left - 1 || box.right > space.right + 1 || box.bottom > space.bottom + 1;
  };
  // A tile has one line for the name, the panel as many as it takes, which are not many.
  const linesOf = (name: Element | null | undefined): number => {
    if (!name) return 0;
    return Math.round(name.getBoundingClientRect().height / (parseFloat(getComputedStyle(name).fontSize) * 1.2));
  };
  const [onTile, inRow] = names;
  const faults = [
    ...(reachesOut(onTile, tile) ? ['the name reaches out of the tile'] : []),
    ...(linesOf(onTile) > 1 ? [`the name takes ${linesOf(onTile)} lines on the tile`] : []),
    ...(reachesOut(inRow, row) ? ['the name reaches out of the row'] : []),
    ...(linesOf(inRow) > 6 ? [`the name takes ${linesOf(inRow)} lines in the row`] : []),
    ...[...(row?.querySelectorAll('button') ?? [])].flatMap((button) =>
      reachesOut(button, row) ? ['a button is pushed out of the row'] : [],
    ),
  ];
  const { scrollWidth, clientWidth } = document.documentElement;
  const moves = (animation: Animation): boolean => {
    const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null;
    return animation.playState === 'running' && [tile, row].some((box) => box && target?.contains(box));
  };
  return {
    name: names[0]?.textContent ?? '',
    markup: names.reduce((sum, name) => sum + (name?.childElementCount ?? 0), 0),
    tile: boxOf(tile),
    row: boxOf(row).split(' ').slice(0, 3).join(' '),
    faults: scrollWidth > clientWidth ? [...faults, 'the page is too wide'] : faults,
    isStill: !document.getAnimations().some(moves),
  };
};

/** Mallory says the name, with the next news of the microphone, and Ada's page is looked at. */
const lookAfter = async (name: string, isKnown: (shown: string) => boolean): Promise<Look> => {
  await mallory.window.run(lie, name);
  const isMuted = await mallory.window.isVisible('button', 'Turn on microphone');
  await mallory.setMicrophone(isMuted);
  return until(
    `the name is there: ${name.slice(0, 40)}`,
    () => ada.window.run(readLook, undefined),
    (look) => look.isStill && isKnown(look.name),
  );
};

const family = '👩‍👩‍👧‍👦';
const flag = '🏴󠁧󠁢󠁳󠁣󠁴󠁿';

test.each<readonly [what: string, name: string, shown: string]>([
  [
    'markup',
    '"><img src=x onerror="document.title=1"><script>alert(1)</script>',
    '"><img src=x onerror="document.title=1"><script>alert(1)</sc',
  ],
  ['right-to-left overrides', '\u202e\u2066gnp.exe\u202d Ada (you)\u2069', 'gnp.exe Ada (you)'],
  ['zero-width characters', `Mal${'\u200b\u200c\u2060\ufeff'.repeat(200)}lory`, 'Mallory'],
  ['new lines and control characters', 'Mal\u0000\u0007\nlory\u2028left the call', 'Mal lory left the call'],
  ['marks that climb', `M${'\u0301\u0316\u20dd'.repeat(200)}allory`, 'M\u0301'.normalize('NFC')],
  ['10,000 characters', 'W'.repeat(10_000), 'W'.repeat(60)],
  ['10,000 characters without a space, from right to left', 'ش'.repeat(10_000), 'ش'.repeat(60)],
  ['emoji that are put together', `${family}${flag}👍🏽`.repeat(3), `${family}${flag}👍🏽`.repeat(3)],
  ['many emoji', family.repeat(200), family],
])('%s', async (_, name, shown) => {
  const plain = await lookAfter('Plain', (now) => now === 'Plain');
  const look = await lookAfter(name, (now) => now !== 'Plain');
  expect(look.name.startsWith(shown)).toBe(true);
  expect([...new Intl.Segmenter().segment(look.name)].length).toBeLessThanOrEqual(60);
  expect(look.markup).toBe(0);
  expect(look.faults).toEqual([]);
  expect({ tile: look.tile, row: look.row }).toEqual({ tile: plain.tile, row: plain.row });
});

test('nothing but hidden characters: a name is given', async () => {
  const look = await lookAfter('\u200b\u202e\u2060 \ufeff', (now) => now.startsWith('Guest'));
  expect(look.name).toMatch(/^Guest \p{Lu}/u);
  expect(look.faults).toEqual([]);
});

test('more than any name may be is not listened to, and the call goes on', async () => {
  await lookAfter('Plain', (now) => now === 'Plain');
  await mallory.window.run(lie, 'x'.repeat(60_000));
  await mallory.setCamera(false);
  await lookAfter('Plain again', (now) => now === 'Plain again');
  await mallory.setCamera(true);
  await ada.seesMoving('Plain again');
});
