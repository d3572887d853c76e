// Finds a Chromium and a Firefox for the tests, and installs what is missing where that can be done.
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { runCommand } from './processes.ts';

export interface Browsers {
  readonly chromium: string;
  readonly firefox: string;
}

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first of `names` on the path, else the first of `places` that is there. */
export const firstOf = (
  names: readonly string[],
  places: readonly string[],
  path = process.env['PATH'] ?? '',
): string | null => {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const files = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places];
  return files.find(isExecutable) ?? null;
};

const playwrightChromium = (): string | null => {
  const { chromium } = createRequire(import.meta.url)('playwright') as typeof import('playwright');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
};

export const findChromium = (): string | null =>
  process.env['STARLING_CHROMIUM'] ??
  firstOf(
    ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
  ) ??
  playwrightChromium();

// Not Playwright's own Firefox: it is a patched one, and the tests speak to Firefox the standard way.
export const findFirefox = (): string | null =>
  process.env['STARLING_FIREFOX'] ??
  firstOf(
    ['firefox-esr', 'firefox'],
    ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
  );

export const isRootWithApt = (): boolean => process.getuid?.() === 0 && firstOf(['apt-get'], []) !== null;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** `environment`: of apt-get and of what packages do when they are installed. */
export const aptInstall = async (
  packages: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> => {
  say(`Installing ${packages.join(' and ')} ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive', ...environment };
  await runCommand({ command: 'apt-get', args: ['update', '-qq'], env });
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  const { isOk, output } = await runCommand({ command: 'apt-get', args, env });
  if (!isOk) say(output.trim().split('\n').slice(-5).join('\n'));
};

const playwrightInstall = async (): Promise<void> => {
  say('Downloading Chromium ...');
  const { isOk, output } = await runCommand({ command: 'playwright', args: ['install', 'chromium'] });
  if (!isOk) say(output.trim().split('\n').slice(-5).join('\n'));
};

const installMissing = async (): Promise<void> => {
  const packages = [
    ...(findChromium() === null ? ['chromium'] : []),
    ...(findFirefox() === null ? ['firefox-esr'] : []),
  ];
  if (packages.length > 0 && isRootWithApt()) await aptInstall(packages);
  if (findChromium() === null) await playwrightInstall();
};

/** Both browsers, or one line that says what to install. */
export const haveBrowsers = async (): Promise<Browsers | { readonly error: string }> => {
  await installMissing();
  const chromium = findChromium();
  const firefox = findFirefox();
  if (chromium !== null && firefox !== null) return { chromium, firefox };
  const missing = [...(chromium === null ? ['Chromium'] : []), ...(firefox === null ? ['Firefox'] : [])].join(' and ');
  return { error: `The tests need ${missing}: install it, or name it in STARLING_CHROMIUM or STARLING_FIREFOX.` };
};
