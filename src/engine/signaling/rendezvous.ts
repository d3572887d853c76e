// Finds the people of one room over every relay network at once; says nothing of this person until `join` (DESIGN D2).

import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { createEmitter } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import { createLater } from '#core/base/timers.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link, Rendezvous } from '#core/ports/link.ts';
import type { NetPort } from '#core/ports/net.ts';
import { createAnnouncer } from './announcer.ts';
import { readAnnouncement, type Announcement } from './announcement.ts';
import { createDeviceDriver, type OpenChannel } from './device-driver.ts';
import { createFinders, type FinderOptions, type Finders } from './finders.ts';
import { stunServersOf, type InstanceConfig } from './instance-config.ts';
import { createLateMqttDriver, type LoadMqtt } from './late-mqtt-driver.ts';
import { createNostrDriver } from './nostr-driver.ts';
import { createPresence } from './presence.ts';
import { createRelayEars } from './relay-ears.ts';
import { createRelayLinks } from './relay-link.ts';
import { relayName } from './relay-name.ts';
import { createRelay, type Relay } from './relay.ts';
import type { OpenSocket } from './relay-driver.ts';
import type { RoomKeys } from './room-keys.ts';
import { createSealer } from './sealed.ts';
import type { RtcSource } from './tracked-rtc.ts';

export interface RendezvousOptions {
  readonly keys: RoomKeys;
  readonly self: PersonId;
  /** Random for each page load: letters, digits, `_` and `-`, at most 64. */
  readonly instance: string;
  readonly config: Pick<InstanceConfig, 'relays' | 'iceServers'>;
  /** By how much the clock of the page's host is ahead of ours, where that is known. */
  readonly hostAheadMs?: number | undefined;
  readonly clock: ClockPort;
  readonly net: NetPort;
  readonly log: Log;
  /** For Trystero's data channels; without it relay links have to do. */
  readonly rtc?: RtcSource | undefined;
  /** While true, Trystero and the trackers stay out: their channels would show the own address. Default: never. */
  readonly isRelayOnly?: ReadonlySignal<boolean>;
  /** Default: the global WebSocket. */
  readonly openSocket?: OpenSocket;
  /** Default: the global BroadcastChannel. */
  readonly openChannel?: OpenChannel;
  /** Default: the browser build of mqtt.js; tests in Node bring the other one. */
  readonly loadMqtt?: LoadMqtt;
}

const trysteroAppId = 'starling';
/**
 * Trystero's data channel is the second way to a person who was heard, for when the first has not led there by then. It
 * makes 20 connections at once (FACTS.md), which is work for a quarter of a second and would take it from the join.
 */
const trysteroDelayMs = 2_000;

/** Trackers are slow and dear: they come in where the others did not do at once. */
const torrentDelayMs = 2_500;
/** Relays that are being opened are no reason to take the trackers: whoever comes back joins in the same moment. */
const openWithinMs = 1_000;

/**
 * A socket whose network is gone says nothing of it, and as long as nobody is there nobody falls silent either: whoever moved
 * to another network while joining would be announced on dead sockets for 45 s (laboratory, `move-joining`). So whoever still
 * searches asks the relays for a sign of life, so long after the join.
 */
const doubtAfterMs = [1_500, 4_000, 8_000, 16_000, 30_000];

const createRelays = ({
  config,
  hostAheadMs,
  clock,
  log,
  net,
  openSocket,
  openChannel,
  loadMqtt,
}: RendezvousOptions): readonly Relay[] => {
  const nostr = createNostrDriver(openSocket ?? ((url) => new WebSocket(url)), clock, hostAheadMs);
  const mqtt = createLateMqttDriver(loadMqtt);
  const device = createDeviceDriver(openChannel ?? ((name) => new BroadcastChannel(name)));
  return [
    createRelay({ driver: device, network: 'device', url: '', name: 'this device', clock, log }),
    ...config.relays.nostr.map((url) =>
      createRelay({ driver: nostr, network: 'nostr', url, name: relayName(url), clock, log, isOnline: net.isOnline }),
    ),
    ...config.relays.mqtt.map((url) =>
      createRelay({ driver: mqtt, network: 'mqtt', url, name: relayName(url), clock, log, isOnline: net.isOnline }),
    ),
  ];
};

/** The finders that make RTCPeerConnections; none where there is no WebRTC. */
const openFinders = (
  options: RendezvousOptions,
  parts: Pick<FinderOptions, 'relays' | 'sealer' | 'ears' | 'isOpen' | 'log'>,
): Finders | undefined => {
  const { keys, self, instance, config, clock, rtc, isRelayOnly = signal(false) } = options;
  if (!rtc) return undefined;
  const { topic, password } = keys;
  const stunServers = stunServersOf(config.iceServers);
  const common = { appId: trysteroAppId, topic, password, self, instance, stunServers, rtc, clock };
  return createFinders({ ...common, ...parts, urls: config.relays.torrent, isRelayOnly });
};

/** Last words and new beginnings: what the device tells us. */
const followNet = (net: NetPort, check: (isBack?: boolean) => void, sayBye: () => void): Stop => {
  const stops = [net.onNetworkChange.on(() => check(true)), net.onWake.on(() => check()), net.onPageHide.on(sayBye)];
  return () => {
    for (const stop of stops) stop();
  };
};

/** The join has had the line for itself; and what asks has to be here before it is needed, when nothing can be loaded. */
const returnDelayMs = 2_500;

const hasSocket = ({ network, status }: Relay): boolean =>
  network !== 'device' && ['open', 'probing'].includes(status.value.state.is);

/**
 * Opens sockets and listens on the own topics. Until `join` nothing is published but the
 * question who is there, which names nobody, and nothing is deciphered but the room's topic. Disposing says goodbye and
 * closes everything.
 */
export const createRendezvous = (options: RendezvousOptions): Rendezvous => {
  const { keys, self, instance, clock, net } = options;
  const log = options.log.area('signaling');
  const scope = createScope();
  const later = createLater(scope, clock.after);
  const onLink = createEmitter<Link>((error) => log.error('link-handler-threw', { reason: reasonOf(error) }));
  const beganMs = clock.nowMs();
  let stage: 'green-room' | 'joined' | 'over' = 'green-room';
  let isSearching = true;
  /** STUN servers answer here: they will tell when a network that was gone is back. */
  let isTold = false;
  const isOpen = (): boolean => stage === 'joined';

  const relays = createRelays({ ...options, log }).map((relay) => scope.use(relay));
  const sealer = createSealer(keys.sealKey);
  const ears = createRelayEars({ sealer, clock, isOpen });
  const finders = openFinders(options, { relays, sealer, ears, isOpen, log });
  const compose = (more: Pick<Announcement, 'bye' | 'opening'>): string => {
    const trystero = finders?.announcement ?? '';
    const announcement: Announcement = { v: 1, person: self, instance, at: Math.round(clock.dateMs()), trystero };
    return JSON.stringify({ ...announcement, ...more });
  };
  const onAnnounced = (): void => log.info('announced');
  const links = scope.use(createRelayLinks({ keys, self, instance, relays, sealer, ears, clock, log }));
  scope.add(links.onLink.on(onLink.emit));
  if (finders) scope.add(scope.use(finders).onLink.on(onLink.emit));
  const presence = scope.use(createPresence({ relays, topic: keys.topic, self, sealer, clock }));
  // Disposed of first, because it comes last: its goodbye needs everything else.
  const announcer = scope.use(createAnnouncer({ relays, topic: keys.topic, sealer, clock, compose, onAnnounced }));

  const hear = (text: string, relay: Relay): void => {
    const announcement = readAnnouncement(text);
    if (!announcement) return presence.hear(text, relay);
    if (!isOpen()) return presence.note(announcement);
    if (!links.hear(announcement, relay)) return;
    const hearAgain = (): void => {
      if (isSearching) finders?.hear(announcement.trystero, relay);
    };
    later(trysteroDelayMs, hearAgain);
  };
  const listenOptions = { isCopyWelcome: true, isEarly: true };
  for (const relay of relays) {
    scope.add(ears.listen(relay, keys.topic, (text) => hear(text, relay), listenOptions));
    relay.start();
  }
  const check = (isBack = false): void => {
    if (stage === 'over') return;
    for (const relay of relays) relay.check({ isBack, isTold });
    announcer.check();
  };
  scope.add(followNet(net, check, announcer.sayBye));
  const waitForReturn = async (): Promise<void> => {
    const iceServers = stunServersOf(options.config.iceServers);
    const { rtc, isRelayOnly = signal(false) } = options;
    if (!rtc || iceServers.length === 0) return;
    const { followReturn } = await import('./network-return.ts');
    const isWatched = computed(() => !isRelayOnly.value);
    const isCutOff = computed(() => !relays.some(hasSocket));
    const onTold = (): void => void (isTold = true);
    const onBack = (): void => check(true);
    scope.use(followReturn({ rtc, iceServers, clock, isOnline: net.isOnline, isWatched, isCutOff, onTold, onBack }));
  };
  return {
    relays: computed(() => [...relays.map(({ status }) => status.value), ...(finders?.statuses.value ?? [])]),
    onLink,
    setOpening: announcer.setOpening,
    present: presence.present,
    setPresent: presence.setPresent,
    join: () => {
      if (stage !== 'green-room') return;
      stage = 'joined';
      presence.join();
      later(returnDelayMs, () => {
        waitForReturn().catch((error: unknown) => log.warn('return-not-watched', { reason: reasonOf(error) }));
      });
      log.info('joined', { relaysOpen: relays.filter((relay) => relay.isOpen).length });
      announcer.join();
      later(Math.max(0, beganMs + openWithinMs - clock.nowMs()), () => {
        const isAlone = !relays.some((relay) => relay.isOpen && relay.network !== 'device');
        if (isAlone) finders?.joinTrackers();
      });
      later(torrentDelayMs, () => finders?.joinTrackers());
      for (const delayMs of doubtAfterMs)
        later(delayMs, () => {
          if (isSearching) for (const relay of relays) relay.check();
        });
    },
    setSearching: (wanted) => {
      isSearching = wanted;
      announcer.setSearching(wanted);
    },
    check: () => check(),
    [Symbol.dispose]: () => {
      if (stage === 'over') return;
      // The gate closes after the goodbye has gone.
      announcer[Symbol.dispose]();
      stage = 'over';
      scope[Symbol.dispose]();
    },
  };
};
