// A host with the built app and local relays: everything that a call needs, on 127.0.0.1.

import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDist, netlifyFile } from './dist.ts';
import { startRelay, type Network, type Relay } from './relays.ts';
import { readNetlifyHeaders, startStaticHost, type StaticHost } from './static-host.ts';
import { untilTrue } from './until.ts';

export interface StandOptions {
  /** One relay for each; none by default. */
  readonly relays?: readonly Network[];
  /** Where the app lies on its host. */
  readonly basePath?: string;
  /** Leave the stand's starling.json out and serve this text instead. */
  readonly config?: string;
}

export interface Stand {
  /** The address of the landing page. */
  readonly address: string;
  readonly origin: string;
  readonly port: number;
  readonly relays: readonly Relay[];
  relay(network: Network): Relay;
  readonly host: StaticHost;
  /** Serves another starling.json from now on. */
  setConfig(text: string): void;
  close(): Promise<void>;
}

/** The starling.json of a stand: these relays, and no server for finding addresses, so that nothing leaves the machine. */
export const configFor = (dist: string, relays: readonly Relay[]): string => {
  const built = JSON.parse(readFileSync(join(dist, 'starling.json'), 'utf8')) as object;
  const urls = (network: Network): string[] =>
    relays.filter((relay) => relay.network === network).map(({ url }) => url);
  return JSON.stringify({
    ...built,
    relays: { nostr: urls('nostr'), mqtt: urls('mqtt'), torrent: urls('torrent') },
    iceServers: [],
  });
};

export const startStand = async ({
  relays: networks = [],
  basePath = '/',
  config,
}: StandOptions = {}): Promise<Stand> => {
  const dist = await findDist();
  const relays = await Promise.all(networks.map(startRelay));
  const host = await startStaticHost({ root: dist, basePath, headers: readNetlifyHeaders(netlifyFile) });
  const setConfig = (text: string): void => host.replace('/starling.json', text);
  setConfig(config ?? configFor(dist, relays));
  const origin = `http://127.0.0.1:${host.port}`;
  return {
    address: `${origin}${basePath}`,
    origin,
    port: host.port,
    relays,
    relay: (network) => {
      const relay = relays.find((each) => each.network === network);
      if (!relay) throw new Error(`this stand has no ${network} relay`);
      return relay;
    },
    host,
    setConfig,
    close: async () => {
      await host.stop();
      await Promise.all(relays.map((relay) => relay.stop()));
    },
  };
};

/** The app on Python's own file server, which sends no headers of ours; undefined when there is no Python. */
export const startPythonStand = async (): Promise<{ readonly address: string; close(): Promise<void> } | undefined> => {
  const dist = await findDist();
  const folder = mkdtempSync(join(tmpdir(), 'starling-python-'));
  cpSync(dist, folder, { recursive: true });
  const relay = await startRelay('nostr');
  writeFileSync(join(folder, 'starling.json'), configFor(dist, [relay]));
  const python = spawn('python3', ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1', '--directory', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const close = async (): Promise<void> => {
    if (python.pid !== undefined && python.exitCode === null) {
      python.kill();
      await untilTrue('python is gone', () => Promise.resolve(python.exitCode !== null || python.signalCode !== null));
    }
    await relay.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const port = await readPort(python);
  if (port !== undefined) return { address: `http://127.0.0.1:${port}/`, close };
  await close();
  return undefined;
};

/** Python says "Serving HTTP on 127.0.0.1 port 40123". */
const readPort = (python: ChildProcess): Promise<string | undefined> =>
  new Promise((resolve) => {
    let said = '';
    python.stdout?.on('data', (data: Buffer) => {
      said += data.toString();
      const [, port] = / port (\d+)/.exec(said) ?? [];
      if (port) resolve(port);
    });
    python.once('error', () => resolve(undefined));
    python.once('exit', () => resolve(undefined));
  });
