// Photographs every screen in every size and theme, and lets axe look at each: `npm run screens [-- --only stage,chat] [--sizes phone]`.
// Pictures go to .cache/screens, or to the folder behind --out; --docs takes only those of docs/screens. Ends with 1 when axe finds anything.

import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import preact from '@preact/preset-vite';
import { chromium, type Browser, type Page } from 'playwright';
import { createServer } from 'vite';
import { docsShots, sceneNames, sceneSteps, sizes, themes, type Shot } from '../tests/fixtures/shots.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    sizes: { type: 'string' },
    themes: { type: 'string' },
    locale: { type: 'string' },
    out: { type: 'string', default: '.cache/screens' },
    jpeg: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
    'no-axe': { type: 'boolean', default: false },
    'forced-colors': { type: 'boolean', default: false },
  },
});

const listed = (text: string | undefined): ((name: string) => boolean) => {
  const wanted = text?.split(',');
  return (name) => wanted === undefined || wanted.includes(name);
};

const findChromium = (): string | undefined =>
  [process.env['STARLING_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );

const publicAddress = 'https://starling.example';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(
    options: object,
  ): Promise<{ violations: { id: string; nodes: { html: string; any: { message: string }[] }[] }[] }>;
}

/** What axe finds, one line each. */
const inspect = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 140)} ${any[0]?.message ?? ''}`),
    );
  });
};

const open = async (browser: Browser, shot: Shot, base: string): Promise<Page> => {
  const context = await browser.newContext({
    viewport: sizes[shot.size],
    colorScheme: shot.theme,
    reducedMotion: 'reduce',
    forcedColors: values['forced-colors'] ? 'active' : 'none',
    hasTouch: shot.size.startsWith('phone'),
  });
  // The link on the pictures is one that people would have.
  await context.route(`${publicAddress}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: `${base}${pathname}${search}` }) });
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(shot.scene, error.message));
  // Vite's own client looks for its socket, which is not behind that address.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/websocket|favicon/i.test(message.text()))
      console.error(shot.scene, message.text());
  });
  const locale = values.locale ? `&locale=${values.locale}` : '';
  await page.goto(`${publicAddress}/tests/fixtures/screens.html?scene=${shot.scene}${locale}`);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(600);
  for (const step of values.locale ? [] : (sceneSteps[shot.scene] ?? [])) {
    if ('key' in step) await page.keyboard.press(step.key);
    else {
      const named = { name: step.click, exact: true };
      await page.getByRole('button', named).or(page.getByRole('menuitem', named)).first().click();
    }
    await page.waitForTimeout(500);
  }
  if (shot.scene === 'green-room-check') {
    await page.locator('summary').click();
    await page.locator('summary').scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
  }
  if (shot.scene === 'settings') {
    await page.locator('header button').click();
    await page.locator('dialog h3').first().waitFor();
    await page.waitForTimeout(300);
  }
  // Away with the hint of a button.
  await page.mouse.move(1, 1);
  return page;
};

/** Takes one picture; gives back what axe found, and whether the page is wider than its window. */
const photograph = async (browser: Browser, shot: Shot, base: string): Promise<readonly string[]> => {
  const page = await open(browser, shot, base);
  const type = values.jpeg ? 'jpeg' : 'png';
  await page.screenshot({
    path: join(values.out, `${shot.file ?? `${shot.scene}-${shot.size}-${shot.theme}`}.${type}`),
    type,
    ...(values.jpeg && { quality: 82 }),
  });
  const found = values['no-axe'] ? [] : [...(await inspect(page))];
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) found.push(`the page is ${overflow} px wider than its window`);
  // What is still on its way is for nobody.
  await page.context().unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().close();
  return found;
};

const server = await createServer({
  configFile: false,
  logLevel: 'error',
  cacheDir: '.cache/vite-screens',
  plugins: [preact({ reactAliasesEnabled: false })],
  server: { host: '127.0.0.1', port: 0, hmr: false, ws: false },
  optimizeDeps: { entries: ['tests/fixtures/screens.html'] },
});
await server.listen();
const base = server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '';
await mkdir(values.out, { recursive: true });
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-networking',
  ],
});

const isWantedScene = (name: string): boolean =>
  values.only === undefined || values.only.split(',').some((part) => name.startsWith(part));
const isWantedSize = listed(values.sizes ?? 'phone,phone-wide,laptop,desktop');

const chosen: readonly Shot[] = sceneNames
  .filter(isWantedScene)
  .flatMap((scene) =>
    (Object.keys(sizes) as Shot['size'][])
      .filter(isWantedSize)
      .flatMap((size) => themes.filter(listed(values.themes)).map((theme) => ({ scene, size, theme }))),
  );
const shots = values.docs ? docsShots : chosen;

let faults = 0;
for (const shot of shots) {
  const found = await photograph(browser, shot, base);
  faults += found.length;
  for (const line of found) console.log(`${shot.scene} ${shot.size} ${shot.theme}: ${line}`);
}
await browser.close();
await server.close();
console.log(`${shots.length} pictures in ${values.out}, ${faults} faults`);
process.exitCode = faults > 0 ? 1 : 0;
