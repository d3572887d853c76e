// How screens look, and how they are read out: compared with pictures and a tree that somebody has looked at.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../scripts/test/browsers.ts';
import { fileOf, openReferencePictures, type ReferencePictures } from '../fixtures/reference-pictures.ts';
import { openSceneBrowser, type SceneBrowser } from '../fixtures/scene-browser.ts';
import { referenceShots } from '../fixtures/shots.ts';

let browser: SceneBrowser;
let pictures: ReferencePictures;

beforeAll(async () => {
  browser = await openSceneBrowser(findChromium() ?? undefined);
  pictures = await openReferencePictures(browser);
});
afterAll(async () => {
  await pictures[Symbol.asyncDispose]();
  await browser[Symbol.asyncDispose]();
});

test('the stage as it is read out: three people, a shared screen, the list of people', async () => {
  const page = await browser.open('stage-together', { size: 'laptop', theme: 'light', isStill: true });
  const tree = await page.locator('body').ariaSnapshot();
  await page.context().close();
  await expect(`${tree}\n`).toMatchFileSnapshot('../screens/stage.aria.yml');
});

describe('screens look as they did', () => {
  for (const shot of referenceShots)
    test(fileOf(shot), async ({ skip }) => {
      if (pictures.obstacle) skip(pictures.obstacle);
      expect(await pictures.compare(shot)).toEqual([]);
    });
});
