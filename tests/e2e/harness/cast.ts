// The people of one test file and their browsers: one process of each kind, a context for each person, nothing left behind.

import { findChromium, findFirefox } from '../../../scripts/test/browsers.ts';
import type { Browser, BrowserContext, BrowserKind, ContextOptions } from './browser-window.ts';
import { launchChromium, type ChromiumOptions } from './chromium.ts';
import { launchFirefox } from './firefox.ts';
import { createPerson, type Person } from './person.ts';
import { untilTrue } from './until.ts';

export interface Cast {
  /** Somebody with a browser context of their own: own storage, own windows. */
  person(name: string, kind: BrowserKind, options?: ContextOptions): Promise<Person>;
  /** Another window of the same browser context: the same device, the same storage. */
  secondWindow(of: Person, name?: string): Promise<Person>;
  /** Everybody goes home; the browsers stay for the next test. */
  sendHome(): Promise<void>;
  /** Ends the browsers and makes sure that their processes are gone. */
  close(): Promise<void>;
}

export const createCast = (chromium: Omit<ChromiumOptions, 'executablePath'> = {}): Cast => {
  const browsers = new Map<BrowserKind, Promise<Browser>>();
  const contexts = new Set<BrowserContext>();
  const browserOf = (kind: BrowserKind): Promise<Browser> => {
    const running = browsers.get(kind) ?? launch(kind, chromium);
    browsers.set(kind, running);
    return running;
  };
  const sendHome = async (): Promise<void> => {
    const leaving = [...contexts];
    contexts.clear();
    // One after the other: Firefox loses commands when several contexts close at once.
    for (const context of leaving) await context.close();
  };
  return {
    person: async (name, kind, options) => {
      const context = await (await browserOf(kind)).openContext(options);
      contexts.add(context);
      return createPerson(name, await context.openWindow(), context);
    },
    secondWindow: async (of, name = of.name) => createPerson(name, await of.context.openWindow(), of.context),
    sendHome,
    close: async () => {
      await sendHome();
      for (const running of browsers.values()) await endBrowser(await running);
      browsers.clear();
    },
  };
};

const launch = (kind: BrowserKind, chromium: Omit<ChromiumOptions, 'executablePath'>): Promise<Browser> => {
  const executablePath = kind === 'chromium' ? findChromium() : findFirefox();
  if (!executablePath)
    throw new Error(`no ${kind} on this machine: install it, or set STARLING_${kind.toUpperCase()} to its path`);
  return kind === 'chromium' ? launchChromium({ ...chromium, executablePath }) : launchFirefox({ executablePath });
};

const endBrowser = async (browser: Browser): Promise<void> => {
  await browser.close();
  await untilTrue(`${browser.kind} (process ${browser.pid}) is gone`, () => Promise.resolve(!isRunning(browser.pid)));
};

const isRunning = (pid: number): boolean => {
  try {
    // Signal 0 only asks.
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
