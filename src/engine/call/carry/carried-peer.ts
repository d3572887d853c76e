// Somebody at the other end of a carrier: to the rest of the engine a Peer like any other.

import { createEmitter } from '#core/base/emitter.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { VisitName } from '#core/wire/call-messages.ts';
import type { Wired } from '#engine/mesh/attempt.ts';
import type { CameraLimits } from '#engine/mesh/camera-limits.ts';
import type { Connection } from '#engine/mesh/connection.ts';
import type { NegotiationState } from '#engine/mesh/negotiation-states.ts';
import type { Heard } from '#engine/mesh/peer.ts';
import { signal, type Signal } from '@preact/signals-core';
import { limitCarried, type CarriedPeer } from './carried-people.ts';
import type { CarryPhase } from './carry-step.ts';
import type { Leg } from './leg.ts';

export interface CarriedPeerOptions {
  readonly visit: VisitName;
  readonly clock: ClockPort;
  readonly log: Log;
  readonly leg: () => Leg | undefined;
  onAccepted(): void;
  onRefused(): void;
  onLeft(): void;
  onSignal(text: string): void;
}

export interface CarriedPeerModel {
  readonly peer: CarriedPeer;
  /** What goes over this leg is theirs from now on. */
  hear(leg: Leg): void;
  /** What the screens are told: nothing before the other end is proved. */
  show(phase: CarryPhase): void;
  /** They are gone; one that was never proved was never shown either. */
  end(why: 'left' | 'lost'): void;
}

/** What a phase is to somebody who does not know of carriers; undefined where it changes nothing. */
const stateOf = (
  { is }: CarryPhase,
  before: NegotiationState,
  at: { readonly session: string; readonly sinceMs: number },
): NegotiationState | undefined => {
  if (is === 'asking' && before.is === 'connected')
    return { is: 'reconnecting', ...at, restartedMs: at.sinceMs, isAway: false };
  if ((is === 'carried' || is === 'handing-back') && before.is !== 'connected') return { is: 'connected', ...at };
  return undefined;
};

/** Nothing is known of them yet. */
export const createCarriedPeer = (ports: CarriedPeerOptions): CarriedPeerModel => {
  const { visit, log, clock } = ports;
  const state: Signal<NegotiationState> = signal({ is: 'waiting', sinceMs: clock.nowMs(), failures: 0 });
  const carrier = signal<PersonId | undefined>(undefined);
  const onError = (error: unknown): void => log.error('carried', { reason: reasonOf(error) });
  const onGreet = createEmitter<Wired>(onError);
  const onMessage = createEmitter<Heard>(onError);
  let limits: CameraLimits | undefined;
  const connection = (): Connection | undefined => ports.leg()?.connection;
  const peer: CarriedPeer = {
    person: visit[0],
    otherInstance: visit[1],
    state,
    carrier,
    // A new leg is shown when its other end has proved who it is, and not before.
    onTracks: createEmitter<void>(),
    // Signed when the keys are there: nothing is gained by signing ahead.
    onDescribed: createEmitter<Wired>(),
    onGreet,
    onMessage,
    addLink: (link) => link[Symbol.dispose](),
    isLinked: () => true,
    tick: () => {},
    networkChanged: () => {},
    wayOpened: () => {},
    accept: ports.onAccepted,
    refuse: ports.onRefused,
    leave: ports.onLeft,
    receiveSignal: ports.onSignal,
    send: (text) => ports.leg()?.send(text) ?? false,
    setTrack: (place, track) => void connection()?.setTrack(place, track),
    limitCamera: (next) => {
      limits = limitCarried(next);
      void connection()?.limitCamera(limits);
    },
    // Whoever is carried has no wishes (wishes.ts).
    sendScreen: () => {},
    receivedTrack: (place) => connection()?.receivedTrack(place),
    holdVoice: (ms) => connection()?.holdVoice(ms),
    loudness: (nowMs) => connection()?.loudness(nowMs) ?? 0,
    // The way to them is the carrier's: nothing is noted here.
    journal: () => ({ ways: new Map(), notes: [], descriptions: undefined, descriptionsBefore: undefined }),
    connection,
    measure: async () => connection()?.measure(),
    [Symbol.dispose]: () => {},
  };
  return {
    peer,
    hear: (leg) => {
      carrier.value = leg.carrier;
      if (limits) void leg.connection.limitCamera(limits);
      void leg.connection.sendFullSize();
      // They live as long as the leg.
      leg.onWired.on(onGreet.emit);
      leg.onMessage.on(onMessage.emit);
    },
    show: (phase) => {
      const at = { session: ports.leg()?.id ?? '', sinceMs: clock.nowMs() };
      state.value = stateOf(phase, state.peek(), at) ?? state.peek();
    },
    end: (why) => {
      if (state.peek().is !== 'waiting') state.value = { is: 'over', why };
    },
  };
};
