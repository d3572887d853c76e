// Firefox for Vitest's browser tests. Its own provider for it, Playwright, cannot open a page in an unpatched Firefox; the end
// to end tests' way of driving one can.

import { defineBrowserProvider } from '@vitest/browser';
import type { BrowserProvider, BrowserProviderOption } from 'vitest/node';
import type { Browser } from '../../e2e/harness/browser-window.ts';
import { launchFirefox } from '../../e2e/harness/firefox.ts';

/** Only opens pages: nothing is clicked or typed in them. */
const createProvider = (executablePath: string): BrowserProvider => {
  let browser: Promise<Browser> | undefined;
  return {
    name: 'firefox',
    supportsParallelism: false,
    getCommandsContext: () => ({}),
    openPage: async (_, url) => {
      browser ??= launchFirefox({ executablePath });
      const context = await (await browser).openContext({});
      await (await context.openWindow()).goTo(url);
    },
    close: async () => {
      await (await browser)?.close();
      browser = undefined;
    },
  };
};

export const firefox = (executablePath = 'firefox'): BrowserProviderOption =>
  defineBrowserProvider({
    name: 'firefox',
    supportedBrowser: ['firefox'],
    providerFactory: (project) => {
      // Asked for before the first test; the window is as large as it is.
      const command: string = '__vitest_viewport';
      project.browser?.registerCommand(command as never, (() => {}) as never);
      return createProvider(executablePath);
    },
  });
