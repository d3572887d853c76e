// An offer of a new path while the old one works is kept, not answered: an answer can only do harm then. Firefox 153 closes
// the old path with its answer, and Chromium stays on it for up to three seconds more (tests/e2e/new-path.test.ts). That is
// what happens after short cuts: the offer that was made meanwhile arrives when the path is back.

import type { Signal } from '#core/wire/signal.ts';

export interface OfferHold {
  /** Keeps it and gives nothing back; or gives it back where it is to be answered all the same. */
  keep(offer: Signal): Signal | undefined;
  /** What is kept, once: the path has broken. */
  take(): Signal | undefined;
}

/** A call of another session: welcome once what there is has broken for good. */
export interface CallHold {
  /** Keeps it, and for `forMs` gives it to nobody: what there is may come back by itself. */
  keep(offer: Signal, forMs?: number): void;
  /** What is kept and due, once. */
  take(): Signal | undefined;
}

/** Whoever asks again after so long does not hear us, though we hear them. */
const asksAgainMs = 2_000;
/** By then they have mended it, or given it up, and their attempt with it. */
const keptMs = 15_000;

/** Holds nothing. */
export const createOfferHold = (nowMs: () => number): OfferHold => {
  let held: { readonly offer: Signal; readonly sinceMs: number } | undefined;
  const isFresh = (): boolean => held !== undefined && nowMs() - held.sinceMs < keptMs;
  const take = (): Signal | undefined => {
    const offer = isFresh() ? held?.offer : undefined;
    held = undefined;
    return offer;
  };
  return {
    keep: (offer) => {
      held = { offer, sinceMs: held && isFresh() ? held.sinceMs : nowMs() };
      return nowMs() - held.sinceMs >= asksAgainMs ? take() : undefined;
    },
    take,
  };
};

/** Holds nothing. */
export const createCallHold = (nowMs: () => number): CallHold => {
  let held: { readonly offer: Signal; readonly sinceMs: number; readonly dueMs: number } | undefined;
  return {
    keep: (offer, forMs = 0) => {
      held = { offer, sinceMs: nowMs(), dueMs: nowMs() + forMs };
    },
    take: () => {
      if (!held || nowMs() < held.dueMs) return undefined;
      const { offer, sinceMs } = held;
      held = undefined;
      return nowMs() - sinceMs < keptMs ? offer : undefined;
    },
  };
};
