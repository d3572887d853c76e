// The life of the connection to one person: a pure machine. Time comes in with the events; what must be done comes out as
// effects. Its words are in negotiation-states.ts; docs/ARCHITECTURE.md has the picture.

import {
  to,
  type NegotiationContext,
  type NegotiationEffect,
  type NegotiationEvent,
  type NegotiationState,
  type Step,
} from './negotiation-states.ts';
import { breakPath, broken, hold, mend, seek, seekOn, withoutBeside } from './reconnecting.ts';

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
/** An offer that is as old may never have arrived; a younger one is on its way. */
const unheardMs = 1_000;
/** After so many failures in a row nothing more is tried until they are heard of again. */
const maxFailures = 6;
/** By then no answer is on its way any more. */
const lateAnswerMs = 5_000;
/** How long somebody is remembered to whom no link is left. */
const unlinkedMs = 30_000;

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

const dropBeside = ({ session, sinceMs }: NegotiationState & { is: 'connected' }): Step =>
  to({ is: 'connected', session, sinceMs }, { do: 'drop-beside' });

const onOffer = (
  state: NegotiationState,
  { session, silentMs = 0 }: NegotiationEvent & { is: 'offer' },
  context: NegotiationContext,
): Step => {
  const { nowMs, isPolite, hasTurn } = context;
  const answered = to({ is: 'connecting', session, sinceMs: nowMs, failures: failuresOf(state) }, { do: 'answer' });
  switch (state.is) {
    case 'over':
      // Somebody else was there in their name: they may come themselves.
      return state.why === 'wire/old-app' ? to(state) : answered;
    case 'waiting':
      return answered;
    case 'calling':
      if (isPolite) return answered;
      // They call because they know nothing of our offer: it is still on its way, or went out while they could not hear.
      return state.failures > 0 || nowMs - state.sinceMs >= unheardMs ? to(state, { do: 'repeat-offer' }) : to(state);
    case 'connected':
      // An offer proves nothing: whoever has the room's link can send one in another's name. A connection that works and
      // whose end has proved itself is not given up for it; once it breaks, such an offer is welcome (see peer.ts).
      if (state.session !== session) return to(state);
      return silentMs > 0
        ? to(broken(state, silentMs, nowMs), hold, { do: 'renegotiate' })
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

const onAnswer = (state: NegotiationState, session: string, context: NegotiationContext): Step => {
  const { nowMs } = context;
  if (state.is === 'over') return to(state);
  // To an offer that was given up since: they are there.
  if (state.is === 'waiting') return state.failures > 0 ? call(state, context) : to(state);
  if ('beside' in state && session === state.beside)
    return to(
      { is: 'connecting', session, sinceMs: nowMs, failures: 0 },
      { do: 'adopt-beside' },
      { do: 'accept-answer' },
    );
  if (session !== state.session) {
    // Both took the other's offer for the one that counts, because one of the two came late: without a new one neither would
    // hear of the other before the attempt is over (laboratory, `cut-20` with Firefox: 11 s).
    return state.is === 'connecting' ? call(state, context) : to(state);
  }
  const accept: NegotiationEffect = { do: 'accept-answer' };
  if (state.is === 'calling')
    return to({ is: 'connecting', session, sinceMs: nowMs, failures: state.failures }, accept);
  return to(state.is === 'reconnecting' ? { ...state, restartedMs: nowMs } : state, accept);
};

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
      // Made in the moment in which the address changed: nobody reaches the old one (laboratory, `move` with Firefox: 8.7 s). Once.
      if (isBack && state.beside !== undefined && !state.isRenewed)
        return seek({ ...withoutBeside(state), isRenewed: true }, context);
      if (isOutdated) return seek(withoutBeside(state), context);
      return nowMs - state.restartedMs >= unheardMs
        ? seek(state, context)
        : to(state, { do: 'repeat-offer' }, { do: 'repeat-answer' });
    case 'connected':
      // A last word came late, and took the break for over: what was offered before it is as old.
      return isBack && state.beside !== undefined ? dropBeside(state) : to(state);
    case 'connecting':
    case 'greeting':
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

const onTick = (state: NegotiationState, context: NegotiationContext): Step => {
  const { nowMs, hasLink, isLinked } = context;
  if (state.is === 'over') return to(state);
  const elapsedMs = nowMs - state.sinceMs;
  switch (state.is) {
    case 'connected':
      return state.beside === undefined || elapsedMs < lateAnswerMs ? to(state) : dropBeside(state);
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
    case 'reconnecting':
      return seekOn(state, context);
  }
};

type InSession = Exclude<NegotiationState, { is: 'over' | 'waiting' }>;
type InSessionEvent = Exclude<
  NegotiationEvent,
  { is: 'tick' | 'offer' | 'answer' | 'link-opened' | 'way-opened' | 'open-offer-answered' }
>;

/** What happens to a session that there is. */
const stepInSession = (state: InSession, event: InSessionEvent, context: NegotiationContext): Step => {
  // No call beside came about: another is made in its time.
  if (state.is === 'reconnecting' && event.is === 'broke' && event.session === state.beside)
    return to(withoutBeside(state), { do: 'drop-beside' });
  if ('session' in event && event.session !== state.session) return to(state);
  switch (event.is) {
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

/** One step. Events of a session that is no longer ours change nothing. Total: never throws. */
export const step = (state: NegotiationState, event: NegotiationEvent, context: NegotiationContext): Step => {
  if (event.is === 'tick') return onTick(state, context);
  if (event.is === 'offer') return onOffer(state, event, context);
  if (event.is === 'answer') return onAnswer(state, event.session, context);
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
  if (state.is === 'over' || state.is === 'waiting') return to(state);
  return stepInSession(state, event, context);
};
