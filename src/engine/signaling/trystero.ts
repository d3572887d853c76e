// Trystero over all of our relays: one strategy, made afresh for each rendezvous (DESIGN D2).
//
// Trystero keeps its rooms inside the strategy object and remembers a room that could not be left cleanly for ever
// (trystero #195, #134): with a strategy of its own every call starts clean. The only file that makes a strategy.

import { createTopicStrategy, selfId, type JoinRoomConfig } from '@trystero-p2p/core';
import * as v from 'valibot';
import { createEmitter, type News } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import { readJson } from './announcement.ts';
import type { RelayEars } from './relay-ears.ts';
import type { Relay } from './relay.ts';
import type { Sealer } from './sealed.ts';
import { signalLimits } from './signal-limits.ts';
import { trackRtc, type RtcSource } from './tracked-rtc.ts';
import { createTrysteroLinks, type TrysteroLinks } from './trystero-links.ts';

export interface TrysteroFinder extends Disposable {
  readonly onLink: News<Link>;
  /** What Trystero wants to announce; goes into our announcement. */
  readonly announcement: string;
  /** Joins Trystero's room: its offers are gathered from here on. Once; `hear` does it as well. */
  start(): void;
  /** Hands Trystero an announcement that `relay` brought and that our checks let through. */
  hear(announcement: string, relay: Relay): void;
  /** Somebody is there through it. */
  isUsed(): boolean;
}

export interface TrysteroOptions {
  readonly relays: readonly Relay[];
  readonly appId: string;
  /** RoomKeys.topic: Trystero's room. */
  readonly topic: string;
  readonly password: string;
  readonly self: PersonId;
  readonly instance: string;
  /** STUN alone: the 20 connections that wait in Trystero's pool would each allocate on a TURN server. */
  readonly stunServers: readonly { urls: string[] }[];
  readonly rtc: RtcSource;
  readonly sealer: Sealer;
  readonly ears: RelayEars;
  readonly clock: ClockPort;
  readonly log: Log;
  /** False before joining: nothing is sent. */
  isOpen(): boolean;
}

const announcementSchema = v.object({ peerId: v.pipe(v.string(), v.regex(/^\w{8,64}$/)) });

/**
 * Lets each peer be negotiated with over a few relays only. Trystero sends an offer and every candidate through each
 * relay on which it sees a peer; with a dozen relays that would be a hundred events for one newcomer.
 */
const createRelayQuota = () => {
  const relaysOf = new Map<string, Set<Relay>>();
  return (peerId: string, relay: Relay): boolean => {
    const relays = relaysOf.get(peerId) ?? new Set();
    for (const used of relays) if (!used.isOpen) relays.delete(used);
    if (!relays.has(relay) && relays.size >= signalLimits.trysteroRelaysPerPeer) return false;
    relays.add(relay);
    relaysOf.set(peerId, relays);
    const [oldest] = relaysOf.keys();
    if (relaysOf.size > signalLimits.rememberedPeople && oldest !== undefined) relaysOf.delete(oldest);
    return true;
  };
};

/** Trystero's strategy over our relays; `roots` takes, for each, how to hand Trystero an announcement. */
const createStrategy = (
  { relays, sealer, ears, log, isOpen }: TrysteroOptions,
  roots: Map<Relay, (text: string) => void>,
  onAnnouncement: (text: string) => void,
) => {
  const publish = async (relay: Relay, target: string, text: string): Promise<void> => {
    if (!isOpen() || !relay.isOpen) return;
    try {
      relay.publish(target, await sealer.seal(target, text));
    } catch (error) {
      log.warn('trystero-not-sealed', { reason: reasonOf(error) });
    }
  };
  return createTopicStrategy<Relay, JoinRoomConfig>({
    // Relays are given as they are, open or not: one that never opens must not keep Trystero from using the others.
    init: () => [...relays],
    subscribeTopic: (relay, target, onMessage, { kind }) => {
      const deliver = (text: string): void => void onMessage(target, text);
      if (kind === 'self') return ears.listen(relay, target, deliver);
      // Announcements come in through `hear`: they are part of ours, on our own topic.
      roots.set(relay, deliver);
      return () => void roots.delete(relay);
    },
    publishTopic: (relay, target, message, { kind }) => {
      const text = typeof message === 'string' ? message : JSON.stringify(message);
      if (kind === 'signal') return publish(relay, target, text);
      // When to announce is the announcer's business.
      onAnnouncement(text);
      return { stopAnnouncing: true };
    },
  });
};

/** Silent while `isOpen` says false. */
export const createTrysteroFinder = (options: TrysteroOptions): TrysteroFinder => {
  const { appId, topic, password, self, instance, stunServers, clock, log } = options;
  const tracked = trackRtc(options.rtc, clock);
  const roots = new Map<Relay, (text: string) => void>();
  const mayUse = createRelayQuota();
  let announcement = JSON.stringify({ peerId: selfId });
  const joinRoom = createStrategy(options, roots, (text) => {
    announcement = text;
  });
  const config: JoinRoomConfig = {
    appId,
    password,
    rtcPolyfill: tracked.polyfill,
    rtcConfig: { iceServers: [...stunServers] },
    relayConfig: { manualReconnection: true, warnOnRelayFailure: false },
  };
  const onJoinError = (): void => log.info('trystero-join-error');
  const onLink = createEmitter<Link>();
  let links: TrysteroLinks | undefined;
  let isOver = false;
  const start = (): void => {
    if (links || isOver) return;
    const room = joinRoom(config, topic, { onJoinError });
    links = createTrysteroLinks({ room, tracked, self, instance, clock, log });
    links.onLink.on(onLink.emit);
  };
  return {
    onLink,
    start,
    get announcement() {
      return announcement;
    },
    hear: (text, relay) => {
      const heard = readJson(announcementSchema, text);
      if (!heard || heard.peerId === selfId || !mayUse(heard.peerId, relay)) return;
      start();
      // Nothing but the id: a text of Trystero's could also hold an offer, which belongs on another topic.
      roots.get(relay)?.(JSON.stringify({ peerId: heard.peerId }));
    },
    isUsed: () => links?.isUsed() ?? false,
    [Symbol.dispose]: () => {
      isOver = true;
      links?.[Symbol.dispose]();
    },
  };
};
