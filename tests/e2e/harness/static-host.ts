// A static host on this machine as the public ones are: files, content types, compression, the headers of netlify.toml,
// nothing else.

import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { createGzip } from 'node:zlib';

export interface StaticHostOptions {
  /** The folder that is served. */
  readonly root: string;
  /** Where the folder lies on this host: '/' or for example '/calls/starling/'. */
  readonly basePath: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where it listens; 127.0.0.1 when nothing is said. */
  readonly address?: string;
}

export interface StaticHost {
  readonly port: number;
  /** What `path` (inside the folder) answers from now on, whatever the folder holds; undefined takes it back. */
  replace(path: string, text: string | undefined): void;
  /** Stops answering, and cuts what is open. */
  stop(): Promise<void>;
  /** Answers again on the same port. */
  start(): Promise<void>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export const startStaticHost = async (options: StaticHostOptions): Promise<StaticHost> => {
  const replaced = new Map<string, string>();
  const sockets = new Set<Socket>();
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathInFolder(pathname, options.basePath);
    if (path === undefined) {
      response.writeHead(404).end('not here');
      return;
    }
    const mayCompress = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    serve(response, path, { ...options, replaced, mayCompress });
  };
  let server: Server;
  const listen = (port: number): Promise<void> => {
    server = createServer(answer);
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, options.address ?? '127.0.0.1', resolve);
    });
  };
  await listen(0);
  const { port } = server!.address() as AddressInfo;
  return {
    port,
    replace: (path, text) => {
      if (text === undefined) replaced.delete(path);
      else replaced.set(path, text);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    start: () => listen(port),
  };
};

/** '/calls/starling/a.js' below '/calls/starling/' is '/a.js'; undefined for what lies outside. */
const pathInFolder = (pathname: string, basePath: string): string | undefined => {
  if (!pathname.startsWith(basePath)) return undefined;
  const path = normalize(`/${decodeURIComponent(pathname.slice(basePath.length))}`);
  return path.endsWith('/') ? `${path}index.html` : path;
};

interface ServeOptions {
  readonly replaced: ReadonlyMap<string, string>;
  readonly mayCompress: boolean;
}

const isText = (contentType: string): boolean => /^text\/|json|svg/.test(contentType);

const serve = (
  response: ServerResponse,
  path: string,
  { root, headers, replaced, mayCompress }: StaticHostOptions & ServeOptions,
): void => {
  // What a test replaces must reach the page at once; the rest is what a host without settings would say.
  const all = {
    ...headers,
    'cache-control': 'no-cache',
    'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
  };
  const text = replaced.get(path);
  if (text !== undefined) {
    response.writeHead(200, all).end(text);
    return;
  }
  const file = join(root, path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    response.writeHead(404, headers).end('not found');
    return;
  }
  if (mayCompress && isText(all['content-type'])) {
    response.writeHead(200, { ...all, 'content-encoding': 'gzip', vary: 'accept-encoding' });
    createReadStream(file).pipe(createGzip()).pipe(response);
    return;
  }
  response.writeHead(200, all);
  createReadStream(file).pipe(response);
};

/** The headers that netlify.toml gives to every path. Only as much TOML as that file uses. */
export const readNetlifyHeaders = (file: string): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const block of readFileSync(file, 'utf8').split('[[headers]]').slice(1)) {
    if (!/for\s*=\s*"\/\*"/.test(block)) continue;
    for (const [, name, long, short] of block.matchAll(
      /^\s*"?([A-Za-z-]+)"?\s*=\s*(?:"""([\s\S]*?)"""|"((?:[^"\\]|\\.)*)")/gm,
    )) {
      if (name && name !== 'for') headers[name] = (long ?? short ?? '').replace(/\s+/g, ' ').trim();
    }
  }
  return headers;
};
