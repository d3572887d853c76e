// Whether the shared encoder keeps up with its sources. Pure.

import type { EncodeFigures, RungFigures } from '#core/ports/encode.ts';

/** Of the frames of a source. Each stumble of a machine drops some, which is seen by nobody; the ladder would take away half. */
const droppedRatio = 0.2;
/** Of the time from one frame to the next: above it the next hiccup drops one. */
const busyRatio = 0.8;

const isRungBehind = (before: RungFigures | undefined, now: RungFigures): boolean => {
  // Begun anew, it has not encoded for long enough to be judged.
  if (!before || now.framesEncoded < before.framesEncoded || now.outlets === 0) return false;
  const dropped = now.framesDropped - before.framesDropped;
  const all = now.framesEncoded - before.framesEncoded + dropped;
  return dropped > all * droppedRatio || now.encodeMs * now.maxFramerate > 1000 * busyRatio;
};

/** Between two looks. */
export const isEncoderBehind = (before: EncodeFigures | undefined, now: EncodeFigures): boolean =>
  (['camera', 'screen'] as const).some((place) =>
    now.places[place].some((rung, index) => isRungBehind(before?.places[place][index], rung)),
  );
