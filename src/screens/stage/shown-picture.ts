// In which size a picture is drawn, from what is known of its element. Pure.

import type { Shown } from '#engine/call/api.ts';

export interface ShownFacts {
  /** Of the element, CSS pixels. */
  readonly boxWidth: number;
  readonly boxHeight: number;
  readonly pixelRatio: number;
  /** Of what has come, pixels; zero before the first picture. */
  readonly pictureWidth: number;
  readonly pictureHeight: number;
  /** Shown whole, with bars beside it; filling the element elsewhere, with something cut off. */
  readonly isWhole: boolean;
  readonly isSeen: boolean;
  readonly priority: Exclude<Shown['priority'], 'hidden'>;
}

export const hidden: Shown = { width: 0, height: 0, framesPerSecond: 0, priority: 'hidden' };

/** What cameras give, before one knows. */
const usualRatio = 16 / 9;

/** A face of that size, one among many, is followed at half the rate. */
const smallSide = 200;

/** Rounded to whole pixels; the same facts always give the same. */
export const shownPicture = (facts: ShownFacts): Shown => {
  const { boxWidth, boxHeight, pixelRatio, pictureWidth, pictureHeight, priority } = facts;
  if (!facts.isSeen || boxWidth < 1 || boxHeight < 1) return hidden;
  const ratio = pictureWidth > 0 && pictureHeight > 0 ? pictureWidth / pictureHeight : usualRatio;
  const fit = facts.isWhole ? Math.min : Math.max;
  const height = fit(boxHeight, boxWidth / ratio) * pixelRatio;
  const width = height * ratio;
  const isSmall = priority === 'grid' && Math.min(width, height) <= smallSide;
  return {
    width: Math.round(width),
    height: Math.round(height),
    framesPerSecond: isSmall ? 15 : 30,
    priority,
  };
};

/** A picture that is shown in two places, on the stage and in a small window, is wanted as large as in the larger one. */
export const largestShown = (all: readonly Shown[]): Shown | undefined =>
  all.toSorted((a, b) => a.height - b.height).at(-1);
