// The life of one end of a carried pair: a pure machine. docs/decisions/022-carried-media.md has the picture.

import type { PersonId } from '#core/base/ids.ts';

export type CarryPhase =
  /** Connected directly, or nobody could help. */
  | { readonly is: 'direct' }
  /** Not connected, and somebody could help: a direct path is given a while. */
  | { readonly is: 'patient'; readonly sinceMs: number }
  /** A leg to the carrier is being made, and the other end is to prove itself on it. */
  | { readonly is: 'asking'; readonly carrier: PersonId; readonly sinceMs: number }
  | { readonly is: 'carried'; readonly carrier: PersonId }
  /** The direct connection is there; the carrier goes on until the other end has seen it as well. */
  | { readonly is: 'handing-back'; readonly carrier: PersonId; readonly sinceMs: number };

export interface CarryState {
  readonly now: CarryPhase;
  /** Who did not carry us when asked, and is not asked again for a while. */
  readonly shunned: ReadonlyMap<PersonId, Shunned>;
}

interface Shunned {
  readonly untilMs: number;
  /** In a row. */
  readonly times: number;
}

export type CarryEvent =
  /** Time has passed, or something that the context tells has changed. */
  | { readonly is: 'look' }
  /** The other end wants to be carried by this one. */
  | { readonly is: 'asked'; readonly carrier: PersonId }
  /** The other end has proved who it is. */
  | { readonly is: 'proved' }
  /** It does not go on through this one. */
  | { readonly is: 'ended'; readonly carrier: PersonId; readonly why: EndReason };

/** `refused`: they don't want to, or have no room. `failed`: silence, a broken path. `unsafe`: somebody else was at the other end. */
export type EndReason = 'refused' | 'failed' | 'unsafe';

export type CarryEffect =
  /** Open a leg to this carrier, in place of the one before. */
  | { readonly do: 'ask'; readonly carrier: PersonId }
  /** No leg any more. */
  | { readonly do: 'end' };

export interface CarryContext {
  readonly nowMs: number;
  /** The direct connection to the other works at this moment. */
  readonly isDirect: boolean;
  /** `planCarriers`. */
  readonly carriers: readonly PersonId[];
  /** Ours is the smaller id: where the two ends chose differently, our choice stands. */
  readonly isLeading: boolean;
}

/** So long a direct path is looked for alone. ICE usually needs less than a second where there is one. */
const patienceMs = 5_000;
/** A leg is there in two round trips through the carrier and one of ICE, DTLS, SCTP. */
const askMs = 4_000;
/** The other end may see the first direct picture later than we. */
const handBackMs = 3_000;
const shunMs: Readonly<Record<EndReason, number>> = { failed: 5_000, refused: 30_000, unsafe: 3_600_000 };
/** Each time twice as long: whoever never answers is not asked all day. */
const maxDoublings = 4;
/** After so long it is as if nothing had been. */
const forgottenMs = 120_000;

/** Nothing to do. */
export const noCarryState: CarryState = { now: { is: 'direct' }, shunned: new Map() };
/** Somebody is not connected since then. */
export const firstCarryState = (sinceMs: number): CarryState => ({ ...noCarryState, now: { is: 'patient', sinceMs } });

interface Step {
  readonly state: CarryState;
  readonly effects: readonly CarryEffect[];
}

const carrierOf = ({ now }: CarryState): PersonId | undefined => ('carrier' in now ? now.carrier : undefined);

const stay = (state: CarryState): Step => ({ state, effects: [] });
const end = (state: CarryState, now: CarryPhase): Step => ({
  state: { ...state, now },
  effects: carrierOf(state) === undefined ? [] : [{ do: 'end' }],
});

const ask = (state: CarryState, carrier: PersonId, { nowMs }: CarryContext): Step => ({
  state: { ...state, now: { is: 'asking', carrier, sinceMs: nowMs } },
  effects: [{ do: 'ask', carrier }],
});

const shun = (state: CarryState, carrier: PersonId, why: EndReason, nowMs: number): CarryState => {
  const shunned = new Map([...state.shunned].filter(([, { untilMs }]) => untilMs + forgottenMs > nowMs));
  const times = shunned.get(carrier)?.times ?? 0;
  shunned.set(carrier, { untilMs: nowMs + shunMs[why] * 2 ** Math.min(times, maxDoublings), times: times + 1 });
  return { ...state, shunned };
};

const isShunned = ({ shunned }: CarryState, carrier: PersonId, nowMs: number): boolean =>
  (shunned.get(carrier)?.untilMs ?? 0) > nowMs;

/** The next one that may be asked; without one, what was is over, and the wait begins anew. */
const askNext = (state: CarryState, context: CarryContext): Step => {
  const { nowMs, carriers } = context;
  const next = carriers.find((id) => !isShunned(state, id, nowMs));
  if (next) return ask(state, next, context);
  // Patient enough: the next one is asked as soon as there is one.
  return end(state, carriers.length > 0 ? { is: 'patient', sinceMs: nowMs - patienceMs } : { is: 'direct' });
};

const look = (state: CarryState, context: CarryContext): Step => {
  const { now } = state;
  const { nowMs, isDirect, carriers } = context;
  switch (now.is) {
    case 'direct':
      return isDirect || carriers.length === 0
        ? stay(state)
        : stay({ ...state, now: { is: 'patient', sinceMs: nowMs } });
    case 'patient': {
      if (isDirect || carriers.length === 0) return stay({ ...state, now: { is: 'direct' } });
      const isFree = carriers.some((id) => !isShunned(state, id, nowMs));
      return isFree && nowMs - now.sinceMs >= patienceMs ? askNext(state, context) : stay(state);
    }
    case 'asking':
      if (isDirect) return end(state, { is: 'direct' });
      return nowMs - now.sinceMs < askMs ? stay(state) : askNext(shun(state, now.carrier, 'failed', nowMs), context);
    case 'carried':
      return isDirect
        ? stay({ ...state, now: { is: 'handing-back', carrier: now.carrier, sinceMs: nowMs } })
        : stay(state);
    case 'handing-back':
      if (!isDirect) return stay({ ...state, now: { is: 'carried', carrier: now.carrier } });
      return nowMs - now.sinceMs >= handBackMs ? end(state, { is: 'direct' }) : stay(state);
  }
};

const asked = (state: CarryState, carrier: PersonId, context: CarryContext): Step => {
  // Where it works for us, the other will find out: our connection to them is repaired from both sides.
  const isUnsafe = (state.shunned.get(carrier)?.untilMs ?? 0) - context.nowMs > shunMs.refused * 2 ** maxDoublings;
  if (context.isDirect || isUnsafe) return stay(state);
  const own = carrierOf(state);
  if (own === undefined) return ask(state, carrier, context);
  // Through the same one: their leg was made anew, and ours is good.
  if (own === carrier) return stay(state);
  // A good leg is left only for somebody who could carry us: anybody can say that word.
  const isFit = context.carriers.includes(carrier) && !isShunned(state, carrier, context.nowMs);
  return context.isLeading || !isFit ? stay(state) : ask(state, carrier, context);
};

/** One step. Total: never throws. */
export const stepCarry = (state: CarryState, event: CarryEvent, context: CarryContext): Step => {
  switch (event.is) {
    case 'look':
      return look(state, context);
    case 'asked':
      return asked(state, event.carrier, context);
    case 'proved': {
      if (state.now.is !== 'asking') return stay(state);
      const { carrier } = state.now;
      const shunned = new Map([...state.shunned].filter(([id]) => id !== carrier));
      return stay({ now: { is: 'carried', carrier }, shunned });
    }
    case 'ended': {
      if (carrierOf(state) !== event.carrier) return stay(state);
      if (state.now.is === 'handing-back' && context.isDirect) return end(state, { is: 'direct' });
      return askNext(shun(state, event.carrier, event.why, context.nowMs), context);
    }
  }
};
