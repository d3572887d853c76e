import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { HEADERS, IMMUTABLE } from '../../../scripts/headers.ts';
import { FIRST_PORT, parsePort, type RunningServer, startServer } from '../../../scripts/serve/server.ts';
import { lanAddresses, welcome } from '../../../scripts/serve/welcome.ts';

const directory = mkdtempSync(join(tmpdir(), 'starling-www-'));
const script = 'export const x = 1;\n'.repeat(500);

beforeAll(() => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>x</title>');
  writeFileSync(join(directory, 'assets', 'index-12345678.js'), script);
  writeFileSync(join(directory, 'starling.json'), '{"name":"Ours","relays":{"nostr":["wss://relay.example"]}}');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const opened = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });

describe('the server', () => {
  let server: RunningServer;
  let origin: string;
  beforeAll(async () => {
    server = await startServer({ directory, port: 0, host: '127.0.0.1' });
    origin = `http://127.0.0.1:${server.port}`;
  });
  afterAll(() => server.close());

  test('sends the page with all headers, but never asks to come by https alone', async () => {
    const response = await fetch(`${origin}/`);
    expect(response.status).toBe(200);
    const { 'Strict-Transport-Security': strict, ...others } = HEADERS;
    expect(strict).toBeDefined();
    for (const [name, value] of Object.entries(others)) expect(response.headers.get(name)).toBe(value);
    expect(response.headers.has('Strict-Transport-Security')).toBe(false);
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('Cache-Control')).toBe('no-cache');
  });

  test.each(['br', 'gzip', 'identity'])('sends a script as %s, and says that it never changes', async (encoding) => {
    const response = await fetch(`${origin}/assets/index-12345678.js`, { headers: { 'Accept-Encoding': encoding } });
    expect(response.headers.get('Content-Encoding') ?? 'identity').toBe(encoding);
    expect(response.headers.get('Cache-Control')).toBe(IMMUTABLE);
    expect(await response.text()).toBe(script);
  });

  test('answers 304 to who has it already', async () => {
    const first = await fetch(`${origin}/`);
    const again = await fetch(`${origin}/`, { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } });
    expect(again.status).toBe(304);
  });

  test('gives its own relay and nothing else, and keeps the name', async () => {
    const response = await fetch(`${origin}/starling.json`);
    expect(await response.json()).toEqual({
      name: 'Ours',
      relays: { nostr: ['/relay'], mqtt: [], torrent: [] },
      iceServers: [],
    });
  });

  test.each(['/nothing.js', '/%2e%2e/etc/passwd', '/.hidden', '/assets'])('%s is not found', async (path) => {
    expect((await fetch(origin + path)).status).toBe(404);
  });

  test('takes nothing', async () => {
    expect((await fetch(`${origin}/`, { method: 'POST', body: 'x' })).status).toBe(405);
  });

  test('passes a Nostr subscription on the same port', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/relay`);
    await opened(socket);
    const answer = new Promise<string>((resolve) => socket.on('message', (data: Buffer) => resolve(data.toString())));
    socket.send(JSON.stringify(['REQ', 's', { kinds: [20_001] }]));
    expect(JSON.parse(await answer)).toEqual(['EOSE', 's']);
    socket.close();
  });
});

describe('ports', () => {
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['3000', 3000],
    ['0', 0],
    ['65536', null],
    ['-1', null],
    ['80a', null],
    ['1e3', null],
  ])('PORT=%s is %s', (text, port) => {
    expect(parsePort(text)).toBe(port);
  });

  const occupy = (port: number): Promise<Server | null> =>
    new Promise((resolve) => {
      const other = createServer();
      other.once('error', () => resolve(null));
      other.listen(port, '127.0.0.1', () => resolve(other));
    });

  test('takes the next free one when 8080 is taken and none was asked for', async () => {
    const other = await occupy(FIRST_PORT);
    const server = await startServer({ directory, host: '127.0.0.1' });
    expect(server.port).toBeGreaterThan(FIRST_PORT);
    await server.close();
    other?.close();
  });

  test('refuses a given one that is taken', async () => {
    const other = (await occupy(0))!;
    const { port } = other.address() as AddressInfo;
    await expect(startServer({ directory, port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    other.close();
  });

  test('closes although browsers and calls are connected', async () => {
    const server = await startServer({ directory, port: 0, host: '127.0.0.1' });
    const idle = connect(server.port, '127.0.0.1');
    const gone = new Promise((resolve) => idle.on('close', resolve));
    idle.on('error', () => undefined);
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/relay`);
    await opened(socket);
    const left = new Promise((resolve) => socket.on('close', resolve));
    await server.close();
    await Promise.all([gone, left]);
  });
});

describe('the welcome', () => {
  const info = (address: string, internal = false, family: 'IPv4' | 'IPv6' = 'IPv4') => ({
    address,
    internal,
    family,
    netmask: '',
    mac: '',
    cidr: null,
    ...(family === 'IPv6' ? { scopeid: 0 } : {}),
  });

  test('names the addresses that others can reach', () => {
    const interfaces = {
      lo: [info('127.0.0.1', true)],
      eth0: [info('192.0.2.7'), info('fe80::1', false, 'IPv6')],
      usb0: [info('169.254.3.4')],
    } as unknown as Parameters<typeof lanAddresses>[0];
    expect(lanAddresses(interfaces)).toEqual(['192.0.2.7']);
  });

  test('says where it is, for others with a QR code and a word on the warning to come', () => {
    const text = welcome(8080, ['192.0.2.7']);
    expect(text).toContain('http://localhost:8080/');
    expect(text).toContain('https://192.0.2.7:8080/');
    expect(text).toMatch(/[█▀▄]{10}/);
    expect(text).toContain('will warn once');
    expect(welcome(8080, [])).not.toMatch(/█|https|warn/);
  });
});
