// Every screen and panel in little room: nothing runs out of it sideways.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { showScene } from '../../fixtures/show-scene.ts';
import { sceneNames } from '../../fixtures/shots.ts';
import { nameOf } from './name-of.ts';

const root = document.createElement('div');
root.id = 'app';
let stop = (): void => {};

beforeAll(() => document.body.replaceChildren(root));
afterEach(() => stop());
afterAll(async () => {
  await page.viewport(414, 896);
  history.replaceState(null, '', location.pathname + location.search);
});

const nextFrame = (): Promise<unknown> => new Promise(requestAnimationFrame);

const emulate = (method: string, parameters: Record<string, unknown>): Promise<unknown> =>
  (cdp() as unknown as { send(method: string, parameters: unknown): Promise<unknown> }).send(method, parameters);

/** What sticks out at the sides, where nobody can scroll to it. */
const overflowing = (): string[] => {
  const { clientWidth, scrollWidth } = document.documentElement;
  const out = [...document.querySelectorAll('button, a[href], input, select, h1, h2, h3, p, [role="img"]')].filter(
    (element) => {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
      if (element.closest('.visually-hidden')) return false;
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (left < -1 || right > clientWidth + 1);
    },
  );
  return [...(scrollWidth > clientWidth ? [`the page: ${scrollWidth} of ${clientWidth}`] : []), ...out.map(nameOf)];
};

/** Nothing, or the very colour of the signs on it: over a picture, or at all, that can't be seen. */
const unseen = (selector: string): string[] =>
  [...document.querySelectorAll(selector)].flatMap((element) => {
    const { backgroundColor, color } = getComputedStyle(element);
    const isEmpty = element.textContent === '' && !element.querySelector('svg');
    const ground = isEmpty ? getComputedStyle(element.closest('p')!).backgroundColor : color;
    return backgroundColor.startsWith('rgba') || backgroundColor === ground
      ? [`${nameOf(element)}: ${backgroundColor}`]
      : [];
  });

test('in forced colours, what lies on a picture has a ground, and what is on looks so', async () => {
  await page.viewport(1280, 800);
  await emulate('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
  stop = await showScene(root, 'stage-lively', { motion: 'less' });
  const signs = '[data-testid="tile"] :is([data-look="picture"], p, [data-quality] i)';
  expect(document.querySelectorAll(signs).length).toBeGreaterThan(20);
  expect(unseen(signs)).toEqual([]);
  const people = document.querySelector('[data-action="people"]')!;
  const before = getComputedStyle(people).backgroundColor;
  (people as HTMLElement).click();
  await expect.poll(() => getComputedStyle(people).backgroundColor).not.toBe(before);
  await emulate('Emulation.setEmulatedMedia', { features: [] });
});

/** What is cut off at the lower end: only the innermost part scrolls, its head stays. */
const cutOff = (): string[] =>
  [...document.querySelectorAll('dialog[open]')]
    .filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)
    .map((dialog) => `${nameOf(dialog.querySelector('h2, input')!)}: ${dialog.scrollHeight} of ${dialog.clientHeight}`);

test.each([
  [1280, 600],
  [360, 740],
  [640, 400],
])('dialogs with more than finds room can be scrolled: %i by %i', async (width, height) => {
  await page.viewport(width, height);
  for (const name of ['settings', 'palette', 'shortcuts']) {
    stop = await showScene(root, name, { motion: 'less' });
    expect(cutOff()).toEqual([]);
    const last = [...document.querySelectorAll<HTMLElement>('dialog[open] :is(button, [role="option"], kbd)')].at(-1)!;
    const scrolling = [...document.querySelectorAll('dialog[open] *')].filter(
      (element) => getComputedStyle(element).overflowY === 'auto' && element.contains(last),
    );
    expect(scrolling.length, name).toBe(1);
    scrolling[0]!.scrollTop = scrolling[0]!.scrollHeight;
    const { bottom, right } = last.getBoundingClientRect();
    expect(bottom, name).toBeLessThanOrEqual(innerHeight);
    expect(right, name).toBeLessThanOrEqual(innerWidth);
    stop();
  }
});

describe('320 px wide, and 200 % of a small laptop, also in forced colours', () => {
  afterEach(() => emulate('Emulation.setEmulatedMedia', { features: [] }));

  test.each(sceneNames)('%s', async (name) => {
    await page.viewport(320, 568);
    stop = await showScene(root, name, { motion: 'less' });
    await expect.poll(overflowing, { message: '320 by 568' }).toEqual([]);
    await page.viewport(640, 400);
    await nextFrame();
    await expect.poll(overflowing, { message: '640 by 400' }).toEqual([]);
    // Letters get wider with the colours; a menu that is open goes along.
    await emulate('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    expect(matchMedia('(forced-colors: active)').matches).toBe(true);
    await expect.poll(overflowing, { message: 'forced colours' }).toEqual([]);
  });
});
