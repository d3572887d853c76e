// Somebody in the room whose app is not ours: connects like anybody, then says whatever the test wants.

import { signal } from '@preact/signals-core';
import { createLog } from '#core/base/log.ts';
import { encodeEnvelope } from '#core/wire/envelope.ts';
import { createGreeter } from '#engine/call/greeting.ts';
import { wrapSignal } from '#engine/call/conversation.ts';
import type { Wired } from '#engine/mesh/attempt.ts';
import { createMesh } from '#engine/mesh/mesh.ts';
import { openIdentity } from '#engine/security/identity.ts';
import { plantIdentity } from '../../../fakes/identity.ts';
import { noServersPlan } from '../../../fakes/ice.ts';
import { createFakeMedia } from '../../../fakes/media.ts';
import { createFakeStore } from '../../../fakes/store.ts';
import type { World } from '../../../fakes/world.ts';

export interface StrangerOptions {
  readonly name?: string;
  readonly room?: Uint8Array;
  /** Changes the hello before it is sent. */
  readonly twist?: (hello: Record<string, unknown>) => Record<string, unknown>;
  /** Says something before, or in place of, the hello. */
  readonly before?: (wired: Wired) => void;
  readonly saysHello?: boolean;
}

let strangers = 0;

export const createStranger = async (world: World, options: StrangerOptions = {}) => {
  const {
    name = 'Mal',
    room = new Uint8Array(32).fill(7),
    twist = (hello) => hello,
    before,
    saysHello = true,
  } = options;
  const { clock, network, meeting } = world;
  const store = createFakeStore();
  await plantIdentity(store, name, 99);
  const identity = await openIdentity(store, 'seat');
  strangers += 1;
  const instance = `stranger-${strangers}`;
  const mesh = createMesh({
    self: identity.person,
    instance,
    rtc: network.port(name),
    media: createFakeMedia(),
    ice: signal(noServersPlan),
    clock,
    log: createLog(clock.nowMs),
    wrapSignal,
  });
  const wires: Wired[] = [];
  const heard: string[] = [];
  const greeting = { identity, room, app: 'evil', features: { chat: 1 } };
  const state = { name, microphone: false, camera: false, inCallMs: 0, sees: [] };
  mesh.onPeer.on((peer) => {
    peer.onMessage.on(({ data }) => {
      heard.push(String(data));
      // Its own end takes whatever comes for a hello.
      peer.accept();
    });
    peer.onGreet.on((wired) => {
      wires.push(wired);
      before?.(wired);
      if (!saysHello) return;
      void createGreeter(greeting, peer.person)
        .makeHello(wired.descriptions(), state)
        .then((hello) => {
          const body = twist({ ...hello });
          wired.send(encodeEnvelope({ feature: 'call', type: 'hello', version: 1, id: 1, body }));
        });
    });
  });
  const rendezvous = meeting.rendezvous(identity.person, instance);
  rendezvous.onLink.on((link) => mesh.addLink(link));
  rendezvous.join();
  return {
    person: identity.person,
    wires,
    heard,
    say: (text: string): void => wires.forEach((wired) => void wired.send(text)),
    tell: (feature: string, type: string, body: unknown): void =>
      wires.forEach((wired) => void wired.send(encodeEnvelope({ feature, type, version: 1, id: 1, body }))),
    end: (): void => {
      rendezvous[Symbol.dispose]();
      mesh[Symbol.dispose]();
    },
  };
};
