// The composition root: makes the browser's parts, the engine and the screens; nothing is created anywhere else.

import './shell/platform/polyfill.ts';
import { createLog } from '#core/base/log.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import { readPrefs } from '#screens/prefs/prefs.ts';
import { loadScreen, mountApp } from './shell/app/app.tsx';
import { applyAppearance } from './shell/app/appearance.ts';
import { isRoomless } from './shell/app/route.ts';
import { createClock } from './shell/platform/clock.ts';
import { createEncode } from './shell/platform/encode.ts';
import { createForward } from './shell/platform/forward.ts';
import { fetchInstance } from './shell/platform/instance.ts';
import { createMedia } from './shell/platform/media.ts';
import { createNet } from './shell/platform/net.ts';
import { findObstacle } from './shell/platform/obstacle.ts';
import { createPresencePorts } from './shell/platform/presence.ts';
import { openRearCamera } from './shell/platform/rear-camera.ts';
import { createRtc } from './shell/platform/rtc.ts';
import { createTimeline } from './shell/platform/timeline.ts';
import { createScreenPorts } from './shell/platform/screen-ports.ts';
import { takeSeat } from './shell/platform/seat.ts';
import { createStore } from './shell/platform/store.ts';
import { openWebStorage } from './shell/platform/web-storage.ts';
import { holdCallLock } from './shell/pwa/call-lock.ts';
import { createInstaller } from './shell/pwa/install.ts';
import { registerWorker } from './shell/pwa/register.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';

/** By then a device that has just changed its network has the other one. Each time twice as long. */
let askAgainMs = 1_000;
// What was drawn without its style sheet gets it as soon as it can be had: nothing else asks for one a second time (Vite).
addEventListener(
  'error',
  ({ target: lost }) => {
    if (!(lost instanceof HTMLLinkElement) || lost.rel !== 'stylesheet') return;
    setTimeout(() => lost.replaceWith(lost.cloneNode()), askAgainMs);
    askAgainMs = Math.min(askAgainMs * 2, 60_000);
  },
  true,
);

// Before anything else: the first screen that names no room is a chunk of its own.
const screenLoaded = loadScreen(location.hash);

const hasNoRoom = (): boolean => isRoomless(location.hash);

/** Safari has no idle callbacks; a moment after the first picture will do there. */
const whenIdle = (task: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: 4_000 });
  else setTimeout(task, 1_000);
};

const workerDelayMs = 5_000;

/** Only where no room is open, the page can be reloaded without anybody losing anything. */
const watchRoomless = (): ReadonlySignal<boolean> => {
  const canReload = signal(hasNoRoom());
  addEventListener('hashchange', () => {
    canReload.value = hasNoRoom();
  });
  return canReload;
};

const start = async (root: HTMLElement): Promise<void> => {
  // Before anything is drawn, and before the browser's offer, which comes once.
  applyAppearance(document, readPrefs(openWebStorage('localStorage')));
  const installer = createInstaller();
  // The engine weighs as much as all the rest: with a room's link it comes beside the first picture, else after it.
  const loadEngine = (): Promise<typeof import('./shell/platform/open-call.ts')> =>
    import('./shell/platform/open-call.ts');
  if (!hasNoRoom()) loadEngine().catch(() => {});
  const log = createLog(() => performance.timeOrigin + performance.now(), 500, createTimeline());
  const [{ config, hostAheadMs, problems }, obstacle] = await Promise.all([
    fetchInstance('./starling.json'),
    findObstacle(),
    screenLoaded,
  ]);
  const store = createStore();
  const platform = {
    rtc: createRtc(),
    forward: createForward(),
    encode: createEncode(),
    media: createMedia(),
    clock: createClock(),
    store,
    net: createNet(),
    log,
    seat: takeSeat(),
    config,
    hostAheadMs,
    app: __APP_VERSION__,
  };
  mountApp(root, {
    instanceName: config.name,
    problems,
    obstacle,
    iceServers: config.iceServers,
    openCall: async (link, ice) => (await loadEngine()).openCall(platform, link, ice),
    createRoomSecret,
    parseRoomLink,
    formatRoomHash,
    holdCallLock: () => holdCallLock(),
    createScreenPorts: (prefs, ice) => createScreenPorts({ rtc: platform.rtc, ice, appVersion: platform.app }, prefs),
    presence: createPresencePorts(),
    probeRelays: async (signal) => {
      const { probeRelays } = await (await loadEngine()).loadProbe();
      return probeRelays({ relays: config.relays, clock: platform.clock }, signal);
    },
    openRearCamera,
    installer,
    clearStore: store.clear,
    log,
  });
  whenIdle(() => void loadEngine().catch(() => {}));
  // Its first installation fetches the whole app: whoever came by a link wants to see people first.
  setTimeout(() => registerWorker({ canReload: watchRoomless(), log }), hasNoRoom() ? 0 : workerDelayMs);
};

const root = document.getElementById('app');
if (root) void start(root);
