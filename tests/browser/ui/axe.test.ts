// Every screen and every panel, in both themes: axe finds nothing.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { showScene } from '../../fixtures/show-scene.ts';
import { sceneNames } from '../../fixtures/shots.ts';
import { contrastFaults, faults } from './axe.ts';

const root = document.createElement('div');
root.id = 'app';
let stop = (): void => {};

beforeAll(async () => {
  document.body.replaceChildren(root);
  await page.viewport(1280, 800);
});
afterEach(() => stop());
afterAll(() => history.replaceState(null, '', location.pathname + location.search));

test.each(sceneNames)('%s', async (name) => {
  stop = await showScene(root, name, { theme: 'light', motion: 'less' });
  expect(await faults(), 'light').toEqual([]);
  // Nothing else depends on the theme.
  document.documentElement.dataset['theme'] = 'dark';
  expect(await contrastFaults(), 'dark').toEqual([]);
});
