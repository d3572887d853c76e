// When the picture gives way and when it comes back: down soon, up late, and later still after an attempt that failed.

import { depthOf, rungAt, type Rung } from './camera-rungs.ts';

export interface LadderState {
  readonly rung: Rung;
  /** When it last moved, or began. */
  readonly movedAtMs: number;
  /** When it last went up, as long as that has not proved right. */
  readonly triedAtMs: number | undefined;
  /** The lower rung that the last look spoke for; undefined where it spoke for none. */
  readonly pressedTo: Rung | undefined;
  /** Since when nothing is in the way. */
  readonly calmSinceMs: number | undefined;
  /** For so long it must be calm before more is tried. */
  readonly calmMs: number;
}

/** A move takes so long to show in the figures: encoder, path, the receiver's next report. What is seen earlier is not its fault. */
const settleMs = 4_000;
/** At first the browser does not know the path: it begins with 300 kbit/s and needs some seconds to learn what there is. */
const firstSettleMs = 8_000;
/** Three to four looks without trouble; then more is tried. */
const firstCalmMs = 15_000;
/** However often an attempt failed: a picture that is missing is tried again within two minutes. */
const lastCalmMs = 120_000;
/** More that went well for so long was right. */
const provedMs = 30_000;

/** All of the picture, on a path of which nothing is known yet. */
export const startLadder = (nowMs: number): LadderState => ({
  rung: 'full',
  movedAtMs: nowMs + firstSettleMs - settleMs,
  triedAtMs: undefined,
  pressedTo: undefined,
  calmSinceMs: undefined,
  calmMs: firstCalmMs,
});

/** Attempts that failed before say nothing of what comes. */
export const forgive = (state: LadderState): LadderState => ({ ...state, triedAtMs: undefined, calmMs: firstCalmMs });

/** What held for a while was right: the next attempt needs no longer calm than the first one. */
const prove = (state: LadderState, nowMs: number): LadderState =>
  state.triedAtMs !== undefined && nowMs - state.triedAtMs >= provedMs ? forgive(state) : state;

const press = (state: LadderState, wanted: Rung, nowMs: number): LadderState => {
  const { pressedTo, triedAtMs, calmMs } = state;
  const pressed: LadderState = { ...state, pressedTo: wanted, calmSinceMs: undefined };
  if (nowMs - state.movedAtMs < settleMs) return { ...pressed, pressedTo: undefined };
  // One bad look is a moment.
  if (pressedTo === undefined) return pressed;
  return {
    ...pressed,
    rung: depthOf(pressedTo) < depthOf(wanted) ? pressedTo : wanted,
    movedAtMs: nowMs,
    triedAtMs: undefined,
    pressedTo: undefined,
    calmMs: triedAtMs === undefined ? calmMs : Math.min(calmMs * 2, lastCalmMs),
  };
};

const relax = (state: LadderState, nowMs: number): LadderState => {
  const { calmSinceMs = nowMs, calmMs, rung } = state;
  const calm: LadderState = { ...state, pressedTo: undefined, calmSinceMs };
  if (nowMs - calmSinceMs < calmMs) return calm;
  return { ...calm, rung: rungAt(depthOf(rung) - 1), movedAtMs: nowMs, triedAtMs: nowMs, calmSinceMs: nowMs };
};

/**
 * One look at the path: `wanted` is the rung that it speaks for. A lower one than we are on is pressure, the same one
 * leaves all as it is, a higher one is calm. Falls as far as two looks in a row both say, and climbs one rung at a time.
 */
export const stepLadder = (before: LadderState, wanted: Rung, nowMs: number): LadderState => {
  const state = prove(before, nowMs);
  if (depthOf(wanted) > depthOf(state.rung)) return press(state, wanted, nowMs);
  if (depthOf(wanted) < depthOf(state.rung)) return relax(state, nowMs);
  return { ...state, pressedTo: undefined, calmSinceMs: undefined };
};
