// Serves the files of one folder the way a good static host does: types, compression, caching, our headers.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { cacheControl, HEADERS } from '../headers.ts';
import { localConfig } from '../local-config.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

export const mimeType = (path: string): string => TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';

const isCompressible = (type: string): boolean => /^text\/|json|javascript|svg|wasm/.test(type);

/** The file that a request path names, or null when it leaves the folder, is hidden or makes no sense. */
export const filePath = (root: string, pathname: string): string | null => {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (!decoded.startsWith('/') || /[\0\\]/.test(decoded)) return null;
  // This also refuses `..` and what tools leave behind, such as `.vite`.
  if (decoded.split('/').some((part) => part.startsWith('.'))) return null;
  const file = join(root, ...decoded.split('/'), decoded.endsWith('/') ? 'index.html' : '');
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null;
};

type Encoding = 'br' | 'gzip' | 'identity';

export const pickEncoding = (accepted: string | undefined): Encoding => {
  const offered = (accepted ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]);
  return offered.includes('br') ? 'br' : offered.includes('gzip') ? 'gzip' : 'identity';
};

const compress = (body: Buffer, encoding: Encoding): Promise<Buffer> => {
  if (encoding === 'gzip') return promisify(gzip)(body, { level: 9 });
  if (encoding === 'br') return promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  return Promise.resolve(body);
};

interface Answer {
  readonly type: string;
  readonly etag: string;
  body(encoding: Encoding): Promise<Buffer>;
}

/** Kept while the file doesn't change: each is read and compressed once. */
const createAnswers = (root: string): ((file: string) => Promise<Answer | null>) => {
  const answers = new Map<string, { readonly version: string; readonly answer: Promise<Answer> }>();
  const make = async (file: string): Promise<Answer> => {
    const onDisk = await readFile(file);
    const raw = file === join(root, 'starling.json') ? Buffer.from(localConfig(onDisk.toString())) : onDisk;
    const bodies = new Map<Encoding, Promise<Buffer>>();
    return {
      type: mimeType(file),
      etag: `W/"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`,
      body: (encoding) => {
        const body = bodies.get(encoding) ?? compress(raw, encoding);
        bodies.set(encoding, body);
        return body;
      },
    };
  };
  return async (file) => {
    const info = await stat(file).catch(() => null);
    if (info?.isFile() !== true) return null;
    const version = `${info.mtimeMs} ${info.size}`;
    const known = answers.get(file);
    if (known?.version === version) return known.answer;
    const answer = make(file);
    answers.set(file, { version, answer });
    return answer;
  };
};

/**
 * All but one: this server has no certificate that anybody trusts, and a browser that was told to come by https alone
 * would no longer let anybody past its warning, nor come by http to whatever else runs on this machine.
 */
const SENT = Object.entries(HEADERS).filter(([name]) => name !== 'Strict-Transport-Security');

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const plain = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' });
  response.end(`${text}\n`);
};

const send = async (request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> => {
  const isEncoded = isCompressible(answer.type);
  const encoding = isEncoded ? pickEncoding(request.headers['accept-encoding']) : 'identity';
  response.setHeader('ETag', answer.etag);
  if (isEncoded) response.setHeader('Vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === answer.etag) {
    response.writeHead(304).end();
    return;
  }
  const body = await answer.body(encoding);
  response.setHeader('Content-Type', answer.type);
  response.setHeader('Content-Length', body.length);
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
};

/** Rooms live behind the `#`, so a path that is no file is simply not there. */
export const createStaticHandler = (root: string): Handler => {
  const answerOf = createAnswers(root);
  return async (request, response) => {
    for (const [name, value] of SENT) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return plain(response, 405, 'Only GET and HEAD.');
    }
    const [pathname = ''] = (request.url ?? '/').split(/[?#]/);
    const file = filePath(root, pathname);
    const answer = file === null ? null : await answerOf(file);
    if (answer === null) return plain(response, 404, 'Not found.');
    response.setHeader('Cache-Control', cacheControl(pathname));
    return send(request, response, answer);
  };
};
