// The built app on a host of its own for a benchmark, with a local relay, and scripts of the benchmark beside it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { createRoomSecret, formatRoomHash } from '#engine/signaling/room-link.ts';
import { netlifyFile } from '../e2e/harness/dist.ts';
import { startRelay } from '../e2e/harness/relays.ts';
import { configFor } from '../e2e/harness/stand.ts';
import { readNetlifyHeaders, startStaticHost } from '../e2e/harness/static-host.ts';

export interface BenchStand extends AsyncDisposable {
  readonly origin: string;
  /** The link of a call in which nobody has ever been. */
  newRoom(): string;
  /** Whoever opens the page from now on encodes once for everybody, or once for each. */
  setEncodeOnce(isOn: boolean): void;
}

/** Script of a worker, in one piece: `/bench/<name>.js` on the host. */
const bundleWorker = async (name: string): Promise<string> => {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      rolldownOptions: { input: fileURLToPath(new URL(`${name}.ts`, import.meta.url)) },
    },
  })) as Rolldown.RolldownOutput;
  return built.output[0].code;
};

/** A worker of ours is started before the app's own policy for scripts exists, so the page must do without. */
const withoutTrustedTypes = (text: string): string => text.replace(/; require-trusted-types-for[^"]*/, '');

/** `dist`: the built app. `workers`: paths from this folder, without `.ts`. */
export const startBenchStand = async (dist: string, workers: readonly string[]): Promise<BenchStand> => {
  const scripts = await Promise.all(workers.map(bundleWorker));
  const relay = await startRelay('nostr');
  const headers = readNetlifyHeaders(netlifyFile);
  for (const [name, value] of Object.entries(headers)) headers[name] = withoutTrustedTypes(value);
  const host = await startStaticHost({ root: dist, basePath: '/', headers });
  host.replace('/index.html', withoutTrustedTypes(readFileSync(join(dist, 'index.html'), 'utf8')));
  workers.forEach((name, index) => host.replace(`/bench/${name}.js`, scripts[index]));
  const setEncodeOnce = (isOn: boolean): void => {
    const config = JSON.parse(configFor(dist, [relay])) as object;
    host.replace('/starling.json', JSON.stringify({ ...config, encodeOnce: isOn }));
  };
  setEncodeOnce(true);
  const origin = `http://127.0.0.1:${host.port}`;
  return {
    origin,
    newRoom: () => `${origin}/${formatRoomHash({ secret: createRoomSecret(), name: '' })}`,
    setEncodeOnce,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([host.stop(), relay.stop()]);
    },
  };
};
