// How screens look, and how they are read out: compared with pictures and a tree that somebody has looked at.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../scripts/test/browsers.ts';
import { fileOf, openReferencePictures, type ReferencePictures } from '../fixtures/reference-pictures.ts';
import { openSceneBrowser, type SceneBrowser } from '../fixtures/scene-browser.ts';
import { referenceShots } from '../fixtures/shots.ts';
import { findDist } from './harness/dist.ts';

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

// In the build the sheet of an icon came first, and its layer with it: plain elements then beat the kit.
test('whichever style sheet of the built app comes first, it says the order of layers', async () => {
  const folder = join(await findDist(), 'assets');
  const sheets = (await readdir(folder)).filter((file) => file.endsWith('.css'));
  expect(sheets.length).toBeGreaterThan(0);
  for (const sheet of sheets) {
    const css = await readFile(join(folder, sheet), 'utf8');
    // Written as one statement, or, by the minifier, as what comes before and after the layers that the sheet fills.
    const layers = [...css.matchAll(/@layer ([\w\s,]+)[;{]/g)].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.trim()),
    );
    expect([...new Set(layers)], sheet).toEqual(['reset', 'tokens', 'base', 'kit', 'feature', 'screen', 'state']);
  }
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
