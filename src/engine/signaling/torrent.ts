// BitTorrent trackers through Trystero's own package: trackers match people up and cannot publish and subscribe.
//
// What this cannot change: trackers are asked again every 10 to 120 s (they demand it), a second pool of waiting
// connections is made, and two strategies make two data channels to the same peer.

import { getRelaySockets, joinRoom, pauseRelayReconnection, resumeRelayReconnection } from '@trystero-p2p/torrent';
import type { Stop } from '#core/base/scope.ts';
import type { News } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { Log } from '#core/base/log.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link, RelayState } from '#core/ports/link.ts';
import { trackRtc, type RtcSource } from './tracked-rtc.ts';
import { createTrysteroLinks, type TrysteroLinks } from './trystero-links.ts';

export interface TorrentRoom extends Disposable {
  readonly onLink: News<Link>;
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

/** Hears how each tracker of `urls` is, in their order, at once and then every 2 s. */
export type HearStates = (states: readonly RelayState[]) => void;

/** The package's types say `any` here. */
const socketsNow = getRelaySockets as () => Readonly<Record<string, WebSocket>>;

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
const closeTrackers = (urls: readonly string[]): void => {
  pauseRelayReconnection();
  const sockets = socketsNow();
  for (const url of urls) sockets[url]?.close();
};

/** Joins the room of the package; gives the links of its peers. */
const joinLinks = (options: TorrentOptions): TrysteroLinks => {
  const { urls, appId, topic, password, self, instance, stunServers, rtc, clock, log } = options;
  resumeRelayReconnection();
  const tracked = trackRtc(rtc, clock);
  const config = {
    appId,
    password,
    rtcPolyfill: tracked.polyfill,
    rtcConfig: { iceServers: [...stunServers] },
    relayConfig: { urls: [...urls], manualReconnection: true, warnOnRelayFailure: false },
  };
  return createTrysteroLinks({ room: joinRoom(config, topic), tracked, self, instance, clock, log });
};

/** Joins at once, and leaves for good when disposed. */
export const joinTorrent = (options: TorrentOptions, hearStates: HearStates): TorrentRoom => {
  const { urls, clock } = options;
  const links = joinLinks(options);
  let stopLooking: Stop = () => {};
  const look = (): void => {
    const sockets = socketsNow();
    hearStates(urls.map((url) => stateOf(sockets[url])));
    stopLooking = clock.after(lookEveryMs, look);
  };
  look();
  return {
    onLink: links.onLink,
    [Symbol.dispose]: () => {
      stopLooking();
      links[Symbol.dispose]();
      closeTrackers(urls);
    },
  };
};
