import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get as getHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { get as getHttps, type RequestOptions } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { createEvent } from '@trystero-p2p/nostr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { loadCertificate } from '../../../scripts/serve/certificate.ts';
import { type RunningServer, startServer } from '../../../scripts/serve/server.ts';

const directory = mkdtempSync(join(tmpdir(), 'starling-https-'));
const page = `<!doctype html><title>x</title>${'<p>long</p>'.repeat(20_000)}`;
let certificate: string;
let server: RunningServer;

const start = (): Promise<RunningServer> => startServer({ directory, port: 0, host: '127.0.0.1', certificate });

beforeAll(async () => {
  writeFileSync(join(directory, 'index.html'), page);
  writeFileSync(join(directory, 'starling.json'), '{}');
  certificate = await loadCertificate(join(directory, 'https.pem'), ['localhost', '127.0.0.1']);
  server = await start();
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const answerOf = async (response: IncomingMessage): Promise<Answer> => {
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, headers: response.headers, body };
};

const ask = (scheme: 'http' | 'https', path = '/', options: RequestOptions = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const all = { host: '127.0.0.1', port: server.port, path, agent: false, rejectUnauthorized: false, ...options };
    const get = scheme === 'http' ? getHttp : getHttps;
    get(all, (response) => void answerOf(response).then(resolve, reject)).on('error', reject);
  });

const happened = (emitter: Socket | WebSocket, name: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    emitter.once(name, resolve);
    emitter.once('error', reject);
  });

/** What comes back on a bare connection until the server ends it. */
const converse = (...parts: (string | Uint8Array)[]): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1');
    let got = '';
    socket.on('data', (chunk: Buffer) => (got += chunk.toString('latin1')));
    socket.on('close', () => resolve(got));
    socket.on('error', () => undefined);
    for (const part of parts) socket.write(part);
  });

describe('https on the port of http', () => {
  test('sends the same page, and does not ask to come by https alone', async () => {
    const [plain, secure] = await Promise.all([ask('http'), ask('https')]);
    expect(plain).toMatchObject({ status: 200, body: page });
    expect(secure).toMatchObject({ status: 200, body: page });
    expect(secure.headers['content-security-policy']).toBe(plain.headers['content-security-policy']);
    expect(secure.headers).not.toHaveProperty('strict-transport-security');
  });

  test('holds up to a client that trusts the certificate and checks the name', async () => {
    expect((await ask('https', '/', { ca: certificate, rejectUnauthorized: true })).status).toBe(200);
    await expect(ask('https', '/', { rejectUnauthorized: true })).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  test('answers several requests on one connection, in the clear and not', async () => {
    for (const socket of [
      connect(server.port, '127.0.0.1'),
      connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false }),
    ]) {
      let got = '';
      socket.on('data', (chunk: Buffer) => (got += chunk.toString()));
      const request = 'GET /starling.json HTTP/1.1\r\nHost: localhost\r\n';
      // In pieces: the first byte, which decides, comes alone.
      socket.write('G');
      socket.write(`${request.slice(1)}\r\n${request}Connection: close\r\n\r\n`);
      await happened(socket, 'close');
      expect(got.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    }
  });

  test('is one relay with http: what comes in over one goes out over the other', async () => {
    const open = async (scheme: string): Promise<WebSocket> => {
      const url = `${scheme}://127.0.0.1:${server.port}/relay`;
      const socket = new WebSocket(url, { rejectUnauthorized: false });
      await happened(socket, 'open');
      return socket;
    };
    const [here, there] = [await open('ws'), await open('wss')];
    const next = async (socket: WebSocket): Promise<unknown> => JSON.parse(String(await happened(socket, 'message')));
    const subscribed = next(there);
    const text = await createEvent('topic', 'hello');
    const [, event] = JSON.parse(text) as [string, { readonly kind: number }];
    there.send(JSON.stringify(['REQ', 's', { kinds: [event.kind] }]));
    expect(await subscribed).toEqual(['EOSE', 's']);
    const arrived = next(there);
    here.send(text);
    expect(await arrived).toEqual(['EVENT', 's', event]);
    here.terminate();
    there.terminate();
  });
});

describe('http from other devices', () => {
  const hosts: readonly (readonly [host: string, path: string, location: string])[] = [
    ['192.0.2.7:8080', '/', 'https://192.0.2.7:8080/'],
    ['192.0.2.7:8080', '/a/b?c=d', 'https://192.0.2.7:8080/a/b?c=d'],
    ['192.0.2.7', '/', 'https://192.0.2.7:80/'],
    ['desk.home:3000', '//elsewhere.example/', 'https://desk.home:3000//elsewhere.example/'],
    ['127.0.0.1.example:1', 'http://elsewhere.example/x', 'https://127.0.0.1.example:1/'],
    ['[2001:db8::1]:8080', '/', 'https://[2001:db8::1]:8080/'],
  ];
  test.each(hosts)('%s%s is sent to %s', async (host, path, location) => {
    const answer = await ask('http', path, { headers: { host } });
    expect(answer).toMatchObject({ status: 307, headers: { location }, body: '' });
  });

  test.each(['localhost', 'localhost:8080', 'a.localhost:8080', '127.0.0.1:8080', '127.9.9.9', '[::1]:8080'])(
    '%s is this machine and stays',
    async (host) => {
      expect((await ask('http', '/', { headers: { host } })).status).toBe(200);
    },
  );

  test.each(['', 'a b', ':::', '%'])('the host %j, which is none, gets an answer and no address', async (host) => {
    expect((await ask('http', '/', { headers: { host } })).headers).not.toHaveProperty('location');
  });

  test('stays behind a proxy, which knows better, and where it already is https', async () => {
    const host = 'calls.example';
    expect((await ask('http', '/', { headers: { host, 'X-Forwarded-Proto': 'https' } })).status).toBe(200);
    expect((await ask('https', '/', { headers: { host } })).status).toBe(200);
  });

  test('stays where there is no certificate', async () => {
    const bare = await startServer({ directory, port: 0, host: '127.0.0.1' });
    const answer = await ask('http', '/', { port: bare.port, headers: { host: '192.0.2.7' } });
    expect(answer.status).toBe(200);
    await bare.close();
  });
});

describe('bad luck on the shared port', () => {
  test('neither rubbish nor a broken handshake harms it', async () => {
    expect(await converse('\0\0rubbish\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await converse(Uint8Array.of(0x16, 3, 1, 0, 4, 9, 9, 9, 9))).not.toContain('HTTP');
    const silent = connect(server.port, '127.0.0.1');
    silent.end();
    await happened(silent.resume(), 'close');
    const abrupt = connect(server.port, '127.0.0.1', () => {
      abrupt.write(Uint8Array.of(0x16), () => abrupt.resetAndDestroy());
    });
    await happened(abrupt, 'close');
    expect((await ask('https')).status).toBe(200);
  });

  test('closes although all kinds of connections are open, and leaves nothing', async () => {
    const closing = await start();
    const address = { port: closing.port, host: '127.0.0.1' };
    const silent = connect(address);
    const halfway = connect(address, () => halfway.write(Uint8Array.of(0x16, 3, 1)));
    const secure = connectTls({ ...address, rejectUnauthorized: false });
    const call = new WebSocket(`wss://127.0.0.1:${closing.port}/relay`, { rejectUnauthorized: false });
    await Promise.all([happened(silent, 'connect'), happened(secure, 'secureConnect'), happened(call, 'open')]);
    const gone = [silent, halfway, secure].map((socket) => {
      socket.on('error', () => undefined).resume();
      return new Promise((resolve) => socket.on('close', resolve));
    });
    const left = new Promise((resolve) => call.on('close', resolve));
    await closing.close();
    await Promise.all([...gone, left]);
    const late = connect(address);
    await expect(happened(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
