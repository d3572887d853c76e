// What every local relay can do for a test: die, come back on the same port, and remember all that went through it.

import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface LocalRelay {
  /** ws://127.0.0.1:port/... */
  readonly url: string;
  readonly port: number;
  readonly connectionCount: number;
  /** Every byte that clients sent since the start, read as UTF-8. */
  traffic(): string;
  /** Cuts all connections and goes on serving. */
  killConnections(): void;
  /** Stops serving and cuts all connections; the port stays ours to come back to. */
  stop(): Promise<void>;
  /** Serves again on the same port. */
  start(): Promise<void>;
  /** Stops for good. */
  close(): Promise<void>;
}

export interface Attachment {
  close(): Promise<void>;
}

/** Serves a protocol on a bare HTTP server; `record` takes what clients sent. */
export type Attach = (server: Server, record: (text: string) => void) => Attachment;

interface Running {
  readonly server: Server;
  readonly sockets: Set<Socket>;
  readonly attachment: Attachment;
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

const run = async (attach: Attach, port: number, record: (text: string) => void): Promise<Running> => {
  const server = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const attachment = attach(server, record);
  await listen(server, port);
  return { server, sockets, attachment };
};

const halt = async ({ server, sockets, attachment }: Running): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  await attachment.close();
  for (const socket of sockets) socket.destroy();
  await closed;
};

/** Starts a relay on an ephemeral port (or `port`), at `path`. */
export const startLocalRelay = async (attach: Attach, path: string, wantedPort = 0): Promise<LocalRelay> => {
  const recorded: string[] = [];
  const record = (text: string): void => void recorded.push(text);
  let running: Running | undefined = await run(attach, wantedPort, record);
  const { port } = running.server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    const was = running;
    running = undefined;
    if (was) await halt(was);
  };
  return {
    url: `ws://127.0.0.1:${port}${path}`,
    port,
    get connectionCount() {
      return running?.sockets.size ?? 0;
    },
    traffic: () => recorded.join('\n'),
    killConnections: () => {
      for (const socket of running?.sockets ?? []) socket.destroy();
    },
    stop,
    start: async () => {
      running ??= await run(attach, port, record);
    },
    close: stop,
  };
};
