// Where this machine's browsers are: what the environment says, else the usual names on the path.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const onPath = (names: readonly string[]): string | undefined => {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const files = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
};

export const findChromium = (): string | undefined =>
  process.env['STARLING_CHROMIUM'] ?? onPath(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']);

export const findFirefox = (): string | undefined => process.env['STARLING_FIREFOX'] ?? onPath(['firefox-esr', 'firefox']);
