// A real Nostr relay on somebody else's HTTP server, for `npm start` and for tests: it passes ephemeral events on and keeps nothing.

import type { IncomingMessage as HttpRequest, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import nostrCommon, { type IncomingMessage as NostrMessage } from '@nostr-relay/common';
import nostrCore from '@nostr-relay/core';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';

export interface AttachedRelay {
  /** Ends all connections; the server itself goes on. */
  close(): Promise<void>;
  readonly connectionCount: number;
}

/** Hooks for tests. */
export interface RelayOptions {
  /** Sees every text that a client sends. */
  readonly onMessage?: (text: string) => void;
}

/** What one client may ask for: far above what a call of 30 needs, far below what would slow a small machine down. */
const relayLimits = {
  payloadBytes: 128 * 1024,
  connections: 500,
  subscriptions: 20,
  filters: 10,
  filterValues: 250,
  messagesPerSecond: 100,
  messageBurst: 1_000,
  /** Two missed pings end a connection: a laptop that was closed says no goodbye. */
  pingMs: 30_000,
} as const;

/** Keeps nothing: all events of a call are ephemeral (NIP-01, kinds 20000 to 29999). */
const createNoStorage = (): nostrCommon.EventRepository =>
  Object.assign(Object.create(nostrCommon.EventRepository.prototype) as nostrCommon.EventRepository, {
    isSearchSupported: () => false,
    upsert: () => ({ isDuplicate: false }),
    find: () => [],
    destroy: () => Promise.resolve(),
  });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown, maxLength: number): value is string =>
  typeof value === 'string' && value.length <= maxLength;
const isInteger = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isEvent = (value: unknown): boolean =>
  isRecord(value) &&
  /^[0-9a-f]{64}$/.test(String(value['id'])) &&
  /^[0-9a-f]{64}$/.test(String(value['pubkey'])) &&
  /^[0-9a-f]{128}$/.test(String(value['sig'])) &&
  isInteger(value['kind']) &&
  isInteger(value['created_at']) &&
  isText(value['content'], relayLimits.payloadBytes) &&
  Array.isArray(value['tags']) &&
  value['tags'].every((tag) => Array.isArray(tag) && tag.every((part) => isText(part, 1_000)));
const isFilter = (value: unknown): boolean =>
  isRecord(value) &&
  Object.entries(value).every(([key, part]) =>
    ['since', 'until', 'limit'].includes(key)
      ? isInteger(part)
      : (['ids', 'authors', 'kinds'].includes(key) || /^#[A-Za-z]$/.test(key)) &&
        Array.isArray(part) &&
        part.length <= relayLimits.filterValues,
  );

/** The library asks for messages that are already checked. */
const readMessage = (text: string): NostrMessage | undefined => {
  try {
    const message: unknown = JSON.parse(text);
    if (!Array.isArray(message)) return undefined;
    const [type, first, ...rest] = message as readonly unknown[];
    const isGood =
      (type === 'EVENT' && isEvent(first)) ||
      (type === 'CLOSE' && isText(first, 64)) ||
      (type === 'REQ' &&
        isText(first, 64) &&
        rest.length > 0 &&
        rest.length <= relayLimits.filters &&
        rest.every(isFilter));
    return isGood ? (message as unknown as NostrMessage) : undefined;
  } catch {
    return undefined;
  }
};

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');

/** True while the client keeps within its rate. */
const createRate = (): (() => boolean) => {
  let tokens: number = relayLimits.messageBurst;
  let lastMs = Date.now();
  return () => {
    const nowMs = Date.now();
    tokens = Math.min(relayLimits.messageBurst, tokens + ((nowMs - lastMs) * relayLimits.messagesPerSecond) / 1000);
    lastMs = nowMs;
    tokens -= 1;
    return tokens >= 0;
  };
};

const serveClient = (relay: nostrCore.NostrRelay, socket: WebSocket, { onMessage }: RelayOptions): void => {
  const mayPass = createRate();
  relay.handleConnection(socket);
  socket.on('message', (data) => {
    const text = textOf(data);
    onMessage?.(text);
    const message = readMessage(text);
    if (!mayPass()) return socket.send(JSON.stringify(['NOTICE', 'rate-limited: slow down']));
    if (!message) return socket.send(JSON.stringify(['NOTICE', 'invalid: not understood']));
    relay.handleMessage(socket, message).catch(() => socket.terminate());
  });
  socket.on('close', () => relay.handleDisconnect(socket));
  // Without a listener a client that breaks off badly would end the whole server.
  socket.on('error', () => socket.terminate());
};

/** Ends connections that no longer answer. Returns how to stop. */
const watchLife = (sockets: WebSocketServer): (() => void) => {
  const answered = new WeakSet<WebSocket>();
  sockets.on('connection', (socket) => {
    answered.add(socket);
    socket.on('pong', () => answered.add(socket));
  });
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, relayLimits.pingMs);
  timer.unref();
  return () => clearInterval(timer);
};

/** Serves a relay at `path` of `server`; upgrades to other paths are left to others. */
export const attachNostrRelay = (server: Server, path: string, options: RelayOptions = {}): AttachedRelay => {
  const relay = new nostrCore.NostrRelay(createNoStorage(), {
    maxSubscriptionsPerClient: relayLimits.subscriptions,
    logLevel: nostrCommon.LogLevel.ERROR,
    filterResultCacheTtl: 0,
    eventHandlingResultCacheTtl: 60_000,
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: relayLimits.payloadBytes });
  const stopWatching = watchLife(sockets);
  const onUpgrade = (request: HttpRequest, stream: Duplex, head: Buffer): void => {
    if (new URL(request.url ?? '/', 'http://host').pathname !== path) return;
    if (sockets.clients.size >= relayLimits.connections) return void stream.destroy();
    sockets.handleUpgrade(request, stream, head, (socket) => {
      sockets.emit('connection', socket, request);
      serveClient(relay, socket, options);
    });
  };
  server.on('upgrade', onUpgrade);
  return {
    get connectionCount() {
      return sockets.clients.size;
    },
    close: async () => {
      stopWatching();
      server.off('upgrade', onUpgrade);
      for (const socket of sockets.clients) socket.terminate();
      await relay.destroy();
    },
  };
};
