// A real MQTT broker on this machine, over WebSocket.

import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { startLocalRelay, type Attach, type LocalRelay } from './local-relay.ts';

const attachBroker: Attach = (server, record) => {
  const broker = Aedes.createBroker();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    socket.on('message', (data) => record(Buffer.from(data as Buffer).toString('utf8')));
    const stream = createWebSocketStream(socket);
    stream.on('error', () => {});
    void broker.then((opened) => opened.handle(stream, request));
  });
  return {
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      const opened = await broker;
      await new Promise<void>((resolve) => opened.close(() => resolve()));
    },
  };
};

/** Starts it on an ephemeral port of 127.0.0.1, or on `port`. */
export const startMqttBroker = (port = 0): Promise<LocalRelay> => startLocalRelay(attachBroker, '/mqtt', port);
