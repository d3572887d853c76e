// Every screen and panel under a finger: it finds whatever can be pressed. In a browser of its own, which has a touch
// screen from the start (`vitest.config.ts`): one that is given it in mid-run keeps it for whatever runs there next.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { showScene } from '../../fixtures/show-scene.ts';
import { sceneNames } from '../../fixtures/shots.ts';
import { nameOf } from './name-of.ts';

const root = document.createElement('div');
root.id = 'app';
let stop = (): void => {};

beforeAll(() => document.body.replaceChildren(root));
afterEach(() => stop());
afterAll(() => history.replaceState(null, '', location.pathname + location.search));

/** WCAG 2.5.5: of what can be pressed, a link in a sentence alone may be smaller. */
const targetPx = 44;

const isInText = (element: Element): boolean =>
  element.tagName === 'A' && getComputedStyle(element).display === 'inline';

/** The box that takes the finger: a label presses what it names. */
const boxOf = (element: Element): DOMRect => {
  const label = element instanceof HTMLInputElement ? (element.closest('label') ?? element.labels?.[0]) : undefined;
  const [own, more] = [element.getBoundingClientRect(), label?.getBoundingClientRect()];
  return more && more.width * more.height > own.width * own.height ? more : own;
};

const tooSmall = (): string[] =>
  [...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role="option"]')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.visually-hidden'))
    .filter((element) => !isInText(element) && !element.closest('[inert]'))
    .flatMap((element) => {
      const { width, height } = boxOf(element);
      const isSmall = width > 0 && (width < targetPx - 0.5 || height < targetPx - 0.5);
      return isSmall ? [`${nameOf(element)}: ${Math.round(width)} x ${Math.round(height)}`] : [];
    });

test.each(sceneNames)('%s', async (name) => {
  await page.viewport(360, 740);
  expect(matchMedia('(pointer: coarse) and (hover: none)').matches).toBe(true);
  stop = await showScene(root, name, { motion: 'less' });
  await expect.poll(tooSmall, { message: 'a phone' }).toEqual([]);
  await page.viewport(820, 1180);
  await expect.poll(tooSmall, { message: 'a tablet' }).toEqual([]);
});
