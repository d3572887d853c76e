// A path that is broken, from the break to the path that takes its place: the part of negotiation.ts that repairs. Pure.

import {
  to,
  type NegotiationContext,
  type NegotiationEffect,
  type NegotiationState,
  type Step,
} from './negotiation-states.ts';

/** Whoever was called lets the other restart first, by half of it, so that they rarely meet. */
const restartEveryMs = 3_000;
/** Whoever says nothing is gone for all within 6 s (issue 4, 5): this, and two looks. */
const awayAfterMs = 4_500;
/** A path that is broken for so long takes the person's tile away; the search for them goes on. */
const lostAfterMs = 30_000;
/** A person who was lost is looked for more patiently than one who has just come. */
const failuresWhenLost = 2;

export type Reconnecting = NegotiationState & { readonly is: 'reconnecting' };

/** Looks for a new path. */
export const seek = (state: Reconnecting, { nowMs, canRestart, newSession }: NegotiationContext): Step => {
  const next = { ...state, restartedMs: nowMs };
  if (canRestart) return to(next, { do: 'restart-ice' });
  if (state.beside !== undefined) return to(next, { do: 'repeat-offer' });
  const session = newSession();
  return to({ ...next, beside: session }, { do: 'call-beside', session });
};

export const withoutBeside = (state: Reconnecting): Reconnecting => {
  const { beside: _, ...alone } = state;
  return alone;
};

export const hold: NegotiationEffect = { do: 'hold-pictures' };

/** A new path is looked for from now on. */
export const broken = (
  before: NegotiationState & { is: 'connected' },
  silentMs: number,
  nowMs: number,
): Reconnecting => ({
  ...before,
  is: 'reconnecting',
  sinceMs: nowMs - silentMs,
  restartedMs: nowMs,
  isAway: false,
});

export const breakPath = (
  state: NegotiationState & { is: 'connected' },
  silentMs: number,
  context: NegotiationContext,
): Step => {
  const { nowMs, isCaller } = context;
  const next = broken(state, silentMs, nowMs);
  if (!isCaller) return to({ ...next, restartedMs: nowMs - restartEveryMs / 2 }, hold);
  const { state: seeking, effects } = seek(next, context);
  return to(seeking, hold, ...effects);
};

export const mend = ({ session, beside }: Reconnecting, { nowMs }: NegotiationContext): Step =>
  to({ is: 'connected', session, sinceMs: nowMs, ...(beside !== undefined && { beside }) }, { do: 'resume-pictures' });

/** The first time the old kind of path is tried again, then any. */
const seekWider = (state: Reconnecting, context: NegotiationContext): Step => {
  const { state: next, effects } = seek(state, context);
  const isWider = context.canRestart && context.hasTurn && context.nowMs - state.sinceMs >= restartEveryMs;
  return { state: next, effects: isWider ? [{ do: 'allow-relays' }, ...effects] : effects };
};

/** Time passes on a broken path. */
export const seekOn = (state: Reconnecting, context: NegotiationContext): Step => {
  const { nowMs, hasLink, isReachable } = context;
  const elapsedMs = nowMs - state.sinceMs;
  if (elapsedMs > lostAfterMs) {
    return to({ is: 'waiting', sinceMs: nowMs, failures: failuresWhenLost }, { do: 'drop' });
  }
  const isAway = state.isAway || (isReachable && elapsedMs >= awayAfterMs);
  // Without a way for the offer a new one only makes the next one wait.
  if (hasLink && nowMs - state.restartedMs >= restartEveryMs) return seekWider({ ...state, isAway }, context);
  return to(isAway === state.isAway ? state : { ...state, isAway });
};
