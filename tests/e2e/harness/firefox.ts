// Firefox by WebDriver BiDi: Playwright cannot open a page in an unpatched Firefox, puppeteer can.

import { launch, type BrowserContext as PuppeteerContext, type KeyInput, type Page } from 'puppeteer-core';
import {
  originOf,
  violationMark,
  watchViolations,
  type Browser,
  type BrowserContext,
  type BrowserWindow,
  type ContextOptions,
  type Role,
} from './browser-window.ts';
import { locate, typeInto, type Spot } from './locate.ts';
import { until, untilTrue } from './until.ts';

/** Fake devices without a question, and addresses that work between two contexts of one machine. */
const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // A muted microphone would be closed and opened again, which takes seconds on a machine under load.
  'media.getusermedia.microphone.off_while_disabled.enabled': false,
  // As few frames as Chromium's fake camera, for the same reason.
  'media.navigator.video.default_fps': 10,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.peerconnection.ice.loopback': true,
  // H.264 would be fetched from Firefox's maker at the first call.
  'media.gmp-manager.updateEnabled': false,
  'media.gmp-gmpopenh264.enabled': false,
};

/**
 * Time for one protocol command; a machine with two cores and four calls is slow. Less than a test waits for a state
 * (until.ts): one that got lost is asked again.
 */
const commandTimeoutMs = 20_000;

export interface FirefoxOptions {
  readonly executablePath: string;
  /** Where it listens for us; any free port when nothing is said. */
  readonly debuggingPort?: number;
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
}

export const launchFirefox = async (options: FirefoxOptions): Promise<Browser> => {
  const { executablePath, debuggingPort } = options;
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 720 },
    extraPrefsFirefox: { ...preferences, ...options.preferences },
    ...(debuggingPort !== undefined && { debuggingPort }),
    protocolTimeout: commandTimeoutMs,
  });
  const pid = browser.process()?.pid;
  if (pid === undefined) throw new Error('Firefox has no process');
  return {
    kind: 'firefox',
    pid,
    openContext: async (options = {}) => wrapContext(await browser.createBrowserContext(), options),
    close: () => browser.close(),
  };
};

const wrapContext = (context: PuppeteerContext, options: ContextOptions): BrowserContext => ({
  openWindow: async () => {
    // A window and not a tab: a tab behind another is hidden, and its call would be throttled.
    const page = await context.newPage({ type: 'window' });
    if (options.window) await page.setViewport(options.window);
    await page.evaluateOnNewDocument(watchViolations, violationMark);
    for (const script of options.atStart ?? [])
      await page.evaluateOnNewDocument(script.run as never, script.argument as never);
    return wrapPage(page);
  },
  windowOpenedBy: () => Promise.reject(new Error('Firefox gives pages no windows of their own')),
  setOffline: () => Promise.reject(new Error('Firefox is never taken offline by these tests')),
  close: () => context.close(),
});

const wrapPage = (page: Page): BrowserWindow => {
  const errors: string[] = [];
  const requests = new Set<string>();
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) =>
    errors.push(`uncaught: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  );
  page.on('request', (request) => {
    const origin = originOf(request.url());
    if (origin) requests.add(origin);
  });
  return {
    kind: 'firefox',
    goTo: async (address) => {
      await page.goto(address);
    },
    address: () => Promise.resolve(page.url()),
    reload: async () => {
      await page.reload();
    },
    close: () => page.close(),
    run: (pageFunction, argument) => page.evaluate(pageFunction as never, argument as never) as never,
    click: async (role, name) => {
      const { x, y } = await findSpot(page, role, name);
      await page.mouse.click(x, y);
    },
    // The page may move between looking and writing: looked at again until both meet.
    fill: (name, text) =>
      untilTrue(`"${name}" is filled in`, async () => {
        const { x, y } = await findSpot(page, 'textbox', name);
        return page.evaluate(typeInto, { x, y, text });
      }),
    press: async (keys) => {
      // The plus key itself is never asked for.
      const all = keys.split('+') as KeyInput[];
      for (const key of all) await page.keyboard.down(key);
      for (const key of all.toReversed()) await page.keyboard.up(key);
    },
    hold: (key) => page.keyboard.down(key as KeyInput),
    release: (key) => page.keyboard.up(key as KeyInput),
    type: (text) => page.keyboard.type(text),
    drag: async (from, to) => {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 5 });
      await page.mouse.up();
    },
    isVisible: async (role, name) => (await page.evaluate(locate, { role, name })) !== null,
    screenshot: async (path) => {
      await page.screenshot({ path });
    },
    cover: async () => {
      const tab = await page.browserContext().newPage({ type: 'tab' });
      return async () => {
        await tab.close();
        await page.bringToFront();
      };
    },
    command: () => Promise.reject(new Error('Firefox has no such protocol')),
    errors: () => errors,
    requests: () => requests,
  };
};

/** Where a click on it arrives: an element that moves in, or lies under a passing notice, is waited for. */
const findSpot = async (page: Page, role: Role, name: string): Promise<Spot> => {
  let last: Spot | null = null;
  const look = async (): Promise<Spot | null> => {
    const before = last;
    last = await page.evaluate(locate, { role, name });
    const isAtRest = last !== null && last.x === before?.x && last.y === before.y;
    return isAtRest && !last?.isCovered ? last : null;
  };
  const spot = await until(`the ${role} "${name}" can be reached`, look, (seen) => seen !== null);
  if (!spot) throw new Error(`no ${role} "${name}"`);
  return spot;
};
