// Runs inside the internet's namespace: the host of the page, relays of all kinds, coturn. Does what its parent says.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { findDist, netlifyFile } from '../e2e/harness/dist.ts';
import type { Network } from '../e2e/harness/relays.ts';
import { readNetlifyHeaders, startStaticHost } from '../e2e/harness/static-host.ts';
import { startMqttBroker } from '../relays/mqtt.ts';
import { startNostrRelay } from '../relays/nostr.ts';
import { startTracker } from '../relays/tracker.ts';
import type { LocalRelay } from '../relays/local-relay.ts';
import { startFaultRelay, type FaultRelay } from './fault-relay.ts';
import type { Answered, Asked, CommandName, Commands } from './internet-words.ts';
import { internetAddress, relayAddresses } from './world.ts';

const starters: Readonly<Record<Network, () => Promise<LocalRelay>>> = {
  nostr: () => startNostrRelay(),
  mqtt: () => startMqttBroker(),
  torrent: () => startTracker(),
};

const stunPort = 3478;
const turnUser = { username: 'lab', credential: 'laboratory' };

let relays: readonly FaultRelay[] = [];

/** STUN always; TURN is there as well, and whether anybody is told of it is up to starling.json. */
const startTurnServer = async (): Promise<void> => {
  const at = `--listening-ip=${internetAddress}`;
  const user = `--user=${turnUser.username}:${turnUser.credential}`;
  const quiet = ['-n', '--no-cli', '--no-tls', '--no-dtls', '--log-file=stdout', '--simple-log', '--pidfile=/dev/null'];
  const server = spawn(
    'turnserver',
    [...quiet, at, `--relay-ip=${internetAddress}`, '--lt-cred-mech', user, '--realm=lab'],
    { stdio: 'ignore' },
  );
  const failed = new Promise<never>((_resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`turnserver ended at once (${code})`)));
  });
  await Promise.race([stunAnswers(), failed]);
};

/** Asks until there is an answer: a binding request (RFC 8489, 5). */
const stunAnswers = (): Promise<void> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    const request = Buffer.alloc(20);
    request.writeUInt16BE(0x0001, 0);
    request.writeUInt32BE(0x2112a442, 4);
    const ask = (): void => socket.send(request, stunPort, internetAddress);
    const timer = setInterval(ask, 50);
    // Nobody listens yet: that may be told as an error, and is no reason to stop asking.
    socket.on('error', () => {});
    socket.once('message', () => {
      clearInterval(timer);
      socket.close(resolve);
    });
    ask();
  });

const configText = (dist: string, hasTurn: boolean): string => {
  const urls = (network: Network): string[] =>
    relays.filter((relay) => relay.network === network).map(({ url }) => url);
  const server = `${internetAddress}:${stunPort}`;
  const turn = { urls: [`turn:${server}`, `turn:${server}?transport=tcp`], ...turnUser };
  return JSON.stringify({
    ...(JSON.parse(readFileSync(join(dist, 'starling.json'), 'utf8')) as object),
    relays: { nostr: urls('nostr'), mqtt: urls('mqtt'), torrent: urls('torrent') },
    iceServers: [{ urls: [`stun:${server}`] }, ...(hasTurn ? [turn] : [])],
  });
};

type Doers = {
  readonly [Name in CommandName]: (ask: Commands[Name]['ask']) => Promise<Commands[Name]['answer']>;
};

const doers: Doers = {
  open: async ({ relays: wanted, hasTurn }) => {
    const dist = await findDist();
    const headers = readNetlifyHeaders(netlifyFile);
    const host = await startStaticHost({ root: dist, basePath: '/', headers, address: internetAddress });
    relays = await Promise.all(
      wanted.map(async (network, index) =>
        startFaultRelay(network, await starters[network](), relayAddresses[index] ?? internetAddress),
      ),
    );
    host.replace('/starling.json', configText(dist, hasTurn));
    await startTurnServer();
    return { address: `http://${internetAddress}:${host.port}/` };
  },
  spoil: async ({ network, fault }) => {
    await Promise.all(relays.filter((relay) => relay.network === network).map((relay) => relay.setFault(fault)));
    return null;
  },
  count: () => Promise.resolve(relays.map(({ connectionCount }) => connectionCount)),
};

const answer = (answered: Answered): void => void process.send?.(answered);

process.on('message', ({ id, name, ask }: Asked) => {
  (doers[name] as (ask: unknown) => Promise<unknown>)(ask).then(
    (done) => answer({ id, answer: done }),
    (error: unknown) => answer({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
// Nobody is left to serve.
process.on('disconnect', () => process.exit());
