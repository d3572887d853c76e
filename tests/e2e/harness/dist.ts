// The built app that the tests run on: what the test runner built, or built here when there is none.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export const netlifyFile = join(root, 'netlify.toml');

/** The folder of the built app. `STARLING_DIST` names another one than dist/. */
export const findDist = async (): Promise<string> => {
  const dist = resolve(root, process.env['STARLING_DIST'] ?? 'dist');
  if (!existsSync(join(dist, 'index.html'))) {
    const { build } = await import('vite');
    await build({ root, logLevel: 'warn', build: { outDir: dist } });
  }
  return dist;
};
