// Our end of a pair that somebody else carries: to the rest of the engine a Peer like any other.

import { createEmitter } from '#core/base/emitter.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { VisitName } from '#core/wire/call-messages.ts';
import type { Candidate } from '#core/wire/signal.ts';
import type { Wired } from '#engine/mesh/attempt.ts';
import type { CameraLimits } from '#engine/mesh/camera-limits.ts';
import type { Connection } from '#engine/mesh/connection.ts';
import type { NegotiationState } from '#engine/mesh/negotiation.ts';
import type { Heard, Peer } from '#engine/mesh/peer.ts';
import { createLinkEnd, type LinkEnd } from '#engine/signaling/link-end.ts';
import type { Link } from '#core/ports/link.ts';
import { wrapSignal } from '#engine/call/conversation.ts';
import { signal } from '@preact/signals-core';
import type { CarriedPeer } from './all-peers.ts';
import {
  firstCarryState,
  noCarryState,
  stepCarry,
  type CarryContext,
  type CarryEvent,
  type EndReason,
} from './carry-step.ts';
import { createLeg, type Leg } from './leg.ts';

export interface CarriedEndOptions {
  readonly visit: VisitName;
  /** Since when they are not connected. */
  readonly sinceMs: number;
  readonly instance: string;
  /** RoomKeys.bindingId. */
  readonly room: Uint8Array<ArrayBuffer>;
  readonly clock: ClockPort;
  readonly log: Log;
  readonly context: () => CarryContext;
  /** With our tracks; throws when the browser refuses another connection. */
  readonly createConnection: () => Connection;
  /** To the carrier. */
  send(to: PersonId, type: 'carry-please' | 'carry-candidates' | 'carry-end', body: unknown): void;
  /** A way for the signaling of the direct connection. */
  addLink(link: Link): void;
  /** The peer is there, and nothing is known of it yet. */
  onPeer(peer: CarriedPeer): void;
  /** The peer is no more. */
  onPeerGone(peer: CarriedPeer): void;
}

export interface CarriedEnd extends Disposable {
  /** Time has passed, or what `context` gives has changed. */
  look(): void;
  asked(carrier: PersonId): void;
  /** A message of `carrier` about the leg; false when it is none of ours. */
  takeAnswer(carrier: PersonId, leg: string, sdp: string): boolean;
  takeCandidates(carrier: PersonId, leg: string, candidates: readonly Candidate[]): boolean;
  takeEnd(carrier: PersonId, leg: string, why: string): boolean;
  /** Not connected to us any more. */
  carrierGone(carrier: PersonId): void;
  /** Nothing under way and nothing remembered. */
  isIdle(): boolean;
}

/** Where the mesh has given the person up, the direct way is tried again so often. */
const relinkMs = 20_000;
const saidNo = new Set(['unwilling', 'busy', 'unreached']);

interface PeerPorts {
  readonly leg: () => Leg | undefined;
  onAccepted(): void;
  onRefused(): void;
  onLeft(): void;
  onSignal(text: string): void;
}

/** The peer that the rest of the engine sees; `hear` listens to a leg from now on. */
const createCarriedPeer = ({ visit, log, clock }: CarriedEndOptions, ports: PeerPorts) => {
  const state = signal<NegotiationState>({ is: 'waiting', sinceMs: clock.nowMs(), failures: 0 });
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
    hasLink: () => true,
    tick: () => {},
    networkChanged: () => {},
    accept: ports.onAccepted,
    refuse: ports.onRefused,
    leave: ports.onLeft,
    receiveSignal: ports.onSignal,
    send: (text) => ports.leg()?.send(text) ?? false,
    setTrack: (place, track) => void connection()?.setTrack(place, track),
    limitCamera: (next) => {
      limits = next;
      void connection()?.limitCamera(next);
    },
    receivedTrack: (place) => connection()?.receivedTrack(place),
    loudness: () => connection()?.loudness() ?? 0,
    measure: async () => connection()?.measure(),
    [Symbol.dispose]: () => {},
  };
  return {
    peer,
    state,
    hear: (leg: Leg): void => {
      carrier.value = leg.carrier;
      if (limits) void leg.connection.limitCamera(limits);
      void leg.connection.sendFullSize();
      // They live as long as the leg.
      leg.onWired.on(onGreet.emit);
      leg.onMessage.on(onMessage.emit);
    },
  };
};

/** Does nothing before it is looked at. */
export const createCarriedEnd = (options: CarriedEndOptions): CarriedEnd => {
  const { visit, clock, log } = options;
  const scope = createScope();
  let state = firstCarryState(options.sinceMs);
  let leg: Leg | undefined;
  let own: ReturnType<typeof createCarriedPeer> | undefined;
  let link: LinkEnd | undefined;
  let linkedAtMs = -Infinity;
  let stopLeg: Stop = () => {};

  const relink = (): void => {
    if (link || state.now.is !== 'carried' || clock.nowMs() - linkedAtMs < relinkMs) return;
    linkedAtMs = clock.nowMs();
    const end = createLinkEnd({
      to: visit[0],
      instance: visit[1],
      via: 'person',
      clock,
      canSend: () => state.now.is === 'carried',
      send: (text) => void own?.peer.send(wrapSignal(text)),
      onClosed: () => {
        if (link === end) link = undefined;
      },
    });
    link = end;
    options.addLink(end.link);
  };

  const dropLeg = (isTold: boolean): void => {
    const old = leg;
    leg = undefined;
    if (!old) return;
    if (isTold) options.send(old.carrier, 'carry-end', { leg: old.id, why: 'over' });
    stopLeg();
    old[Symbol.dispose]();
  };

  const ensurePeer = (): NonNullable<typeof own> => {
    if (own) return own;
    own = createCarriedPeer(options, {
      leg: () => leg,
      onAccepted: () => dispatch({ is: 'proved' }),
      onRefused: () => ended('unsafe'),
      onLeft: () => over('left'),
      onSignal: (text) => link?.receive(text),
    });
    options.onPeer(own.peer);
    return own;
  };

  const ask = (carrier: PersonId): void => {
    dropLeg(true);
    let connection: Connection;
    try {
      connection = options.createConnection();
    } catch (error) {
      return log.warn('no-leg', { reason: reasonOf(error) });
    }
    const next = createLeg({
      ...options,
      carrier,
      connection,
      otherInstance: visit[1],
      sendOffer: (id, sdp) => options.send(carrier, 'carry-please', { leg: id, with: visit, sdp }),
      sendCandidates: (id, candidates) => options.send(carrier, 'carry-candidates', { leg: id, candidates }),
    });
    leg = next;
    stopLeg = next.onBroke.on(() => ended('failed'));
    ensurePeer().hear(next);
  };

  /** The peer is gone; one that was never proved was never shown either. */
  const over = (why: 'left' | 'lost'): void => {
    const gone = own;
    own = undefined;
    if (gone && gone.state.peek().is !== 'waiting') gone.state.value = { is: 'over', why };
    if (why === 'left') state = noCarryState;
    dropLeg(true);
    link?.close();
    link = undefined;
    if (gone) options.onPeerGone(gone.peer);
  };

  /** What the screens are told: nothing before the other end is proved. */
  const show = (): void => {
    const shown = own?.state;
    if (!shown) return;
    const sinceMs = clock.nowMs();
    const { is } = state.now;
    const session = leg?.id ?? '';
    if (is === 'asking' && shown.peek().is === 'connected')
      shown.value = { is: 'reconnecting', session, sinceMs, restarts: 0 };
    else if ((is === 'carried' || is === 'handing-back') && shown.peek().is !== 'connected')
      shown.value = { is: 'connected', session, sinceMs };
  };

  const dispatch = (event: CarryEvent): void => {
    if (scope.signal.aborted) return;
    const before = state.now.is;
    const { state: next, effects } = stepCarry(state, event, options.context());
    state = next;
    if (next.now.is !== before) log.info(`carry-${next.now.is}`);
    for (const effect of effects) {
      if (effect.do === 'ask') ask(effect.carrier);
      else over('lost');
    }
    show();
    relink();
  };

  const ended = (why: EndReason): void => {
    if (leg) dispatch({ is: 'ended', carrier: leg.carrier, why });
  };

  const ours = (carrier: PersonId, id: string): Leg | undefined =>
    leg?.id === id && leg.carrier === carrier ? leg : undefined;

  scope.add(() => over('lost'));
  return {
    look: () => dispatch({ is: 'look' }),
    asked: (carrier) => dispatch({ is: 'asked', carrier }),
    takeAnswer: (carrier, id, sdp) => {
      ours(carrier, id)?.takeAnswer(sdp);
      return ours(carrier, id) !== undefined;
    },
    takeCandidates: (carrier, id, candidates) => {
      ours(carrier, id)?.takeCandidates(candidates);
      return ours(carrier, id) !== undefined;
    },
    takeEnd: (carrier, id, why) => {
      if (!ours(carrier, id)) return false;
      ended(saidNo.has(why) ? 'refused' : 'failed');
      return true;
    },
    carrierGone: (carrier) => {
      if (leg?.carrier === carrier) ended('failed');
    },
    isIdle: () => state.now.is === 'direct' && state.shunned.size === 0,
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
