// Where the tiles of sixteen people really are: boxes of the page, in windows of several shapes.

import '#ui/styles/layers.css';
import '#ui/styles/tokens.css';
import '#ui/styles/base.css';

import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { createLog } from '#core/base/log.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import { mountApp } from '#shell/app/app.tsx';
import { createFakeCall, fakePerson } from '../../fixtures/fake-call.ts';
import { createPageStream, createPersonStream } from '../../fixtures/fake-people.ts';

let unmount = (): void => {};
afterEach(async () => {
  unmount();
  await page.viewport(414, 896);
});

const button = (name: string) => page.getByRole('button', { name, exact: true });

/** One's own tile and `others` more; the second of them shares a screen where that is asked for. */
const showStage = async (others: number, hasScreen = false): Promise<void> => {
  sessionStorage.clear();
  const root = document.createElement('div');
  root.id = 'app';
  document.body.replaceChildren(root);
  history.replaceState(null, '', formatRoomHash({ secret: createRoomSecret(), name: '' }));
  const call = createFakeCall();
  call.set.people.value = Array.from({ length: others }, (_, index) =>
    fakePerson(index, {
      ...(index < 3 && { stream: createPersonStream(index).stream }),
      ...(index === 1 && hasScreen && { screen: createPageStream().stream }),
    }),
  );
  unmount = mountApp(root, {
    instanceName: 'Starling',
    problems: [],
    obstacle: undefined,
    openCall: async () => call,
    createRoomSecret,
    parseRoomLink,
    formatRoomHash,
    holdCallLock: () => () => {},
    log: createLog(() => 0),
  });
  await button('Join call').click();
  await expect.element(button('Leave call')).toBeVisible();
};

const tiles = (): Element[] => [...document.querySelectorAll('[data-testid="tile"], [data-testid="screen-tile"]')];

/** A rounding apart. */
const slackPx = 0.5;

/** What is wrong with where the tiles are, in words; nothing is right. */
const faults = (): string[] => {
  const boxes = tiles().map((tile) => tile.getBoundingClientRect());
  const { clientWidth, clientHeight } = document.documentElement;
  const bar = document.querySelector('section[aria-label="Call controls"]')?.getBoundingClientRect();
  const overlaps = (a: DOMRect, b: DOMRect): boolean =>
    a.left < b.right - slackPx &&
    b.left < a.right - slackPx &&
    a.top < b.bottom - slackPx &&
    b.top < a.bottom - slackPx;
  return boxes.flatMap((box, index) => [
    ...(box.width < 40 || box.height < 40 ? [`${index} is too small`] : []),
    ...(box.left < 0 || box.top < 0 || box.right > clientWidth + slackPx || box.bottom > clientHeight + slackPx
      ? [`${index} is outside`]
      : []),
    ...(bar && overlaps(box, bar) ? [`${index} lies under the controls`] : []),
    ...boxes
      .slice(index + 1)
      .flatMap((other, step) => (overlaps(box, other) ? [`${index} on ${index + step + 1}`] : [])),
  ]);
};

const sizes: readonly (readonly [width: number, height: number])[] = [
  [360, 740],
  [844, 390],
  [1280, 800],
  [1920, 1080],
];

test.each(sizes)('sixteen tiles at %i by %i: all inside, none on another, all alike', async (width, height) => {
  await page.viewport(width, height);
  await showStage(15);
  await expect.poll(() => tiles().length).toBe(16);
  await expect.poll(faults, { timeout: 5_000 }).toEqual([]);
  const widths = tiles().map((tile) => Math.round(tile.getBoundingClientRect().width));
  expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(1);
});

test.each(sizes)('sixteen tiles and a screen at %i by %i: the screen is the largest', async (width, height) => {
  await page.viewport(width, height);
  await showStage(15, true);
  await expect.poll(() => tiles().length).toBe(17);
  await expect.poll(faults, { timeout: 5_000 }).toEqual([]);
  const areas = tiles().map((tile) => tile.clientWidth * tile.clientHeight);
  const screen = document.querySelector('[data-testid="screen-tile"]');
  expect((screen?.clientWidth ?? 0) * (screen?.clientHeight ?? 0)).toBe(Math.max(...areas));
});
