// Photographs every screen in every size and theme, and lets axe look at each: `npm run screens [-- --only stage,chat] [--sizes phone]`.
// Pictures go to .cache/screens, or to the folder behind --out. --docs makes those of docs/screens, --references those of tests/screens,
// and --compare says what looks different from them. Ends with 1 when anything was found.

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openSceneBrowser, type SceneBrowser } from '../tests/fixtures/scene-browser.ts';
import { openReferencePictures, type ReferencePictures } from '../tests/fixtures/reference-pictures.ts';
import { docsShots, referenceShots, sceneNames, sizes, themes, type Shot } from '../tests/fixtures/shots.ts';
import { findChromium } from './test/browsers.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    sizes: { type: 'string' },
    themes: { type: 'string' },
    locale: { type: 'string' },
    out: { type: 'string' },
    jpeg: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
    references: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    'no-axe': { type: 'boolean', default: false },
    'forced-colors': { type: 'boolean', default: false },
  },
});

const folder = values.out ?? (values.docs ? 'docs/screens' : '.cache/screens');

const listed = (text: string | undefined): ((name: string) => boolean) => {
  const wanted = text?.split(',');
  return (name) => wanted === undefined || wanted.includes(name);
};

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(
    options: object,
  ): Promise<{ violations: { id: string; nodes: { html: string; any: { message: string }[] }[] }[] }>;
}

/** What axe finds, one line each. */
const inspect = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axeSource);
  // It reads the colours of the page, and not those that the system puts in their place.
  const rules = { 'color-contrast': { enabled: !values['forced-colors'] } };
  return page.evaluate(async (chosenRules) => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: chosenRules,
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 140)} ${any[0]?.message ?? ''}`),
    );
  }, rules);
};

/** Takes the pictures of one scene in one window; gives back what axe found, and whether the page is wider than its window. */
const photograph = async (browser: SceneBrowser, shots: readonly [Shot, ...Shot[]]): Promise<readonly string[]> => {
  const [{ scene, size, theme }] = shots;
  const page = await browser.open(scene, {
    size,
    theme,
    locale: values.locale,
    hasForcedColors: values['forced-colors'],
  });
  // Away with the hint of a button.
  await page.mouse.move(1, 1);
  const type = values.jpeg || values.docs ? 'jpeg' : 'png';
  const found: string[] = [];
  for (const shot of shots) {
    await page.emulateMedia({ colorScheme: shot.theme });
    // Colours go over into each other.
    await page.evaluate(async () => {
      await new Promise(requestAnimationFrame);
      await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})));
    });
    await page.screenshot({
      path: join(folder, `${shot.file ?? `${scene}-${size}-${shot.theme}`}.${type === 'jpeg' ? 'jpg' : type}`),
      type,
      ...(type === 'jpeg' && { quality: 82 }),
    });
    const faults = values['no-axe'] ? [] : await inspect(page);
    found.push(...faults.map((line) => `${scene} ${size} ${shot.theme}: ${line}`));
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) found.push(`${scene} ${size}: the page is ${overflow} px wider than its window`);
  await page.context().close();
  return found;
};

const isWantedScene = (name: string): boolean =>
  values.only === undefined || values.only.split(',').some((part) => name.startsWith(part));
const isWantedSize = listed(values.sizes ?? 'phone,phone-wide,laptop,desktop');

/** Together what one page can show. */
const chosen: readonly (readonly Shot[])[] = sceneNames
  .filter(isWantedScene)
  .flatMap((scene) =>
    (Object.keys(sizes) as Shot['size'][])
      .filter(isWantedSize)
      .map((size) => themes.filter(listed(values.themes)).map((theme) => ({ scene, size, theme }))),
  );

/** The faults that were found, each told at once. */
const photographAll = async (browser: SceneBrowser): Promise<number> => {
  const pages = values.docs ? docsShots.map((shot) => [shot]) : chosen;
  await mkdir(folder, { recursive: true });
  let faults = 0;
  for (const [first, ...others] of pages) {
    if (!first) continue;
    const found = await photograph(browser, [first, ...others]);
    faults += found.length;
    for (const line of found) console.log(line);
  }
  console.log(`${pages.flat().length} pictures in ${folder}, ${faults} faults`);
  return faults;
};

const compareAll = async (pictures: ReferencePictures): Promise<number> => {
  if (pictures.obstacle) {
    console.log(`Nothing was compared: ${pictures.obstacle}`);
    return 0;
  }
  let faults = 0;
  for (const shot of referenceShots) {
    const found = await pictures.compare(shot);
    faults += found.length;
    for (const line of found) console.log(line);
  }
  console.log(`${referenceShots.length} pictures compared, ${faults} look different`);
  return faults;
};

await using browser = await openSceneBrowser(findChromium() ?? undefined);
let faults = 0;
if (values.references || values.compare) {
  await using pictures = await openReferencePictures(browser);
  if (values.references) await pictures.remake();
  else faults = await compareAll(pictures);
} else faults = await photographAll(browser);
process.exitCode = faults > 0 ? 1 : 0;
