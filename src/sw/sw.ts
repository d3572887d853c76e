// The service worker: the page opens without a network, and a new version waits until no call is running.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare let self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: (string | { url: string; revision: string | null })[];
};

const CONFIG_CACHE = 'starling-config';
/** A network that swallows packets must not hold up the page: the last known relays are nearly always right. */
const CONFIG_PATIENCE_MS = 3000;

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
// Rooms live behind the `#`, so every navigation within the scope is the same page.
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));

const configUrl = new URL('starling.json', self.registration.scope).href;

const fetchConfig = async (request: Request): Promise<Response> => {
  const response = await fetch(request, { cache: 'no-cache' });
  if (!response.ok) return response;
  const cache = await caches.open(CONFIG_CACHE);
  // Without its time: the page takes that for the time of this moment.
  const headers = new Headers(response.headers);
  headers.delete('date');
  await cache.put(configUrl, new Response(response.clone().body, { headers }));
  return response;
};

const cachedConfig = (): Promise<Response | undefined> => caches.match(configUrl, { cacheName: CONFIG_CACHE });

/** Resolves late and with the cached file, if there is one; a missing one never wins against the network. */
const cachedAfter = async (ms: number, fresh: Promise<Response>): Promise<Response> => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return (await cachedConfig()) ?? fresh;
};

const answerConfig = async (request: Request): Promise<Response> => {
  const fresh = fetchConfig(request);
  try {
    return await Promise.race([fresh, cachedAfter(CONFIG_PATIENCE_MS, fresh)]);
  } catch {
    // The page has a built-in list for the case that there is no file at all.
    return (await cachedConfig()) ?? Response.error();
  }
};

registerRoute(
  ({ url }) => url.href === configUrl,
  ({ request }) => answerConfig(request),
);

// Before the first call is offered: a page that opened for the first time works offline from then on.
self.addEventListener('install', (event) => {
  event.waitUntil(fetchConfig(new Request(configUrl)).catch(() => undefined));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

// Only src/shell/pwa/update.ts sends this, and never during a call. The name is that of workbox-window.
self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const message: unknown = event.data;
  if (typeof message !== 'object' || message === null || !('type' in message)) return;
  if (message.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
});
