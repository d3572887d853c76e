// BitTorrent trackers through Trystero's own package: trackers match people up and cannot publish and subscribe.
//
// What this cannot change: trackers are asked again every 10 to 120 s (they demand it), a second pool of waiting
// connections is made, and two strategies make two data channels to the same peer.

import type { Stop } from '#core/base/scope.ts';
import { createEmitter, type News } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link, RelayState, RelayStatus } from '#core/ports/link.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';
import { relayName } from './relay-name.ts';
import { trackRtc, type RtcSource } from './tracked-rtc.ts';
import { createTrysteroLinks, type TrysteroLinks } from './trystero-links.ts';

export interface TorrentFinder extends Disposable {
  readonly onLink: News<Link>;
  readonly statuses: ReadonlySignal<readonly RelayStatus[]>;
  /** Loads the package and joins; once. */
  join(): void;
}

export interface TorrentOptions {
  readonly urls: readonly string[];
  readonly appId: string;
  readonly topic: string;
  readonly password: string;
  readonly self: PersonId;
  readonly instance: string;
  readonly stunServers: readonly { urls: string[] }[];
  readonly rtc: RtcSource;
  readonly clock: ClockPort;
  readonly log: Log;
}

type TorrentModule = typeof import('@trystero-p2p/torrent');

/** The package's types say `any` here. */
const socketsOf = (module: TorrentModule): Readonly<Record<string, WebSocket>> =>
  (module.getRelaySockets as () => Readonly<Record<string, WebSocket>>)();

/** How often the sockets are looked at: the package tells nobody of their changes. */
const lookEveryMs = 2_000;

const stateOf = (socket: WebSocket | undefined): RelayState => {
  if (!socket || socket.readyState === 0) return { is: 'connecting' };
  if (socket.readyState === 1) return { is: 'open', roundTripMs: undefined };
  return { is: 'waiting', attempt: 0, retryAtMs: 0 };
};

/**
 * The package never closes a tracker's socket and reconnects for ever. Its one switch stops all reconnecting of its
 * sockets in this page, so we throw it, close the sockets, and undo it at the next join. A socket that waits to retry
 * at this moment still opens once, says nothing, and stays closed when it closes.
 */
const closeTrackers = (module: TorrentModule, urls: readonly string[]): void => {
  module.pauseRelayReconnection();
  const sockets = socketsOf(module);
  for (const url of urls) sockets[url]?.close();
};

/** Joins the room of the package; gives the links of its peers. */
const joinTorrent = (module: TorrentModule, options: TorrentOptions): TrysteroLinks => {
  const { urls, appId, topic, password, self, instance, stunServers, rtc, clock, log } = options;
  module.resumeRelayReconnection();
  const tracked = trackRtc(rtc);
  const config = {
    appId,
    password,
    rtcPolyfill: tracked.polyfill,
    rtcConfig: { iceServers: [...stunServers] },
    relayConfig: { urls: [...urls], manualReconnection: true, warnOnRelayFailure: false },
  };
  return createTrysteroLinks({ room: module.joinRoom(config, topic), tracked, self, instance, clock, log });
};

/** Makes a finder that does nothing until `join`. */
export const createTorrentFinder = (options: TorrentOptions): TorrentFinder => {
  const { urls, clock, log } = options;
  const onLink = createEmitter<Link>();
  const statusesOf = (state: (url: string) => RelayState): readonly RelayStatus[] =>
    urls.map((url) => ({ network: 'torrent', name: relayName(url), state: state(url) }));
  const statuses = signal(statusesOf(() => ({ is: 'idle' })));
  let links: TrysteroLinks | undefined;
  let module: TorrentModule | undefined;
  let stopLooking: Stop = () => {};
  let stage: 'idle' | 'joining' | 'over' = 'idle';

  const look = (loaded: TorrentModule): void => {
    const sockets = socketsOf(loaded);
    const next = statusesOf((url) => stateOf(sockets[url]));
    const hasChanged = next.some(({ state }, index) => state.is !== statuses.peek()[index]?.state.is);
    if (hasChanged) statuses.value = next;
    stopLooking = clock.after(lookEveryMs, () => look(loaded));
  };
  const joinWith = (loaded: TorrentModule): void => {
    if (stage === 'over') return;
    module = loaded;
    links = joinTorrent(loaded, options);
    links.onLink.on(onLink.emit);
    look(loaded);
  };
  return {
    onLink,
    statuses,
    join: () => {
      if (stage !== 'idle' || urls.length === 0) return;
      stage = 'joining';
      statuses.value = statusesOf(() => ({ is: 'connecting' }));
      import('@trystero-p2p/torrent')
        .then(joinWith)
        .catch((error: unknown) => log.warn('torrent-not-joined', { reason: reasonOf(error) }));
    },
    [Symbol.dispose]: () => {
      stage = 'over';
      stopLooking();
      links?.[Symbol.dispose]();
      if (module) closeTrackers(module, urls);
    },
  };
};
