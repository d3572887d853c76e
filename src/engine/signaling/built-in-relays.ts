// The public relays and STUN servers of this release, used wherever `starling.json` says nothing.
//
// Overlap rule: two people meet only when they share one live relay, and an installed app may be many releases old. A
// release may therefore replace at most a third of a list, appends before it removes, and never reorders what stays.
// Sources: Trystero 0.25.4's default lists, and relays that have been public for years.

import type { IceServerConfig, RelayLists } from './instance-config.ts';

/** Relays by network; each is a complete address. */
export const builtInRelays: RelayLists = {
  nostr: [
    'wss://nos.lol',
    'wss://relay.damus.io',
    'wss://relay.primal.net',
    'wss://relay.mostr.pub',
    'wss://nostr.data.haus',
    'wss://purplerelay.com',
    'wss://bucket.coracle.social',
    'wss://nostr.vulpem.com',
  ],
  mqtt: ['wss://broker.emqx.io:8084/mqtt', 'wss://broker.hivemq.com:8884/mqtt', 'wss://test.mosquitto.org:8081/mqtt'],
  torrent: ['wss://tracker.openwebtorrent.com', 'wss://tracker.webtorrent.dev', 'wss://tracker.btorrent.xyz'],
};

/** STUN of two operators: one alone would be a single point of failure. TURN costs money and comes from `starling.json`. */
export const builtInIceServers: readonly IceServerConfig[] = [
  { urls: ['stun:stun.l.google.com:19302', 'stun:stun1.l.google.com:19302'] },
  { urls: ['stun:stun.cloudflare.com:3478'] },
];

/** Name of an instance that gives itself none. */
export const builtInName = 'Starling';
