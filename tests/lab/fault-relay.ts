// A real relay behind a proxy that makes a bad one of it, and a good one again, while clients are connected.

import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import type { LocalRelay } from '../relays/local-relay.ts';
import type { Network } from '../e2e/harness/relays.ts';
import { closesAfterMs, createPacketCutter, isNews, planDelivery, replayTo, type RelayFault } from './relay-faults.ts';

export interface FaultRelay {
  readonly network: Network;
  /** What clients are given. */
  readonly url: string;
  readonly connectionCount: number;
  /** From now on, for connections that are open as well; `dead` cuts them. */
  setFault(fault: RelayFault | null): Promise<void>;
  close(): Promise<void>;
}

/** How many old messages a relay remembers that replays them. */
const remembered = 50;

interface Proxied {
  readonly network: Network;
  readonly upstream: string;
  readonly fault: () => RelayFault | null;
  /** What was delivered to anybody, oldest first. */
  readonly old: Buffer[];
}

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);

/** A proxy at `host` in front of `relay`, which stays reachable where it is. */
export const startFaultRelay = async (network: Network, relay: LocalRelay, host: string): Promise<FaultRelay> => {
  let fault: RelayFault | null = null;
  const { pathname } = new URL(relay.url);
  const proxied: Proxied = { network, upstream: relay.url, fault: () => fault, old: [] };
  let running = await listen(proxied, host, 0);
  const { port } = running.server.address() as AddressInfo;
  return {
    network,
    url: `ws://${host}:${port}${pathname}`,
    get connectionCount() {
      return running.clients.clients.size;
    },
    setFault: async (next) => {
      const wasDead = fault === 'dead';
      fault = next;
      if (next === 'dead' && !wasDead) await halt(running);
      if (next !== 'dead' && wasDead) running = await listen(proxied, host, port);
    },
    close: () => (fault === 'dead' ? Promise.resolve() : halt(running)),
  };
};

interface Running {
  readonly server: Server;
  readonly clients: WebSocketServer;
  readonly sockets: ReadonlySet<Socket>;
}

const listen = async (proxied: Proxied, host: string, port: number): Promise<Running> => {
  const server = createServer((_request, response) => response.writeHead(404).end());
  const clients = new WebSocketServer({ server });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  clients.on('connection', (client) => passOn(client, proxied));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { server, clients, sockets };
};

const halt = async ({ server, clients, sockets }: Running): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  for (const client of clients.clients) client.terminate();
  for (const socket of sockets) socket.destroy();
  await closed;
};

const passOn = (client: WebSocket, { network, upstream, fault, old }: Proxied): void => {
  const relay = new WebSocket(upstream, client.protocol === '' ? [] : [client.protocol]);
  const timers = new Set<NodeJS.Timeout>();
  const end = (): void => {
    for (const timer of timers) clearTimeout(timer);
    client.terminate();
    relay.terminate();
  };
  const after = (ms: number, act: () => void): void => {
    if (ms === 0) return act();
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };
  const toClient = (data: Buffer): void => {
    if (client.readyState === client.OPEN) client.send(data, { binary: network === 'mqtt' });
  };
  after(closesAfterMs, () => {
    if (fault() === 'closes') end();
  });

  const early: Buffer[] = [];
  const cut = network === 'mqtt' ? createPacketCutter() : (data: Buffer): Buffer[] => [data];
  client.on('message', (message) => {
    const data = bytesOf(message);
    if (fault() === 'silent') return;
    if (relay.readyState === relay.OPEN) relay.send(data, { binary: network === 'mqtt' });
    else early.push(data);
    if (fault() !== 'replays') return;
    for (const each of old.flatMap((message) => replayTo(network, message, data) ?? [])) toClient(each);
  });
  relay.on('open', () => {
    for (const data of early.splice(0)) relay.send(data, { binary: network === 'mqtt' });
  });
  let count = 0;
  relay.on('message', (message) => {
    for (const data of cut(bytesOf(message))) {
      const news = isNews(network, data);
      for (const delivery of planDelivery(fault(), data, { isNews: news, count }))
        after(delivery.afterMs, () => toClient(delivery.data));
      count += 1;
      if (news) old.splice(0, old.push(data) - remembered);
    }
  });
  for (const socket of [client, relay]) {
    socket.on('close', end);
    socket.on('error', end);
  }
};
