// The app as it is built, but for one figure: how much of the way out its pictures may take. By itself it keeps to what most
// homes have, and nobody would get the sizes whose cost is to be measured.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { hashSources, ROOT } from '../../scripts/build-if-changed.ts';

const place = { file: '/src/engine/mesh/sharing.ts', text: /const uplinkBps = [\d_]+;/ } as const;
const wideBps = 1_000_000_000;

const widen = (): Plugin & { isDone(): boolean } => {
  let isDone = false;
  return {
    name: 'wide-uplink',
    enforce: 'pre',
    transform: (code, id) => {
      if (!id.endsWith(place.file)) return undefined;
      isDone = place.text.test(code);
      return code.replace(place.text, `const uplinkBps = ${wideBps};`);
    },
    isDone: () => isDone,
  };
};

/** Builds when sources have changed; the folder of what was built. */
export const buildWide = async (): Promise<string> => {
  const folder = join(ROOT, '.cache', 'bench');
  const [outDir, stamp] = [join(folder, 'wide'), join(folder, 'wide.built')];
  const now = await hashSources(ROOT);
  if (existsSync(join(outDir, 'sw.js')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return outDir;
  const plugin = widen();
  await build({ root: ROOT, logLevel: 'error', plugins: [plugin], build: { outDir, emptyOutDir: true } });
  if (!plugin.isDone()) throw new Error(`${place.file} has no ${String(place.text)} any more: see wide-build.ts`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, now);
  return outDir;
};
