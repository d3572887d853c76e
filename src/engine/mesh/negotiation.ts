// The life of the connection to one person: a pure machine. Time comes in with the events; what must be done comes out as
// effects. docs/ARCHITECTURE.md has the picture.

import type { ErrorCode } from '#core/base/errors.ts';

export type NegotiationState =
  /** Nobody to send to: all links are closed, or the last attempt was given up for a while. */
  | { readonly is: 'waiting'; readonly sinceMs: number; readonly failures: number }
  /** Our offer is out. */
  | {
      readonly is: 'calling';
      readonly session: string;
      readonly sinceMs: number;
      readonly sent: number;
      readonly failures: number;
    }
  /** Descriptions are exchanged; ICE, DTLS and SCTP are at work. */
  | {
      readonly is: 'connecting';
      readonly session: string;
      readonly sinceMs: number;
      readonly failures: number;
      /** Relays (TURN) are asked as well: no direct path was found in good time. */
      readonly isWidened?: boolean;
    }
  /** The channel is open; the other's hello is awaited. */
  | { readonly is: 'greeting'; readonly session: string; readonly sinceMs: number; readonly failures: number }
  | {
      readonly is: 'connected';
      readonly session: string;
      readonly sinceMs: number;
      /** A call that went out while the path was broken, and may be answered yet: then they gave the path up. */
      readonly beside?: string;
    }
  /** The path broke; new ones are tried in the same session. */
  | {
      readonly is: 'reconnecting';
      readonly session: string;
      /** When something last came. */
      readonly sinceMs: number;
      /** When a new path was last looked for. */
      readonly restartedMs: number;
      /** Silent for so long, while we can be reached, that it is more than a bad moment. */
      readonly isAway: boolean;
      /** The session of the call that we have out beside, where no new path can be found in this one. */
      readonly beside?: string;
    }
  /** Nothing more is tried: they left, can't be found any more, or are not who they say. */
  | { readonly is: 'over'; readonly why: OverReason };

export type OverReason = 'left' | 'lost' | Extract<ErrorCode, 'security/wrong-identity' | 'wire/old-app'>;

export type NegotiationEvent =
  | { readonly is: 'link-opened' }
  /** `silentMs`: it was kept, because the path worked; by now nothing has come for so long. */
  | { readonly is: 'offer'; readonly session: string; readonly silentMs?: number }
  | { readonly is: 'answer'; readonly session: string }
  /** They took our open offer; its connection is in place. */
  | { readonly is: 'open-offer-answered'; readonly session: string }
  | { readonly is: 'transport'; readonly session: string; readonly transport: 'connected' | 'disconnected' | 'failed' }
  | { readonly is: 'channel-opened'; readonly session: string }
  /** Nothing came for so long, whatever the transport says. */
  | { readonly is: 'quiet'; readonly session: string; readonly forMs: number }
  /** Something came. */
  | { readonly is: 'heard'; readonly session: string }
  | { readonly is: 'hello-accepted' }
  | { readonly is: 'hello-refused'; readonly why: Extract<OverReason, 'security/wrong-identity' | 'wire/old-app'> }
  | { readonly is: 'broke'; readonly session: string }
  | { readonly is: 'bye' }
  /** This device has another network: the old addresses may be dead. */
  | { readonly is: 'network-changed' }
  /**
   * Signaling that could not go out a moment ago can now: a relay is there. `isBack`: it was there before, so the network
   * was away or is another.
   */
  | { readonly is: 'way-opened'; readonly isBack: boolean }
  | { readonly is: 'tick' };

export type NegotiationEffect =
  /** Take a connection, make an offer in a session of this name and send it. */
  | { readonly do: 'call'; readonly session: string }
  | { readonly do: 'repeat-offer' }
  | { readonly do: 'repeat-answer' }
  /** Drop what there is, answer the offer on a new connection. */
  | { readonly do: 'answer' }
  /** Answer on the connection that there is. */
  | { readonly do: 'renegotiate' }
  | { readonly do: 'accept-answer' }
  | { readonly do: 'greet' }
  | { readonly do: 'restart-ice' }
  /** As `call`, and what there is stays until the other end has answered: it may come back by itself. */
  | { readonly do: 'call-beside'; readonly session: string }
  /** The call beside takes the place of what there is. */
  | { readonly do: 'adopt-beside' }
  | { readonly do: 'drop-beside' }
  /** A picture is begun anew: what was lost on the way keeps those that came after it from being shown. */
  | { readonly do: 'refresh-pictures' }
  /** From the next restart on, TURN servers are asked as well. */
  | { readonly do: 'allow-relays' }
  | { readonly do: 'drop' };

export interface NegotiationContext {
  readonly nowMs: number;
  /** Gives way when both call at once; exactly one of the two, by name. */
  readonly isPolite: boolean;
  /**
   * Our offer was the first of the session: the other one of the two was called. Whoever called proposes new paths first,
   * and gives way where the other does as well (docs/decisions/024).
   */
  readonly isCaller: boolean;
  /** A new path can be found in the session that is there (connection.ts). */
  readonly canRestart: boolean;
  /** What we have offered tells no address by which we are reached from outside: it was put together without a network. */
  readonly isOutdated: boolean;
  /** Something can be sent to them at this moment. */
  readonly hasLink: boolean;
  /** Somebody whose links are all closed, and not only shut because our network is gone, is not there any more. */
  readonly isLinked: boolean;
  /** A TURN server is known, which may be asked where there is no direct path. */
  readonly hasTurn: boolean;
  /** Somebody else, or a relay, hears us: a silence is not our own network's. */
  readonly isReachable: boolean;
  /** A name for a new session. */
  readonly newSession: () => string;
}

/** When an unanswered offer is sent again, counted from the first time: a relay may have lost it. */
const repeatOfferAfterMs = [1_200, 3_000, 6_000, 12_000];
/**
 * A direct path is found in two or three seconds, where there is one; then TURN servers are asked (limits.md 2.2: one pair
 * in five needs them). Both sides begin to, and whoever was called proposes a little later.
 */
const widenAfterMs = 4_000;
const calledWidensAfterMs = 5_500;
/** How long one attempt may take at all. ICE alone gives up after about 15 s. */
const attemptMs = 18_000;
/** The wait before the next attempt, by failures. */
const retryAfterMs = [1_000, 4_000, 10_000, 20_000];
/** Whoever was called lets the other restart first, by half of it, so that they rarely meet. */
const restartEveryMs = 3_000;
/** An offer that is as old may never have arrived; a younger one is on its way. */
const unheardMs = 1_000;
/** Whoever says nothing is gone for all within 6 s (issue 4, 5): this, and two looks. */
const awayAfterMs = 4_500;
/** A path that is broken for so long takes the person's tile away; the search for them goes on. */
const lostAfterMs = 30_000;
/** After so many failures in a row nothing more is tried until they are heard of again. */
const maxFailures = 6;
/** By then no answer is on its way any more. */
const lateAnswerMs = 5_000;
/** How long somebody is remembered to whom no link is left. */
const unlinkedMs = 30_000;
/** A person who was lost is looked for more patiently than one who has just come. */
const failuresWhenLost = 2;

type Reconnecting = NegotiationState & { readonly is: 'reconnecting' };
type Step = { readonly state: NegotiationState; readonly effects: readonly NegotiationEffect[] };
const to = (state: NegotiationState, ...effects: readonly NegotiationEffect[]): Step => ({ state, effects });

const failuresOf = (state: NegotiationState): number => ('failures' in state ? state.failures : 0);

const call = (state: NegotiationState, { nowMs, newSession }: NegotiationContext): Step => {
  const session = newSession();
  return to({ is: 'calling', session, sinceMs: nowMs, sent: 1, failures: failuresOf(state) }, { do: 'call', session });
};

const giveUp = (state: NegotiationState, { nowMs }: NegotiationContext): Step => {
  const failures = failuresOf(state) + 1;
  if (failures > maxFailures) return to({ is: 'over', why: 'lost' }, { do: 'drop' });
  return to({ is: 'waiting', sinceMs: nowMs, failures }, { do: 'drop' });
};

/** Looks for a new path. */
const seek = (state: Reconnecting, { nowMs, canRestart, newSession }: NegotiationContext): Step => {
  const next = { ...state, restartedMs: nowMs };
  if (canRestart) return to(next, { do: 'restart-ice' });
  if (state.beside !== undefined) return to(next, { do: 'repeat-offer' });
  const session = newSession();
  return to({ ...next, beside: session }, { do: 'call-beside', session });
};

const withoutBeside = (state: Reconnecting): Reconnecting => {
  const { beside: _, ...alone } = state;
  return alone;
};

/** A new path is looked for from now on. */
const broken = (before: NegotiationState & { is: 'connected' }, silentMs: number, nowMs: number): Reconnecting => ({
  ...before,
  is: 'reconnecting',
  sinceMs: nowMs - silentMs,
  restartedMs: nowMs,
  isAway: false,
});

const onOffer = (
  state: NegotiationState,
  { session, silentMs = 0 }: NegotiationEvent & { is: 'offer' },
  context: NegotiationContext,
): Step => {
  const { nowMs, isPolite, hasTurn } = context;
  const answered = to({ is: 'connecting', session, sinceMs: nowMs, failures: failuresOf(state) }, { do: 'answer' });
  switch (state.is) {
    case 'over':
      return state.why === 'left' || state.why === 'lost' ? answered : to(state);
    case 'waiting':
      return answered;
    case 'calling':
      if (isPolite) return answered;
      // They call because they know nothing of our offer.
      return nowMs - state.sinceMs >= unheardMs ? to(state, { do: 'repeat-offer' }) : to(state);
    case 'connected':
      // An offer proves nothing: whoever has the room's link can send one in another's name. A connection that works and
      // whose end has proved itself is not given up for it; once it breaks, such an offer is welcome (see peer.ts).
      if (state.session !== session) return to(state);
      return silentMs > 0
        ? to(broken(state, silentMs, nowMs), { do: 'renegotiate' })
        : to(state, { do: 'renegotiate' });
    case 'reconnecting':
      // What they propose has its time before we propose something else.
      if (state.session === session) return to({ ...state, restartedMs: nowMs }, { do: 'renegotiate' });
      // Both call beside: as when both call.
      if (state.beside === undefined || isPolite) return answered;
      return nowMs - state.restartedMs >= unheardMs ? to(state, { do: 'repeat-offer' }) : to(state);
    case 'connecting':
      if (state.session !== session) return answered;
      // They ask their relays by now; ours come with the answer.
      return hasTurn
        ? to({ ...state, isWidened: true }, { do: 'allow-relays' }, { do: 'renegotiate' })
        : to(state, { do: 'renegotiate' });
    case 'greeting':
      return state.session === session ? to(state, { do: 'renegotiate' }) : answered;
  }
};

const breakPath = (
  state: NegotiationState & { is: 'connected' },
  silentMs: number,
  context: NegotiationContext,
): Step => {
  const { nowMs, isCaller } = context;
  const next = broken(state, silentMs, nowMs);
  return isCaller ? seek(next, context) : to({ ...next, restartedMs: nowMs - restartEveryMs / 2 });
};

const mend = ({ session, beside }: Reconnecting, { nowMs }: NegotiationContext): Step =>
  to({ is: 'connected', session, sinceMs: nowMs, ...(beside !== undefined && { beside }) }, { do: 'refresh-pictures' });

const onTransport = (
  state: NegotiationState,
  transport: 'connected' | 'disconnected' | 'failed',
  context: NegotiationContext,
): Step => {
  if (state.is === 'connecting' || state.is === 'greeting')
    return transport === 'failed' ? giveUp(state, context) : to(state);
  if (state.is === 'connected' && transport !== 'connected') return breakPath(state, 0, context);
  return state.is === 'reconnecting' && transport === 'connected' ? mend(state, context) : to(state);
};

/**
 * An attempt that began on a network which is gone says so only when ICE gives up, some 15 s later. Once: a relay that closes
 * every few seconds must not keep every attempt from its end.
 */
const isStale = (
  { failures, sinceMs }: { readonly failures: number; readonly sinceMs: number },
  nowMs: number,
): boolean => failures === 0 && nowMs - sinceMs >= unheardMs;

/** What was put together while nothing could be reached is not worth repeating. */
const onWayOpened = (
  state: NegotiationState,
  { isBack }: NegotiationEvent & { is: 'way-opened' },
  context: NegotiationContext,
): Step => {
  const { nowMs, isOutdated } = context;
  const isAttempt = state.is === 'calling' || state.is === 'connecting' || state.is === 'greeting';
  if (isBack && isAttempt && isStale(state, nowMs)) return call({ ...state, failures: 1 }, context);
  switch (state.is) {
    case 'waiting':
      // Where nothing was tried yet, an offer of theirs may be on its way.
      return state.failures > 0 ? call(state, context) : to(state);
    case 'calling':
      if (nowMs - state.sinceMs < unheardMs) return to(state);
      return isOutdated ? call(state, context) : to(state, { do: 'repeat-offer' });
    case 'reconnecting':
      if (isOutdated) return seek(withoutBeside(state), context);
      return nowMs - state.restartedMs >= unheardMs
        ? seek(state, context)
        : to(state, { do: 'repeat-offer' }, { do: 'repeat-answer' });
    case 'connecting':
    case 'greeting':
    case 'connected':
    case 'over':
      return to(state);
  }
};

/** No direct path so far: what was tried does not end, and relays are tried beside it. */
const widen = (state: NegotiationState & { is: 'connecting' }, context: NegotiationContext): Step => {
  const { nowMs, isCaller, hasTurn } = context;
  const dueMs = isCaller ? widenAfterMs : calledWidensAfterMs;
  if (!hasTurn || state.isWidened || nowMs - state.sinceMs < dueMs) return to(state);
  return to({ ...state, isWidened: true }, { do: 'allow-relays' }, { do: 'restart-ice' });
};

/** The first time the old kind of path is tried again, then any. */
const seekWider = (state: Reconnecting, context: NegotiationContext): Step => {
  const { state: next, effects } = seek(state, context);
  const isWider = context.canRestart && context.hasTurn && context.nowMs - state.sinceMs >= restartEveryMs;
  return { state: next, effects: isWider ? [{ do: 'allow-relays' }, ...effects] : effects };
};

const onTick = (state: NegotiationState, context: NegotiationContext): Step => {
  const { nowMs, hasLink, isLinked, isReachable } = context;
  if (state.is === 'over') return to(state);
  const elapsedMs = nowMs - state.sinceMs;
  switch (state.is) {
    case 'connected': {
      if (state.beside === undefined || elapsedMs < lateAnswerMs) return to(state);
      const { beside: _, ...alone } = state;
      return to(alone, { do: 'drop-beside' });
    }
    case 'waiting': {
      if (!isLinked && elapsedMs > unlinkedMs) return to({ is: 'over', why: 'lost' });
      const waitMs = retryAfterMs[Math.min(state.failures, retryAfterMs.length) - 1] ?? 0;
      return hasLink && elapsedMs >= waitMs ? call(state, context) : to(state);
    }
    case 'calling': {
      const nextMs = repeatOfferAfterMs[state.sent - 1];
      if (elapsedMs > attemptMs) return giveUp(state, context);
      return nextMs !== undefined && elapsedMs >= nextMs
        ? to({ ...state, sent: state.sent + 1 }, { do: 'repeat-offer' })
        : to(state);
    }
    case 'connecting':
      return elapsedMs > attemptMs ? giveUp(state, context) : widen(state, context);
    case 'greeting':
      return elapsedMs > attemptMs ? giveUp(state, context) : to(state);
    case 'reconnecting': {
      if (elapsedMs > lostAfterMs) {
        return to({ is: 'waiting', sinceMs: nowMs, failures: failuresWhenLost }, { do: 'drop' });
      }
      const isAway = state.isAway || (isReachable && elapsedMs >= awayAfterMs);
      // Without a way for the offer a new one only makes the next one wait.
      if (hasLink && nowMs - state.restartedMs >= restartEveryMs) return seekWider({ ...state, isAway }, context);
      return to(isAway === state.isAway ? state : { ...state, isAway });
    }
  }
};

/** One step. Events of a session that is no longer ours change nothing. Total: never throws. */
export const step = (state: NegotiationState, event: NegotiationEvent, context: NegotiationContext): Step => {
  if (event.is === 'tick') return onTick(state, context);
  if (event.is === 'offer') return onOffer(state, event, context);
  if (event.is === 'link-opened') {
    if (state.is === 'over') return state.why === 'left' || state.why === 'lost' ? call(state, context) : to(state);
    return state.is === 'waiting' ? call(state, context) : to(state);
  }
  if (event.is === 'way-opened') return onWayOpened(state, event, context);
  if (event.is === 'open-offer-answered') {
    if (state.is !== 'waiting') return to(state);
    const { failures } = state;
    return to({ is: 'connecting', session: event.session, sinceMs: context.nowMs, failures }, { do: 'accept-answer' });
  }
  // To an offer that was given up since: they are there.
  if (state.is === 'waiting' && event.is === 'answer' && state.failures > 0) return call(state, context);
  if (state.is === 'over' || state.is === 'waiting') return to(state);
  if (event.is === 'answer' && 'beside' in state && event.session === state.beside) {
    const next = { is: 'connecting', session: event.session, sinceMs: context.nowMs, failures: 0 } as const;
    return to(next, { do: 'adopt-beside' }, { do: 'accept-answer' });
  }
  // Both took the other's offer for the one that counts, because one of the two came late: without a new one neither would
  // hear of the other before the attempt is over (laboratory, `cut-20` with Firefox: 11 s).
  if (state.is === 'connecting' && event.is === 'answer' && event.session !== state.session)
    return call(state, context);
  if ('session' in event && event.session !== state.session) return to(state);
  switch (event.is) {
    case 'answer':
      if (state.is === 'calling') {
        const { session, failures } = state;
        return to({ is: 'connecting', session, sinceMs: context.nowMs, failures }, { do: 'accept-answer' });
      }
      if (state.is === 'reconnecting') return to({ ...state, restartedMs: context.nowMs }, { do: 'accept-answer' });
      return to(state, { do: 'accept-answer' });
    case 'transport':
      return onTransport(state, event.transport, context);
    case 'quiet':
      return state.is === 'connected' ? breakPath(state, event.forMs, context) : to(state);
    case 'heard':
      return state.is === 'reconnecting' ? mend(state, context) : to(state);
    case 'channel-opened': {
      if (state.is !== 'connecting') return to(state);
      const { session, failures } = state;
      return to({ is: 'greeting', session, sinceMs: context.nowMs, failures }, { do: 'greet' });
    }
    case 'hello-accepted':
      return state.is === 'greeting'
        ? to({ is: 'connected', session: state.session, sinceMs: context.nowMs })
        : to(state);
    case 'hello-refused':
      return to({ is: 'over', why: event.why }, { do: 'drop' });
    case 'broke':
      return giveUp(state, context);
    case 'network-changed':
      if (state.is === 'reconnecting') return seek(state, context);
      // One that works is not put at risk for another; whether it still does shows in a moment (heartbeat.ts).
      return to(state);
    case 'bye':
      return to({ is: 'over', why: 'left' }, { do: 'drop' });
  }
};
