// How somebody's pictures are shown, told to whoever sends them (docs/PROTOCOL.md, 8.2). Of the call's own messages; loaded
// with what acts on it.

import * as v from 'valibot';

/** More than any screen has, and than any camera gives: what is above counts as this. */
const maxSide = 8_192;
const maxFramesPerSecond = 60;

/** Out of bounds it is no fault: the nearest that makes sense. */
const upTo = (max: number) =>
  v.pipe(
    v.number(),
    v.transform((value) => Math.min(max, Math.max(0, value))),
  );

const shown = v.object({
  /** The size in which the whole picture is drawn, what is cut off included, in device pixels. */
  width: upTo(maxSide),
  height: upTo(maxSide),
  framesPerSecond: upTo(maxFramesPerSecond),
  /** `hidden`: nobody can see it, nothing need come. A word of a later version is one picture among others. */
  priority: v.fallback(v.picklist(['pinned', 'speaking', 'grid', 'hidden']), 'grid'),
});
/** How one picture is shown. */
export type Shown = v.InferOutput<typeof shown>;

/** Of what is absent nothing is said: it comes as large as the call allows. */
export const wishSchema = v.object({ camera: v.optional(shown), screen: v.optional(shown) });
/** How somebody's camera and shared screen are shown. */
export type Wish = v.InferOutput<typeof wishSchema>;
