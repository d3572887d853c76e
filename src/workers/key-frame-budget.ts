// How many key frames one receiver may have made for it. A key frame is ten times as large as another, and everybody who gets
// the same size pays for it: whoever asks all the time would leave all of them with a poor picture.

import { createTokenBucket } from '#core/wire/token-bucket.ts';

export interface KeyFrameBudget {
  has(nowMs: number): boolean;
  /** One was made, whether only for this receiver or not. Costs nothing when there is nothing left. */
  spend(nowMs: number): void;
}

/**
 * Joins, another size, a few losses in a row are served at once. A receiver that loses packets asks several times a second
 * (libwebrtc, RFC 4585 4.2); one in two seconds is an eighth of the bits.
 */
const budget = { perSecond: 0.5, burst: 6 };

export const createKeyFrameBudget = (): KeyFrameBudget => {
  const draw = createTokenBucket(budget);
  /** Asked for, and not spent yet. */
  let isDrawn = false;
  return {
    has: (nowMs) => (isDrawn ||= draw(nowMs)),
    spend: (nowMs) => {
      if (!isDrawn) draw(nowMs);
      isDrawn = false;
    },
  };
};
