// http and https on one port: the first byte of a connection tells which it is.
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { createServer, isIPv4, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** The type of a TLS record that carries a handshake (RFC 8446, 5.1). No method of HTTP begins with it. */
const TLS_HANDSHAKE = 0x16;
/** Browsers open connections in advance, but whoever stays silent for longer than this may go. */
const SILENT_MS = 120_000;

/** Calls `decide` with the first byte of a connection, which is then as if nobody had read it. */
const onFirstByte = (socket: Socket, decide: (byte: number | undefined) => void): void => {
  const giveUp = (): void => void socket.destroy();
  // Stays: without a listener a connection that breaks off badly would end the whole server.
  socket.on('error', giveUp);
  socket.on('end', giveUp);
  socket.setTimeout(SILENT_MS, giveUp);
  socket.once('data', (chunk: Buffer) => {
    socket.off('end', giveUp);
    socket.setTimeout(0, giveUp);
    socket.pause();
    socket.unshift(chunk);
    decide(chunk[0]);
  });
};

/** A server to listen with: all that comes over it, in the clear or not, `http` answers. */
export const createSharedPort = (http: HttpServer, pem: string): Server => {
  const tls = createTlsServer({ cert: pem, key: pem, ALPNProtocols: ['http/1.1'] }, (socket) => {
    http.emit('connection', socket);
  });
  http.setTimeout(SILENT_MS);
  // Half open like Node's own http servers: who has asked and says no more still gets the answer.
  return createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    onFirstByte(socket, (byte) => {
      if (byte === TLS_HANDSHAKE) return void tls.emit('connection', socket);
      http.emit('connection', socket);
      socket.resume();
    });
  });
};

/** What browsers take for a secure origin without https. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));

/** Behind a proxy it is the proxy's business how the page is reached. */
const PROXY_HEADERS = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-proto'];

/** The https address to send a request to, or null when it is fine where it is. */
export const secureAddress = ({ headers, socket, url = '/' }: IncomingMessage): string | null => {
  if ('encrypted' in socket || headers.host === undefined) return null;
  if (PROXY_HEADERS.some((name) => headers[name] !== undefined)) return null;
  const asked = `http://${headers.host}`;
  if (!URL.canParse(asked)) return null;
  const { hostname, port } = new URL(asked);
  if (isLoopback(hostname)) return null;
  // The port is always named: that of http (80) and that of https (443) are not the same one.
  return `https://${hostname}:${port || '80'}${url.startsWith('/') ? url : '/'}`;
};
