// Makes the call of a room out of the browser's parts.

import { createScope } from '#core/base/scope.ts';
import type { Log } from '#core/base/log.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { EncodePort } from '#core/ports/encode.ts';
import type { ForwardPort } from '#core/ports/forward.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { NetPort } from '#core/ports/net.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import type { StorePort } from '#core/ports/store.ts';
import type { Call } from '#engine/call/api.ts';
import { createCall } from '#engine/call/call.ts';
import type { IceServers } from '#engine/mesh/ice-plan.ts';
import { openIdentity } from '#engine/security/identity.ts';
import type { InstanceConfig } from '#engine/signaling/instance-config.ts';
import { createRendezvous } from '#engine/signaling/rendezvous.ts';
import { deriveRoomKeys } from '#engine/signaling/room-keys.ts';
import type { RoomLink } from '#engine/signaling/room-link.ts';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import { features } from '#features/registry.ts';
import { createPressure } from './pressure.ts';
import { watchOtherWindows } from './seat.ts';

/** Asked for where somebody wants to know how well they are connected; its parts are those of a call. */
export const loadProbe = () => import('#engine/signaling/probe-relays.ts');

export interface Platform {
  readonly rtc: RtcPort;
  readonly forward: ForwardPort;
  readonly encode: EncodePort;
  readonly media: MediaPort;
  readonly clock: ClockPort;
  readonly store: StorePort;
  readonly net: NetPort;
  readonly log: Log;
  readonly seat: Promise<string>;
  readonly config: InstanceConfig;
  /** By how much the host's clock is ahead of ours, where that is known. */
  readonly hostAheadMs?: number | undefined;
  readonly app: string;
}

/** The call of `link`, in the green room: its sockets open and its offers get warm from now on. */
export const openCall = async (platform: Platform, link: RoomLink, ice: ReadonlySignal<IceServers>): Promise<Call> => {
  const { clock, net, log, config } = platform;
  const scope = createScope();
  // Its worker starts while keys are made, and is there before anybody can press Join.
  if (config.encodeOnce) platform.encode.warmUp();
  const instance = crypto.randomUUID();
  const keys = await deriveRoomKeys(link.secret);
  const identity = await openIdentity(platform.store, await platform.seat);
  const { isOther, stop } = watchOtherWindows(keys.topic);
  scope.add(stop);
  const rendezvous = createRendezvous({
    keys,
    self: identity.person,
    instance,
    config,
    hostAheadMs: platform.hostAheadMs,
    clock,
    net,
    log,
    rtc: platform.rtc,
    isRelayOnly: computed(() => ice.value.isRelayOnly),
  });
  const call = createCall({
    ...platform,
    encode: config.encodeOnce ? platform.encode : undefined,
    pressure: createPressure(),
    identity,
    instance,
    room: keys.bindingId,
    rendezvous,
    ice,
    features,
    isInAnotherWindow: isOther,
  });
  return {
    ...call,
    [Symbol.dispose]: () => {
      call[Symbol.dispose]();
      scope[Symbol.dispose]();
    },
  };
};
