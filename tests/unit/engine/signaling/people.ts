// Rendezvous of several people in one process, over relays of this machine, in real time.

import { onTestFinished } from 'vitest';
import { toBase58 } from '#core/base/bytes.ts';
import type { PersonId } from '#core/base/ids.ts';
import { createLog, type Log } from '#core/base/log.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link, Rendezvous } from '#core/ports/link.ts';
import { createRendezvous, type RendezvousOptions } from '../../../../src/engine/signaling/rendezvous.ts';
import { deriveRoomKeys, type RoomKeys } from '../../../../src/engine/signaling/room-keys.ts';
import { createRoomSecret } from '../../../../src/engine/signaling/room-link.ts';
import { createFakeNet, type FakeNet } from '../../../fakes/net.ts';
import { loadNodeMqtt } from './node-mqtt.ts';

export const createRealClock = (): ClockPort => ({
  nowMs: () => performance.now(),
  dateMs: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});

export const newPersonId = (): PersonId =>
  toBase58(crypto.getRandomValues(new Uint8Array(16))).slice(0, 20) as PersonId;

export interface Room {
  readonly secret: string;
  readonly keys: RoomKeys;
}

export const newRoom = async (): Promise<Room> => {
  const secret = createRoomSecret();
  return { secret, keys: await deriveRoomKeys(secret) };
};

export interface Somebody {
  readonly person: PersonId;
  readonly instance: string;
  readonly rendezvous: Rendezvous;
  readonly net: FakeNet;
  readonly log: Log;
  readonly links: Link[];
  /** All that came over any link, as `person: text`. */
  readonly heard: string[];
  linkTo(person: PersonId): Link | undefined;
}

export interface SomebodyOptions extends Partial<RendezvousOptions> {
  readonly nostr?: readonly string[];
  readonly mqtt?: readonly string[];
  readonly torrent?: readonly string[];
  /** Other windows on this device hear nothing of each other; default, so that a test sees the relays alone. */
  readonly isAlone?: boolean;
  /** False: nobody listens to the links; `heard` stays empty. */
  readonly listens?: boolean;
}

const deafChannel = () => ({ postMessage: () => {}, close: () => {}, onmessage: null });

/** Somebody in the green room; disposed of when the test is over. */
export const somebody = (
  room: Room,
  { nostr = [], mqtt = [], torrent = [], isAlone = true, listens = true, ...options }: SomebodyOptions,
): Somebody => {
  const clock = options.clock ?? createRealClock();
  const net = createFakeNet();
  const log = createLog(clock.nowMs);
  const person = options.self ?? newPersonId();
  const instance = options.instance ?? crypto.randomUUID();
  const rendezvous = createRendezvous({
    keys: room.keys,
    config: { relays: { nostr, mqtt, torrent }, iceServers: [] },
    net,
    log,
    loadMqtt: loadNodeMqtt,
    ...(isAlone ? { openChannel: deafChannel } : {}),
    ...options,
    clock,
    self: person,
    instance,
  });
  onTestFinished(() => rendezvous[Symbol.dispose]());
  const links: Link[] = [];
  const heard: string[] = [];
  rendezvous.onLink.on((link) => {
    links.push(link);
    if (listens) link.onMessage.on((text) => heard.push(`${link.to}: ${text}`));
  });
  return {
    person,
    instance,
    rendezvous,
    net,
    log,
    links,
    heard,
    linkTo: (other) => links.findLast((link) => link.to === other),
  };
};

/** True when the relay of that network is open. */
export const isOpen = ({ rendezvous }: Somebody, network: string): boolean =>
  rendezvous.relays.value.some((relay) => relay.network === network && relay.state.is === 'open');
