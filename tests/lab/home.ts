// A browser in a home, and the people at it.

import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, findFirefox } from '../../scripts/test/browsers.ts';
import type { Browser, BrowserKind, ContextOptions } from '../e2e/harness/browser-window.ts';
import { launchChromium, type ChromiumOptions } from '../e2e/harness/chromium.ts';
import { launchFirefox, type FirefoxOptions } from '../e2e/harness/firefox.ts';
import { createPerson, type Person } from '../e2e/harness/person.ts';
import type { VoiceFile } from '../e2e/harness/voice.ts';
import { processesInside, run } from './inside.ts';
import { openTunnel } from './tunnel.ts';
import type { HomeNetwork, World } from './world.ts';

export interface Home {
  readonly network: HomeNetwork;
  readonly kind: BrowserKind;
  /** Somebody with storage and windows of their own. */
  person(name: string, options?: ContextOptions): Promise<Person>;
  /** Browsers start behind everybody else, so that calls under way don't notice; from here on they are as important. */
  catchUp(): Promise<void>;
  /** Of use when the processes have ended already, too. */
  close(): Promise<void>;
}

export interface HomeOptions {
  readonly kind: BrowserKind;
  /** Of the page, which is treated as secure though it comes by http: camera, encryption and service worker need that. */
  readonly origin: string;
  readonly voice: VoiceFile;
  /** A flag for Chromium. */
  readonly camera: string;
}

export const openHome = async (world: World, network: HomeNetwork, options: HomeOptions): Promise<Home> => {
  const browser = await launchInside(world, network, options);
  return {
    network,
    kind: options.kind,
    person: async (name, contextOptions) => {
      const context = await browser.openContext(contextOptions);
      return createPerson(name, await context.openWindow(), context);
    },
    catchUp: async () => {
      for (const pid of await processesInside(network.namespace))
        await run('renice', ['-n', '0', ...threadsOf(pid)]).catch(() => {});
    },
    close: () => browser.close(),
  };
};

/** Linux keeps the importance of each thread. One that has just ended has none. */
const threadsOf = (pid: number): readonly string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

const launchInside = async (world: World, network: HomeNetwork, options: HomeOptions): Promise<Browser> => {
  const found = options.kind === 'chromium' ? findChromium() : findFirefox();
  if (!found) throw new Error(`no ${options.kind} on this machine`);
  // Playwright speaks to Chromium through pipes, which lead out of a namespace by themselves.
  const executablePath = join(world.folder, `${network.namespace}-${options.kind}`);
  writeFileSync(executablePath, `#!/bin/sh\nexec nice -n 10 ip netns exec '${network.namespace}' '${found}' "$@"\n`);
  chmodSync(executablePath, 0o755);
  return options.kind === 'chromium'
    ? launchChromium(chromiumOptions(executablePath, options))
    : launchFirefox(await firefoxOptions(executablePath, network, options));
};

const chromiumOptions = (executablePath: string, { origin, voice, camera }: HomeOptions): ChromiumOptions => ({
  executablePath,
  args: [
    `--unsafely-treat-insecure-origin-as-secure=${origin}`,
    '--autoplay-policy=no-user-gesture-required',
    camera,
    voice.flag,
  ],
});

const firefoxOptions = async (
  executablePath: string,
  { namespace }: HomeNetwork,
  { origin }: HomeOptions,
): Promise<FirefoxOptions> => ({
  executablePath,
  // It cannot be reached by pipes: the port at which it waits inside is brought outside, under the same number.
  debuggingPort: await openTunnel(namespace),
  preferences: {
    'dom.securecontext.allowlist': new URL(origin).hostname,
    // Without a graphics card it paints each picture by itself: 60 times a second is a whole core.
    'layout.frame_rate': 30,
  },
});
