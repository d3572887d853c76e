// Several people in one Node process: a fake network, a fake meeting point, and real calls.

import type { Call, Shown } from '#engine/call/api.ts';
import { createCall } from '#engine/call/call.ts';
import { createLadders } from '#engine/mesh/ladders.ts';
import { openIdentity } from '#engine/security/identity.ts';
import { createLog } from '#core/base/log.ts';
import type { StorePort } from '#core/ports/store.ts';
import type { IceServers } from '#engine/mesh/ice-plan.ts';
import { chat, features } from '#features/registry.ts';
import { signal, type Signal } from '@preact/signals-core';
// Loaded when it is needed: here it is there already, so that no run waits for it in real time.
import '#engine/call/carry/carriage.ts';
import '#engine/call/figures.ts';
import '#engine/call/wishes/wishes.ts';
import '#engine/mesh/sharing.ts';
import { createFakeClock, type FakeClock } from './clock.ts';
import { createFakeEncode, type FakeEncode } from './encode.ts';
import { createFakeForward, type FakeForward } from './forward.ts';
import { noServers } from './ice.ts';
import { plantIdentity } from './identity.ts';
import { createFakeMedia, type FakeMedia } from './media.ts';
import { createFakeMeeting, type FakeMeeting } from './meeting.ts';
import { createFakeNet, type FakeNet } from './net.ts';
import { createFakePressure, type FakePressure } from './pressure.ts';
import { createFakeNetwork, type FakeNetwork } from './rtc-network.ts';
import { createFakeStore } from './store.ts';

export interface Inhabitant {
  readonly name: string;
  readonly call: Call;
  readonly media: FakeMedia;
  readonly forward: FakeForward;
  readonly encode: FakeEncode;
  readonly pressure: FakePressure;
  readonly net: FakeNet;
  /** The device's memory: given to the next page load, it brings the same person back. */
  readonly store: StorePort;
  readonly seat: string;
  readonly instance: string;
  /** Servers for finding paths; may be changed at any time. */
  readonly ice: Signal<IceServers>;
}

export interface World {
  readonly clock: FakeClock;
  readonly network: FakeNetwork;
  readonly meeting: FakeMeeting;
  /** A person in the green room; `before` is the page load that this one follows. */
  person(name: string, before?: Inhabitant): Promise<Inhabitant>;
  /** Dies without a word. */
  kill(person: Inhabitant): void;
}

/** Browsers encode once for everybody where `isShared`; elsewhere each connection has an encoder. */
export const createWorld = (seed: number, isShared = false): World => {
  const clock = createFakeClock(seed);
  const network = createFakeNetwork(clock);
  const meeting = createFakeMeeting(clock);
  let pages = 0;
  return {
    clock,
    network,
    meeting,
    kill: ({ call, name, instance }) => {
      network.kill(name);
      meeting.vanish(instance);
      call[Symbol.dispose]();
    },
    person: async (name, before) => {
      const store = before?.store ?? createFakeStore();
      const seat = before?.seat ?? `seat-${name}`;
      const media = createFakeMedia();
      const forward = createFakeForward();
      const encode = createFakeEncode();
      encode.canEncode = before?.encode.canEncode ?? isShared;
      const pressure = createFakePressure();
      const net = createFakeNet();
      if (!before) await plantIdentity(store, name, seed);
      const identity = await openIdentity(store, seat);
      const ice = before?.ice ?? signal(noServers);
      const instance = `page-${++pages}-${seed}`;
      const call = createCall({
        identity,
        instance,
        room: new Uint8Array(32).fill(7),
        rendezvous: meeting.rendezvous(identity.person, instance),
        rtc: network.port(name),
        forward,
        encode,
        pressure,
        media,
        clock,
        store,
        net,
        log: createLog(() => clock.nowMs()),
        ice,
        app: 'test',
        features,
        isInAnotherWindow: signal(false),
        loadLadders: async () => ({ createLadders }),
      });
      call.setName(name);
      return { name, call, media, forward, encode, pressure, net, store, seat, instance, ice };
    },
  };
};

/** All of them in one call, their cameras on; they have not met yet. */
export const joinWithCameras = async (world: World, names: readonly string[]): Promise<readonly Inhabitant[]> => {
  const people: Inhabitant[] = [];
  for (const name of names) people.push(await world.person(name));
  for (const { call } of people) {
    await call.media.setCamera(true);
    call.join();
  }
  return people;
};

/** A tile that is `height` dots high. */
export const tileOf = (height: number, more: Partial<Shown> = {}): Shown => ({
  width: Math.round((height * 16) / 9),
  height,
  framesPerSecond: 30,
  priority: 'grid',
  ...more,
});

/** The names of the others whom `person` is connected to, sorted. */
export const connectedNames = ({ call }: Inhabitant): string[] =>
  call.people.value
    .filter(({ connection }) => connection.value.is === 'connected')
    .map(({ name }) => name.value)
    .sort();

/** The texts that `person` sees in the chat. */
export const chatTexts = ({ call }: Inhabitant): string[] =>
  call.feature(chat)?.messages.value.map(({ text }) => text) ?? [];

/** Writes to everybody. */
export const write = ({ call }: Inhabitant, text: string): void => {
  const model = call.feature(chat);
  model?.setDraft(text);
  model?.send();
};
