// One port that serves the built app and, at /relay, a real Nostr relay; over http, and over https for other devices.
import { createServer } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { RELAY_PATH } from '../local-config.ts';
import { attachNostrRelay } from '../relay/nostr.ts';
import { createSharedPort, secureAddress } from './shared-port.ts';
import { createStaticHandler } from './static-files.ts';

export const FIRST_PORT = 8080;
const PORTS_TRIED = 100;

/** `port` is tried alone when given; otherwise 8080 and the ones after it. */
export interface ServerOptions {
  readonly directory: string;
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  /** Certificate and key as PEM. With it the same port speaks https too, and sends other devices there. */
  readonly certificate?: string | undefined;
}

export interface RunningServer {
  readonly port: number;
  /** Closes every connection, the relay's too. */
  close(): Promise<void>;
}

/** A port from the environment: undefined when not given, null when it is none. */
export const parsePort = (text: string | undefined): number | null | undefined => {
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  return /^\d+$/.test(text) && port <= 65_535 ? port : null;
};

const listen = (server: Server, port: number, host: string | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  });

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

const listenOnFree = async (server: Server, { port, host }: ServerOptions): Promise<void> => {
  if (port !== undefined) return listen(server, port, host);
  for (let next = FIRST_PORT; ; next += 1) {
    try {
      return await listen(server, next, host);
    } catch (error) {
      if (!isTaken(error) || next >= FIRST_PORT + PORTS_TRIED) throw error;
    }
  }
};

export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const handle = createStaticHandler(options.directory);
  const { certificate } = options;
  const http = createServer((request, response) => {
    const secure = certificate === undefined ? null : secureAddress(request);
    if (secure !== null) return void response.writeHead(307, { Location: secure }).end();
    handle(request, response).catch(() => response.destroy());
  });
  const server = certificate === undefined ? http : createSharedPort(http, certificate);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await listenOnFree(server, options);
  const relay = attachNostrRelay(http, RELAY_PATH);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await relay.close();
      // A browser keeps its connections open for a while and would keep the server from ending.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
