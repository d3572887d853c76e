// Wherever the keyboard goes, what it is on can be seen: whole enough, in the window, under nothing else (WCAG 2.4.11).

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { showScene } from '../../fixtures/show-scene.ts';
import type { SceneName } from '../../fixtures/shots.ts';
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

/** The middle of what is on screen of it, or of the label that shows its focus, is no part of something else. */
const isSeen = (focused: Element): boolean => {
  const element = focused instanceof HTMLInputElement ? (focused.labels?.[0] ?? focused) : focused;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const [x, y] = [
    (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
    (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
  ];
  const hit = document.elementFromPoint(x, y);
  return hit !== null && (element.contains(hit) || hit.contains(element));
};

/** All that Tab reaches until it comes round, past the end of the page once. */
const hiddenStops = async (): Promise<string[]> => {
  const seen = new Set<Element>();
  const hidden: string[] = [];
  for (let ends = 0; ends < 2; await userEvent.tab()) {
    // What gets the focus may be scrolled into sight, and so may what is in its way.
    await nextFrame();
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) ends += 1;
    else if (seen.has(activeElement)) break;
    else {
      seen.add(activeElement);
      // A heading for screen readers alone is no place for a keyboard.
      if (!activeElement.matches('.visually-hidden') && !isSeen(activeElement)) hidden.push(nameOf(activeElement));
    }
  }
  return hidden;
};

/** Each screen, panel and dialog at its fullest; what is left out has less of the same. */
const scenes: readonly SceneName[] = [
  ...(['landing-recent', 'scan', 'privacy', 'green-room-check', 'green-room-denied', 'link-servers-two'] as const),
  ...(['settings-servers', 'stage-hints', 'stage-troubles', 'stage-guests', 'stage-together', 'people'] as const),
  ...(['panel-people-open', 'details', 'panel-details-failed', 'invite-servers', 'stage-settings'] as const),
  ...(['palette', 'shortcuts', 'more', 'chat', 'ended-install'] as const),
];

test.each(scenes)('%s', async (name) => {
  await page.viewport(640, 400);
  stop = await showScene(root, name, { motion: 'less' });
  expect(await hiddenStops()).toEqual([]);
});
