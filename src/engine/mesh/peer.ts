// The other end: drives the connection to one page load of one person through its life. Decisions are in negotiation.ts.

import { createEmitter, type News } from '#core/base/emitter.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import { signal as createSignal, type ReadonlySignal } from '@preact/signals-core';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import type { Candidate, Signal } from '#core/wire/signal.ts';
import type { Connection } from './connection.ts';
import type { MediaPlace } from './media-lines.ts';
import {
  step,
  type NegotiationEffect,
  type NegotiationEvent,
  type NegotiationState,
  type OverReason,
} from './negotiation.ts';
import { createSignalBox } from './signal-box.ts';
import type { PreparedOffer } from './spare.ts';

/** One connection to the person. A hello belongs to the very connection on which it came, and to no later one. */
export interface Wired {
  /** Both ends as the descriptions have them, for the signed hello. */
  descriptions(): { readonly local: string; readonly remote: string };
  /** False when another connection has taken its place. */
  isCurrent(): boolean;
  send(text: string): boolean;
}

export interface PeerOptions {
  readonly person: PersonId;
  readonly otherInstance: string;
  readonly instance: string;
  /** Gives way when both call at once. */
  readonly isPolite: boolean;
  readonly clock: ClockPort;
  readonly log: Log;
  readonly createConnection: () => Connection;
  readonly takeSpare: () => PreparedOffer | undefined;
  /** Wraps a signaling text for the call's own channel. */
  readonly wrapSignal: (text: string) => string;
}

export interface Peer extends Disposable {
  readonly person: PersonId;
  readonly otherInstance: string;
  readonly state: ReadonlySignal<NegotiationState>;
  addLink(link: Link): void;
  hasLink(): boolean;
  /** Moves time on; called twice a second. */
  tick(): void;
  networkChanged(): void;
  /** The channel is open: say hello now. */
  readonly onGreet: News<Wired>;
  /** Whatever comes on a control channel, unchecked. */
  readonly onMessage: News<{ readonly wired: Wired; readonly data: unknown }>;
  /** What the hello's check came to. */
  accept(): void;
  refuse(why: Extract<OverReason, 'security/wrong-identity' | 'wire/old-app'>): void;
  /** They said goodbye. */
  leave(): void;
  /** A signaling text that came through the call's own channel. */
  receiveSignal(text: string): void;
  send(text: string): boolean;
  setTrack(place: MediaPlace, track: MediaStreamTrack | null): void;
  receivedTrack(place: MediaPlace): MediaStreamTrack | undefined;
  stats(): Promise<RTCStatsReport | undefined>;
}

interface Attempt {
  readonly connection: Connection;
  readonly wired: Wired;
  readonly session: string;
  readonly scope: Scope;
}

const maxEarlyCandidates = 80;
const newSession = (): string => crypto.randomUUID().slice(0, 18);

/** Waits for a link. */
export const createPeer = (options: PeerOptions): Peer => {
  const { clock, log, isPolite } = options;
  const scope = createScope();
  const state = createSignal<NegotiationState>({ is: 'waiting', sinceMs: clock.nowMs(), failures: 0 });
  const onGreet = createEmitter<Wired>((error) => log.error('greet', { reason: reasonOf(error) }));
  const onMessage = createEmitter<{ wired: Wired; data: unknown }>((error) =>
    log.error('message', { reason: reasonOf(error) }),
  );
  let attempt: Attempt | undefined;
  let lastOffer = '';
  let lastAnswer = '';
  let early: { session: string; candidates: Candidate[] } | undefined;
  let work: Promise<void> = Promise.resolve();

  const box = scope.use(
    createSignalBox({
      ...options,
      sendInCall: (text) =>
        state.value.is === 'connected' && (attempt?.connection.send(options.wrapSignal(text)) ?? false),
    }),
  );

  /** One thing after the other: descriptions may not overlap. What belongs to an attempt that is gone is left out. */
  const enqueue = (task: (attempt: Attempt) => Promise<void>): void => {
    const own = attempt;
    if (!own) return;
    work = work.then(async () => {
      if (attempt !== own) return;
      try {
        await task(own);
      } catch (error) {
        log.warn('negotiation-failed', { reason: reasonOf(error) });
        if (attempt === own) dispatch({ is: 'broke', session: own.session });
      }
    });
  };

  const drop = (): void => {
    const old = attempt;
    attempt = undefined;
    old?.scope[Symbol.dispose]();
  };

  const adopt = (connection: Connection, session: string): void => {
    drop();
    const attemptScope = createScope();
    attemptScope.use(connection);
    attemptScope.add(connection.onCandidate.on((candidate) => box.postCandidate(session, candidate)));
    attemptScope.add(connection.onPath.on(() => log.info('ice-connected')));
    attemptScope.add(
      connection.onTransport.on((transport) => {
        if (transport === 'connected') log.info('dtls-connected');
        if (transport === 'connecting') return;
        dispatch({ is: 'transport', session, transport: transport === 'closed' ? 'failed' : transport });
      }),
    );
    attemptScope.add(connection.onOpen.on(() => dispatch({ is: 'channel-opened', session })));
    const wired: Wired = {
      descriptions: () => connection.descriptions(),
      isCurrent: () => attempt?.connection === connection,
      send: (text) => attempt?.connection === connection && connection.send(text),
    };
    attemptScope.add(connection.onMessage.on((data) => onMessage.emit({ wired, data })));
    attempt = { connection, wired, session, scope: attemptScope };
  };

  const open = (): Connection | undefined => {
    try {
      return options.createConnection();
    } catch (error) {
      log.error('no-connection', { reason: reasonOf(error) });
      return undefined;
    }
  };

  const call = (session: string): void => {
    const spare = options.takeSpare();
    if (spare) {
      adopt(spare.connection, session);
      lastOffer = box.post({ kind: 'offer', session, sdp: spare.sdp });
      if (spare.candidates.length > 0)
        box.post({ kind: 'candidates', session, candidates: spare.candidates.slice(0, 40) });
      return log.info('offer', { spare: true });
    }
    const connection = open();
    if (!connection) return;
    adopt(connection, session);
    enqueue(async () => {
      const sdp = await connection.offer();
      lastOffer = box.post({ kind: 'offer', session, sdp });
      log.info('offer', { spare: false });
    });
  };

  const answer = (sdp: string): void =>
    enqueue(async ({ connection, session }) => {
      if (early?.session === session) {
        await connection.addCandidates(early.candidates);
        early = undefined;
      }
      const answerSdp = await connection.answer(sdp);
      lastAnswer = box.post({ kind: 'answer', session, sdp: answerSdp });
      log.info('answer');
    });

  const perform = (effect: NegotiationEffect, signal: Signal | undefined): void => {
    const sdp = signal && 'sdp' in signal ? signal.sdp : '';
    switch (effect.do) {
      case 'call':
        return call(effect.session);
      case 'repeat-offer':
        return box.repeat(lastOffer);
      case 'answer': {
        const connection = open();
        if (!connection || !signal) return;
        adopt(connection, signal.session);
        return answer(sdp);
      }
      case 'renegotiate':
        return enqueue(async ({ connection, session }) => {
          // Both restarted at once: the impolite one's offer stands.
          if (!connection.isStable() && !isPolite) return;
          lastAnswer = box.post({ kind: 'answer', session, sdp: await connection.answer(sdp) });
        });
      case 'accept-answer':
        return enqueue(async ({ connection }) => {
          if (!connection.isStable()) await connection.accept(sdp);
        });
      case 'restart-ice':
        return enqueue(async ({ connection, session }) => {
          const offerSdp = await connection.offer(true);
          lastOffer = box.post({ kind: 'offer', session, sdp: offerSdp });
          log.info('ice-restart');
        });
      case 'greet':
        return attempt && onGreet.emit(attempt.wired);
      case 'drop':
        return drop();
    }
  };

  const dispatch = (event: NegotiationEvent, signal?: Signal): void => {
    if (scope.signal.aborted) return;
    const before = state.peek();
    const context = { nowMs: clock.nowMs(), isPolite, hasLink: box.hasLink(), newSession };
    const { state: next, effects } = step(before, event, context);
    if (next.is !== before.is) log.info(`peer-${next.is}`);
    state.value = next;
    for (const effect of effects) perform(effect, signal);
  };

  scope.add(box.onLinkOpened.on(() => dispatch({ is: 'link-opened' })));
  scope.add(box.onRepeatedOffer.on(() => lastAnswer && box.repeat(lastAnswer)));
  scope.add(
    box.onSignal.on((signal) => {
      if (signal.kind !== 'candidates') return dispatch({ is: signal.kind, session: signal.session }, signal);
      if (attempt?.session === signal.session)
        return enqueue(({ connection }) => connection.addCandidates(signal.candidates));
      // They came before their offer.
      if (early?.session !== signal.session) early = { session: signal.session, candidates: [] };
      if (early.candidates.length < maxEarlyCandidates) early.candidates.push(...signal.candidates);
    }),
  );
  scope.add(drop);

  return {
    person: options.person,
    otherInstance: options.otherInstance,
    state,
    addLink: (link) => box.addLink(link),
    hasLink: () => box.hasLink(),
    tick: () => dispatch({ is: 'tick' }),
    networkChanged: () => dispatch({ is: 'network-changed' }),
    onGreet,
    onMessage,
    accept: () => dispatch({ is: 'hello-accepted' }),
    refuse: (why) => dispatch({ is: 'hello-refused', why }),
    leave: () => dispatch({ is: 'bye' }),
    receiveSignal: (text) => box.receive(text),
    send: (text) => attempt?.connection.send(text) ?? false,
    setTrack: (place, track) => void attempt?.connection.setTrack(place, track),
    receivedTrack: (place) => attempt?.connection.receivedTrack(place),
    stats: async () => attempt?.connection.stats(),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
