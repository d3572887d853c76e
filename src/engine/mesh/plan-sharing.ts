// Whether a picture is encoded once for everybody, in which sizes, and who gets which. Pure: what changes is carried out by
// share-place.ts.

import type { EncodedRung } from '#core/ports/encode.ts';
import type { CameraLimits } from './camera-limits.ts';
import { fitBits, fitUplink, framesOn, fairBits, leastBits, planBits, usableRatio, type Taker } from './share-bits.ts';
import { bestAt, lowestMoving, rungFor, type LadderRung } from './share-ladder.ts';
import { stepSeat, thawSeat, type Seat } from './share-seat.ts';

/** One who is connected. */
export interface Receiver {
  /** What they may get at most, for whatever reason. */
  readonly limits: CameraLimits;
  /** They would like one, also where it is paused for them at this moment: it comes back as soon as their path carries it. */
  readonly isWished?: true;
  /** What their connection carries of this picture beside sound; absent where it is not known, Infinity where nothing shows an end. */
  readonly takesBps?: number;
}

export type SharingPlan<Who> =
  | { readonly is: 'plain' }
  | {
      readonly is: 'shared';
      /** All of the ladder, smallest first, so that a number means the same size throughout. */
      readonly rungs: readonly EncodedRung[];
      /** Those who are missing get nothing at this moment. */
      readonly whoGetsWhich: ReadonlyMap<Who, number>;
    };

export interface Sharing<Who> {
  readonly plan: SharingPlan<Who>;
  readonly seats: ReadonlyMap<Who, Seat>;
  readonly bits: readonly number[];
  /** Since when it would not be worth it any more. */
  readonly fewSinceMs?: number;
  /** It was muted at the last look. */
  readonly wasMuted?: true;
}

export interface SharingContext {
  readonly ladder: readonly LadderRung[];
  /** What this picture may take of the way out, to all together. */
  readonly uplinkBps: number;
  readonly nowMs: number;
  /** There is something to encode, and it can be. */
  readonly isPossible: boolean;
  /** There is nothing to encode at this moment: nothing is sent, and nothing can be found out. */
  readonly isMuted?: boolean;
}

/** For one receiver the browser's own encoder is as good. */
const leastReceivers = 2;
/** Whoever hides the picture for a moment, or reloads, does not move it from one encoder to another. */
const fewMs = 5_000;

/** Each connection encodes for itself. */
export const plainSharing = <Who>(): Sharing<Who> => ({ plan: { is: 'plain' }, seats: new Map(), bits: [] });

const takerOf = ({ limits, takesBps }: Receiver, ladder: readonly LadderRung[]): Taker => {
  const cap = rungFor(ladder, limits.maxHeight);
  const { maxFramerate: framesPerSecond, maxBitrateBps } = limits;
  const rung = ladder[cap];
  const isHeld = rung !== undefined && maxBitrateBps < bestAt(rung, framesPerSecond);
  // Held to less than the rung's bits, they are like somebody whose path carries no more.
  const carried = Math.min(takesBps ?? Infinity, isHeld ? maxBitrateBps / usableRatio : Infinity);
  const isKnown = takesBps !== undefined || isHeld;
  return { cap, framesPerSecond, ...(isKnown && { takesBps: carried }) };
};

const share = <Who>(
  before: Sharing<Who>,
  getting: ReadonlyMap<Who, Taker>,
  { ladder, uplinkBps, nowMs }: SharingContext,
): Sharing<Who> => {
  const bits = planBits(ladder, [...getting.values()], before.bits);
  const judged = fairBits(ladder, { takers: getting, bits, uplinkBps });
  const hasStills = ladder[0]?.isStill ?? false;
  const seatOf = (who: Who): Seat | undefined => {
    const seat = before.seats.get(who);
    return seat && before.wasMuted ? thawSeat(seat, nowMs) : seat;
  };
  const seats = new Map(
    [...getting].map(([who, taker]) => [who, stepSeat(seatOf(who), judged, { ...taker, hasStills }, nowMs)]),
  );
  const seated = new Map([...seats].flatMap(([who, { rung }]) => (rung < 0 ? [] : [[who, rung] as const])));
  const least = leastBits(
    ladder,
    framesOn(ladder, getting, (who, index) => (seated.get(who) ?? -1) >= index),
  );
  const whoGetsWhich = fitUplink(seated, { least, lowest: lowestMoving(ladder), uplinkBps });
  const frames = framesOn(ladder, getting, (who, index) => whoGetsWhich.get(who) === index);
  const shown = before.plan.is === 'shared' ? before.plan.rungs : [];
  const bitrates = fitBits(ladder, { bits: judged, frames, rungs: [...whoGetsWhich.values()], uplinkBps });
  const used = new Set(whoGetsWhich.values());
  const rungs = ladder.map(({ maxHeight }, index): EncodedRung => {
    const then = shown[index];
    // What nobody gets stays as it was: nothing is to be told of it.
    if (then && !used.has(index)) return then;
    return { maxHeight, maxFramerate: frames[index] ?? 1, bitrateBps: bitrates[index] ?? 0 };
  });
  return { plan: { is: 'shared', rungs, whoGetsWhich }, seats, bits };
};

/** One more look at all who are connected. */
export const stepSharing = <Who>(
  before: Sharing<Who>,
  receivers: ReadonlyMap<Who, Receiver>,
  context: SharingContext,
): Sharing<Who> => {
  const { ladder, nowMs, isPossible, isMuted } = context;
  if (!isPossible) return plainSharing();
  const getting = new Map(
    [...receivers].flatMap(([who, each]) => (each.limits.isPaused ? [] : [[who, takerOf(each, ladder)] as const])),
  );
  const wishing = [...receivers.values()].filter(({ limits, isWished }) => isWished || !limits.isPaused).length;
  const { fewSinceMs: _, ...rest } = before;
  const next = (): Sharing<Who> =>
    isMuted && before.plan.is === 'shared' ? { ...rest, wasMuted: true } : share(before, getting, context);
  if (wishing >= leastReceivers) return next();
  if (before.plan.is === 'plain') return plainSharing();
  const fewSinceMs = before.fewSinceMs ?? nowMs;
  return nowMs - fewSinceMs < fewMs ? { ...next(), fewSinceMs } : plainSharing();
};
