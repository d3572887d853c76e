// How many key frames one receiver may have made for it. A key frame is ten times as large as another, and everybody who gets
// the same size pays for it: whoever asks all the time would leave all of them with a poor picture.

export interface KeyFrameBudget {
  has(nowMs: number): boolean;
  /** One was made, whether only for this receiver or not. Costs nothing when there is nothing left. */
  spend(nowMs: number): void;
}

/** A receiver that loses packets asks several times a second (libwebrtc, RFC 4585 4.2); one in two seconds is an eighth of the bits. */
const perMs = 0.5 / 1_000;
/** Joins, another size, a few losses in a row: these are served at once. */
const burst = 6;

export const createKeyFrameBudget = (): KeyFrameBudget => {
  let left = burst;
  let lastMs = -Infinity;
  const refill = (nowMs: number): void => {
    left = Math.min(burst, left + Math.max(0, nowMs - lastMs) * perMs);
    lastMs = Math.max(lastMs, nowMs);
  };
  return {
    has: (nowMs) => {
      refill(nowMs);
      return left >= 1;
    },
    spend: (nowMs) => {
      refill(nowMs);
      left = Math.max(0, left - 1);
    },
  };
};
