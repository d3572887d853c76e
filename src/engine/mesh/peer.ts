// The other end: drives the connection to one page load of one person through its life. Decisions are in negotiation.ts.

import { createEmitter, type News } from '#core/base/emitter.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import { createScope } from '#core/base/scope.ts';
import { createLater } from '#core/base/timers.ts';
import { signal as createSignal, type ReadonlySignal } from '@preact/signals-core';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import type { Signal } from '#core/wire/signal.ts';
import { firstPictureMs, type CameraLimits } from './camera-limits.ts';
import type { Connection } from './connection.ts';
import { createJournal, type Notes } from './journal.ts';
import type { MediaPlace } from './media-lines.ts';
import type { NegotiationContext, NegotiationEvent, NegotiationState, OverReason } from './negotiation-states.ts';
import { step } from './negotiation.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createAttemptSlot, newSession, type AttemptSlot, type Wired } from './attempt.ts';
import { createNegotiator } from './negotiator.ts';
import { createSignalBox, type SignalBox } from './signal-box.ts';
import { createSignalIntake } from './signal-intake.ts';
import type { PreparedOffer } from './spare.ts';
import type { StatsSample } from './stats-sample.ts';

export type { Wired };

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
  /** The connection of our own open offer, when its answer is the first. */
  readonly claimOpenOffer: (session: string) => PreparedOffer | undefined;
  /** Whether it is us who answer an open offer of theirs. */
  readonly takesOpenOffer: () => boolean;
  /** Wraps a signaling text for the call's own channel. */
  readonly wrapSignal: (text: string) => string;
  /** Whether a TURN server is known. */
  readonly hasTurn: () => boolean;
  /** Whether anybody else hears us at this moment. */
  readonly isHeardByOthers: () => boolean;
}

/** A message, and the connection on which it came. */
export interface Heard {
  readonly wired: Wired;
  readonly data: unknown;
}

export interface Peer extends Disposable {
  readonly person: PersonId;
  readonly otherInstance: string;
  readonly state: ReadonlySignal<NegotiationState>;
  addLink(link: Link): void;
  /** A link to them is there, though nothing may go through it at this moment. */
  isLinked(): boolean;
  /** Moves time on; called twice a second. */
  tick(): void;
  networkChanged(): void;
  /** A relay is there; `isBack`: again. */
  wayOpened(isBack: boolean): void;
  /** What will be received has its tracks. */
  readonly onTracks: News<void>;
  /** A connection is under way, and hello can be prepared. */
  readonly onDescribed: News<Wired>;
  /** The channel is open: say hello now. */
  readonly onGreet: News<Wired>;
  /** Whatever comes on a control channel, unchecked. */
  readonly onMessage: News<Heard>;
  /** What the hello's check came to. */
  accept(): void;
  refuse(why: Extract<OverReason, 'security/wrong-identity' | 'wire/old-app'>): void;
  /** They said goodbye. */
  leave(): void;
  /** A signaling text that came through the call's own channel. */
  receiveSignal(text: string): void;
  send(text: string): boolean;
  setTrack(place: MediaPlace, track: MediaStreamTrack | null): void;
  limitCamera(limits: CameraLimits): void;
  /** Whether a shared screen goes out, on the connection of the moment; on the next one it does. */
  sendScreen(isSent: boolean): void;
  /** Holds their voice back for at least so long, on the connection of the moment. */
  holdVoice(ms: number | undefined): void;
  receivedTrack(place: MediaPlace): MediaStreamTrack | undefined;
  /** How loud their microphone arrives, 0 to 1; to be read ten times a second. */
  loudness(nowMs: number): number;
  /** What has happened so far. */
  journal(): Notes;
  /** The connection of the moment. */
  connection(): Connection | undefined;
  /** What goes over the connection at this moment; undefined while there is none. */
  measure(): Promise<StatsSample | undefined>;
}

/** A path that breaks is often back in a moment: for so long, an offer of another connection does not end this one. */
const blipMs = 2_000;
/** Within this, whoever is there says a word. */
const wordMs = 1_000;

/** Waits for a link. */
export const createPeer = (options: PeerOptions): Peer => {
  const { clock, log } = options;
  const scope = createScope();
  const later = createLater(scope, clock.after);
  const state = createSignal<NegotiationState>({ is: 'waiting', sinceMs: clock.nowMs(), failures: 0 });
  const emitter = <T>(what: string) => createEmitter<T>((error) => log.error(what, { reason: reasonOf(error) }));
  const onTracks = emitter<void>('tracks');
  const onDescribed = emitter<Wired>('described');
  const onGreet = emitter<Wired>('greet');
  const onMessage = emitter<Heard>('message');
  /** The connection of the moment. */
  const connection = (): Connection | undefined => slot.current()?.connection;
  const sendInCall = (text: string): void => {
    if (state.peek().is === 'connected') connection()?.send(options.wrapSignal(text));
  };
  const sendFullSize = (): void => void connection()?.sendFullSize();
  /** Only of an attempt: see `SignalBox.accepted`. */
  const session = (): string | undefined => ('failures' in state.peek() ? slot.current()?.session : '');
  const box: SignalBox = scope.use(
    createSignalBox({ ...options, session, mayBegin: (of) => intake.mayBegin(of), sendInCall }),
  );
  let cameraLimits: CameraLimits | undefined;
  const onBroke = (session: string): void => dispatch({ is: 'broke', session });
  const slot: AttemptSlot = scope.use(
    createAttemptSlot(
      {
        // What was agreed on holds on the next connection from its first picture on.
        adopted: (connection) => void (cameraLimits && connection.limitCamera(cameraLimits)),
        candidate: box.postCandidate,
        transport: (session, transport) => {
          if (transport === 'connecting') return;
          if (transport === 'connected') {
            log.info('dtls-connected');
            later(firstPictureMs, sendFullSize);
          }
          const event = { is: 'transport', session, transport: transport === 'closed' ? 'failed' : transport } as const;
          if (transport === 'connected') dispatch(event);
          else intake.pathBroke(event, 1);
        },
        path: () => journal.path(),
        tracks: onTracks.emit,
        described: onDescribed.emit,
        open: (session) => dispatch({ is: 'channel-opened', session }),
        message: (wired, data) => onMessage.emit({ wired, data }),
        broke: onBroke,
      },
      log,
    ),
  );
  /** They have another connection by now, or somebody says so in their name: one that works is not given up for it. */
  const otherEnd = (): void => {
    log.warn('other-end');
    const now = state.peek();
    if (now.is === 'reconnecting') dispatch({ is: 'broke', session: now.session });
  };
  const negotiator = scope.use(createNegotiator(options, slot, box, { onOtherEnd: otherEnd, onBroke }));
  const journal = createJournal({ nowMs: clock.nowMs, descriptions: () => connection()?.descriptions() });
  let wasAccepted = false;

  const contextNow = (): NegotiationContext => ({
    nowMs: clock.nowMs(),
    isPolite: options.isPolite,
    isCaller: connection()?.isCaller() ?? false,
    canRestart: connection()?.canRestart() ?? true,
    isOutdated: negotiator.isOutdated(),
    hasLink: box.hasLink(),
    isLinked: box.isLinked(),
    hasTurn: options.hasTurn(),
    isReachable: box.isHeard() || options.isHeardByOthers(),
    newSession,
  });
  const dispatch = (event: NegotiationEvent, signal?: Signal): void => {
    if (scope.signal.aborted) return;
    const before = state.peek();
    const { state: next, effects } = step(before, event, contextNow());
    journal.note(event, effects);
    if (next.is !== before.is) log.info(`peer-${next.is}`);
    const isHeldBack = event.is === 'offer' && before.is === 'connected' && event.session !== before.session;
    if (isHeldBack && signal) intake.holdBack(signal);
    // Before the state, which draws the screen anew: the other waits for what goes out.
    for (const effect of effects) negotiator.perform(effect, signal);
    // A path that was broken carries as little at first as a new one.
    if (effects.some((effect) => effect.do === 'resume-pictures')) later(firstPictureMs, sendFullSize);
    state.value = next;
    const attempt = slot.current();
    if (attempt && effects.some((effect) => effect.do === 'greet')) onGreet.emit(attempt.wired);
    if (next.is === 'reconnecting' && clock.nowMs() - next.sinceMs >= blipMs) intake.takeHeldBack();
  };
  const intake = createSignalIntake({ ...options, state, slot, negotiator, later, dispatch });

  const heartbeat = createHeartbeat({
    clock,
    current: slot.current,
    onQuiet: (session, forMs) => {
      const now = state.peek();
      // One that has just come back has not had the time to say anything.
      const isNew = now.is === 'connected' && clock.nowMs() - now.sinceMs < wordMs;
      if (now.is === 'connected' && !isNew) intake.pathBroke({ is: 'quiet', session, forMs }, forMs);
    },
    onHeard: (session) => {
      if (state.peek().is === 'reconnecting') dispatch({ is: 'heard', session });
    },
  });
  const tick = (): void => {
    if (['greeting', 'connected', 'reconnecting'].includes(state.peek().is)) heartbeat.tick();
    dispatch({ is: 'tick' });
  };

  // A link often opens because the other's offer has come on it: that is answered, instead of crossing it with our own,
  // which would cost a round trip through the relay. A link that opened without a word gets our call in the same moment.
  const linkOpened = (): void => dispatch({ is: 'link-opened' });
  scope.add(box.onLinkOpened.on(() => later(0, linkOpened)));
  scope.add(box.onRepeatedOffer.on(negotiator.repeatAnswer));
  scope.add(box.onSignal.on(intake.take));
  return {
    person: options.person,
    otherInstance: options.otherInstance,
    state,
    addLink: (link) => {
      journal.heard(link.network ?? link.via);
      box.addLink(link);
    },
    isLinked: box.isLinked,
    tick,
    wayOpened: (isBack) => dispatch({ is: 'way-opened', isBack }),
    networkChanged: () => {
      heartbeat.doubt();
      dispatch({ is: 'network-changed' });
    },
    onTracks,
    onDescribed,
    onGreet,
    onMessage,
    accept: () => {
      wasAccepted = true;
      box.accepted();
      dispatch({ is: 'hello-accepted' });
    },
    refuse: (why) => {
      intake.refused();
      const session = slot.current()?.session;
      // Somebody else has crept in where a page load was proved before: that attempt is over, and not the search for it.
      if (wasAccepted && session !== undefined) dispatch({ is: 'broke', session });
      else dispatch({ is: 'hello-refused', why });
    },
    leave: () => dispatch({ is: 'bye' }),
    receiveSignal: box.receive,
    send: (text) => connection()?.send(text) ?? false,
    setTrack: (place, track) => {
      for (const each of [connection(), negotiator.beside()]) void each?.setTrack(place, track);
    },
    limitCamera: (limits) => {
      cameraLimits = limits;
      void connection()?.limitCamera(limits);
    },
    sendScreen: (isSent) => void connection()?.sendScreen(isSent),
    holdVoice: (ms) => connection()?.holdVoice(ms),
    receivedTrack: (place) => connection()?.receivedTrack(place),
    loudness: (nowMs) => connection()?.loudness(nowMs) ?? 0,
    journal: journal.read,
    connection,
    measure: async () => connection()?.measure(),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
