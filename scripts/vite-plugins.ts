// Vite plugins of ours: the relay beside the development server, the policy inside the built page, the order of its styles.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Plugin, PreviewServer, ViteDevServer } from 'vite';
import { META_POLICY } from './headers.ts';
import { localConfig, RELAY_PATH } from './local-config.ts';

type Next = (error?: unknown) => void;

const beside = async (server: ViteDevServer | PreviewServer, directory: string): Promise<void> => {
  const answer = async (response: ServerResponse): Promise<void> => {
    const built = await readFile(join(directory, 'starling.json'), 'utf8');
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Cache-Control', 'no-cache');
    response.end(localConfig(built));
  };
  server.middlewares.use('/starling.json', (_request: IncomingMessage, response: ServerResponse, next: Next) => {
    answer(response).catch(next);
  });
  const http = server.httpServer;
  if (http === null) return;
  const { attachNostrRelay } = await import('./relay/nostr.ts');
  const relay = attachNostrRelay(http as Server, RELAY_PATH);
  http.on('close', () => void relay.close());
};

/** `npm run dev` and `npm run preview` bring their own relay, as `npm start` does. */
export const localRelay = (): Plugin => ({
  name: 'starling:relay',
  configureServer: (server) => beside(server, server.config.publicDir),
  configurePreviewServer: (server) => beside(server, join(server.config.root, server.config.build.outDir)),
});

/** Only in the built page: the development server puts styles and scripts inline. */
export const policyMeta = (): Plugin => ({
  name: 'starling:policy',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: META_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  },
});

/**
 * Every style sheet says the order of all layers before anything else. The first sheet that a browser meets decides it,
 * and which one that is, among the chunks of a build, is nobody's to say.
 */
export const layerOrder = (): Plugin => {
  const order = readFileSync('src/ui/styles/layers.css', 'utf8').match(/^@layer [^{;]+;/m)?.[0];
  if (order === undefined) throw new Error('src/ui/styles/layers.css names no layers');
  return {
    name: 'starling:layer-order',
    enforce: 'pre',
    transform: { filter: { id: /\.css$/ }, handler: (code) => ({ code: `${order}\n${code}`, map: null }) },
  };
};
