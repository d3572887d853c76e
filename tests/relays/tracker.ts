// A real BitTorrent tracker on this machine, over WebSocket.

// The server alone: the package's main file loads a native module that is not built here.
import TrackerServer from 'bittorrent-tracker/server';
import { WebSocketServer } from 'ws';
import { startLocalRelay, type Attach, type LocalRelay } from './local-relay.ts';

/** A fifth of it is what clients are told; Trystero then offers itself every 10 s, its shortest, instead of every 120 s. */
const intervalMs = 50_000;

const attachTracker: Attach = (server, record) => {
  const tracker = new TrackerServer({
    interval: intervalMs,
    http: false,
    udp: false,
    ws: { noServer: true },
    stats: false,
  });
  // It warns of every client that breaks off.
  tracker.on('warning', () => {});
  tracker.on('error', () => {});
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    socket.on('message', (data) => record(Buffer.from(data as Buffer).toString('utf8')));
    tracker.onWebSocketConnection(Object.assign(socket, { upgradeReq: request }));
  });
  return {
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      return Promise.resolve();
    },
  };
};

/** Starts it on an ephemeral port of 127.0.0.1, or on `port`. */
export const startTracker = (port = 0): Promise<LocalRelay> => startLocalRelay(attachTracker, '/announce', port);
