// On which rung one receiver of a shared picture is: down at once when their path cannot carry it, up when it can, or, where
// that cannot be known, as an attempt. Pure.

/** A receiver, as far as the rung goes. */
export interface SeatLook {
  /** The largest rung that they may get. */
  readonly cap: number;
  /** What they can take of this picture, bit/s; absent where the browser doesn't tell. */
  readonly takesBps?: number;
  /** The smallest rung is a picture now and then: so little that it keeps no path from recovering, and shows when it has. */
  readonly hasStills?: boolean;
}

export interface Seat {
  /** -1: none. */
  readonly rung: number;
  readonly cap: number;
  readonly movedAtMs: number;
  /** Larger than what is known to fit, since when, and what could be taken then. */
  readonly trial?: { readonly atMs: number; readonly takesBps: number };
  /** No attempt before this. */
  readonly tryAtMs: number;
  /** For so long it stays down after the next attempt that fails. */
  readonly waitMs: number;
}

/** So much less than a rung needs is a moment's jitter of an estimate. */
const jitterRatio = 0.85;
/** With so much more than the next rung needs there is no question. */
const amplyRatio = 1.1;
/** An estimate needs that long to follow what is sent: it grows by 8 % a second (libwebrtc, AimdRateControl). */
const trialMs = 8_000;
/** A rung that is left is not taken again within it, however well it looks. */
const settleMs = 4_000;
const firstWaitMs = 15_000;
/** As pressure-ladder.ts: what is missing is tried again within two minutes. */
const lastWaitMs = 120_000;

/** The largest rung up to `cap` that `takesBps` covers; -1 where none is. */
const fitting = (bits: readonly number[], { cap, takesBps = Infinity }: SeatLook, ratio = 1): number => {
  let rung = cap;
  while (rung >= 0 && takesBps < (bits[rung] ?? 0) * ratio) rung -= 1;
  return rung;
};

/** Somebody new, or back from where nothing was sent: the smallest at least, for nothing else would show what goes. */
const begin = (bits: readonly number[], look: SeatLook, nowMs: number): Seat => {
  const fits = fitting(bits, look);
  const seat = { cap: look.cap, movedAtMs: nowMs, tryAtMs: nowMs + firstWaitMs, waitMs: firstWaitMs };
  return fits >= 0
    ? { ...seat, rung: fits }
    : { ...seat, rung: 0, trial: { atMs: nowMs, takesBps: look.takesBps ?? 0 } };
};

const without = (seat: Seat): Seat => {
  const { trial: _, ...settled } = seat;
  return settled;
};

/** Nothing was sent for a while: what was being tried has all its time again, and the next attempt need not wait. */
export const thawSeat = (seat: Seat, nowMs: number): Seat => ({
  ...seat,
  ...(seat.trial && { trial: { ...seat.trial, atMs: nowMs } }),
  tryAtMs: nowMs,
  waitMs: firstWaitMs,
});

const fall = (seat: Seat, rung: number, nowMs: number): Seat => ({
  ...without(seat),
  rung,
  movedAtMs: nowMs,
  tryAtMs: nowMs + seat.waitMs,
  waitMs: seat.trial ? Math.min(seat.waitMs * 2, lastWaitMs) : seat.waitMs,
});

/** What is known at one look. */
interface Sight {
  readonly bits: readonly number[];
  readonly look: SeatLook;
  readonly nowMs: number;
}

/** As far down as `fits`; to nothing at all only from stills, where there are any, and only if it stays so. */
const sink = (seat: Seat, fits: number, { look, nowMs }: Sight): Seat => {
  if (fits >= 0 || !look.hasStills) return fall(seat, fits, nowMs);
  const trial = { atMs: nowMs, takesBps: look.takesBps ?? 0 };
  return seat.rung > 0 ? { ...fall(seat, 0, nowMs), trial } : { ...seat, trial };
};

const attempt = (seat: Seat, look: SeatLook, nowMs: number): Seat => ({
  ...seat,
  rung: seat.rung + 1,
  movedAtMs: nowMs,
  trial: { atMs: nowMs, takesBps: look.takesBps ?? 0 },
});

/** While it is not known whether the rung fits. `fits`: the largest that does, up to it. */
const stepTrial = (seat: Seat & { readonly trial: NonNullable<Seat['trial']> }, fits: number, sight: Sight): Seat => {
  const { trial, rung } = seat;
  const { bits, look, nowMs } = sight;
  const isStill = rung === 0 && look.hasStills;
  // No estimate has to grow for what is as little.
  if (isStill && fits === rung) return without(seat);
  // It went down under what is sent: that is too much for the path.
  const isTooMuch = !isStill && (look.takesBps ?? Infinity) < trial.takesBps * jitterRatio;
  if (!isTooMuch && nowMs - trial.atMs < trialMs) return seat;
  if (fits === rung && !isTooMuch) return { ...without(seat), waitMs: firstWaitMs };
  const below = fitting(bits, { ...look, cap: rung - 1 }, jitterRatio);
  return rung > 0 ? sink(seat, below, sight) : fall(seat, below, nowMs);
};

const follow = (seat: Seat, sight: Sight): Seat => {
  const { bits, look, nowMs } = sight;
  const { trial, rung } = seat;
  // Seen from where they are: a larger rung may take fewer bits, where somebody holds it down.
  const fits = fitting(bits, { ...look, cap: rung }, jitterRatio);
  if (trial) return stepTrial({ ...seat, trial }, fits, sight);
  if (fits < rung) return sink(seat, fits, sight);
  if (rung === look.cap) return seat;
  const ample = fitting(bits, look, amplyRatio);
  if (ample > rung && nowMs - seat.movedAtMs >= settleMs) return { ...seat, rung: ample, movedAtMs: nowMs };
  return nowMs >= seat.tryAtMs ? attempt(seat, look, nowMs) : seat;
};

/** Not even the smallest is known to fit: either nothing goes out, or that is being tried. */
export const isShut = ({ rung, trial }: Seat): boolean => rung < 0 || (rung === 0 && trial !== undefined);

/** One more look. `bits`: what each rung takes, smallest first. `before`: undefined for whoever got nothing until now. */
export const stepSeat = (before: Seat | undefined, bits: readonly number[], look: SeatLook, nowMs: number): Seat => {
  const sight = { bits, look, nowMs };
  if (!before) return begin(bits, look, nowMs);
  if (look.cap === before.cap) return follow(before, sight);
  const { cap } = look;
  // They show it smaller, or it gives way for another reason: no figure is needed for that.
  if (cap < before.rung) return follow({ ...without(before), cap, rung: cap, movedAtMs: nowMs }, sight);
  const seat: Seat = { ...before, cap };
  // They had all that they showed, and show more: that does not wait.
  if (before.rung < before.cap || before.trial || cap < before.cap) return follow(seat, sight);
  const fits = fitting(bits, look);
  return fits > before.rung ? { ...seat, rung: fits, movedAtMs: nowMs } : attempt(seat, look, nowMs);
};
