// Chromium by Playwright: one process, a context for each person.

import {
  chromium,
  type Browser as PlaywrightBrowser,
  type BrowserContext as PlaywrightContext,
  type CDPSession,
  type Page,
} from 'playwright-core';
import {
  originOf,
  violationMark,
  watchViolations,
  type Browser,
  type BrowserContext,
  type BrowserWindow,
  type ContextOptions,
} from './browser-window.ts';
import { whyUnsteady } from './why-unsteady.ts';

export interface ChromiumOptions {
  readonly executablePath: string;
  /** More command line flags, for example another fake camera. */
  readonly args?: readonly string[];
  /** False: a machine without camera and microphone. */
  readonly hasDevices?: boolean;
  /** One by default. */
  readonly cameras?: number;
  /** Of the fake camera. Few by default: four calls share two cores, and each encodes for three others. */
  readonly framesPerSecond?: number;
}

/** A browser that stays silent towards its maker, needs no graphics card and may run as root in a container. */
const quietArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Two contexts of one machine find each other by address; there is no mDNS in a container.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

export const launchChromium = async (options: ChromiumOptions): Promise<Browser> => {
  const { hasDevices = true, cameras = 1, framesPerSecond = 10 } = options;
  const devices = hasDevices
    ? [`--use-fake-device-for-media-stream=fps=${framesPerSecond},device-count=${cameras}`]
    : [];
  const server = await chromium.launchServer({
    executablePath: options.executablePath,
    args: [...quietArgs, ...devices, ...(options.args ?? [])],
  });
  const browser = await chromium.connect(server.wsEndpoint());
  const pid = server.process().pid;
  if (pid === undefined) throw new Error('Chromium has no process');
  return {
    kind: 'chromium',
    pid,
    openContext: async (contextOptions = {}) => openContext(await newContext(browser, contextOptions), contextOptions),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
};

const newContext = (
  browser: PlaywrightBrowser,
  { isMediaDenied, window }: ContextOptions,
): Promise<PlaywrightContext> =>
  // Granting one permission turns all others down: that is how a person says no without a prompt.
  browser.newContext({
    ...(window && { viewport: window }),
    permissions: isMediaDenied ? ['clipboard-read'] : ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
  });

const openContext = async (context: PlaywrightContext, { atStart = [] }: ContextOptions): Promise<BrowserContext> => {
  await context.addInitScript(watchViolations, violationMark);
  for (const script of atStart) await context.addInitScript(script.run, script.argument as never);
  return {
    openWindow: async () => wrapPage(await context.newPage()),
    windowOpenedBy: async (act) => {
      const opened = context.waitForEvent('page');
      await act();
      return wrapPage(await opened);
    },
    setOffline: (isOffline) => context.setOffline(isOffline),
    close: () => context.close(),
  };
};

const wrapPage = (page: Page): BrowserWindow => {
  const errors: string[] = [];
  const requests = new Set<string>();
  const note = (address: string): void => {
    const origin = originOf(address);
    if (origin) requests.add(origin);
  };
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));
  let commands: Promise<CDPSession> | undefined;
  const named = (role: Parameters<BrowserWindow['click']>[0], name: string) =>
    page.getByRole(role, { name, exact: true });
  return {
    kind: 'chromium',
    goTo: async (address) => {
      await page.goto(address);
    },
    address: () => Promise.resolve(page.url()),
    reload: async () => {
      await page.reload();
    },
    close: () => page.close(),
    run: (pageFunction, argument) => page.evaluate(pageFunction as never, argument as never),
    click: async (role, name) => {
      try {
        await named(role, name).first().click();
      } catch (error) {
        const why = await page.evaluate(whyUnsteady, name).catch(() => 'the page does not answer');
        throw new Error(`${error instanceof Error ? error.message : String(error)}\n${why}`, { cause: error });
      }
    },
    fill: (name, text) => named('textbox', name).first().fill(text),
    press: (keys) => page.keyboard.press(keys),
    hold: (key) => page.keyboard.down(key),
    release: (key) => page.keyboard.up(key),
    type: (text) => page.keyboard.type(text),
    drag: async (from, to) => {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 5 });
      await page.mouse.up();
    },
    isVisible: (role, name) => named(role, name).first().isVisible(),
    screenshot: async (path) => {
      await page.screenshot({ path });
    },
    cover: () => Promise.reject(new Error('a tab of Chromium without a screen is never hidden')),
    command: async (method, parameters = {}) => {
      commands ??= page.context().newCDPSession(page);
      return (await commands).send(method as 'Page.enable', parameters);
    },
    errors: () => errors,
    requests: () => requests,
  };
};
