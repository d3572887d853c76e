// The sizes in which a picture is encoded once for many. Each has the bits at which it looks its best, and those below which
// the next smaller one looks better. Pure.

import { smallestCameraLimits, stillCameraLimits } from './camera-limits.ts';
import { worthwhileRatio } from './camera-rungs.ts';
import { cameraRungs } from './plan-pictures.ts';

/** One size, with what it costs with all its frames. */
export interface LadderRung {
  /** The shorter side, pixels. */
  readonly maxHeight: number;
  readonly maxFramerate: number;
  readonly bestBps: number;
  readonly leastBps: number;
  /** A picture now and then, for a path that carries nothing that moves. */
  readonly isStill?: true;
}

/** What no path lacks that carries sound, and more than a face that stands (docs/decisions/029). */
const stills: LadderRung = {
  maxHeight: 180,
  maxFramerate: stillCameraLimits.maxFramerate,
  bestBps: stillCameraLimits.maxBitrateBps,
  leastBps: stillCameraLimits.maxBitrateBps * worthwhileRatio,
  isStill: true,
};

/**
 * The same sizes that wishes are planned with. A table by the number of people has sizes between them (540, 270): whoever
 * gets these gets the next larger one here, for it costs no encoder of its own; the bits decide (share-bits.ts).
 */
export const cameraLadder: readonly LadderRung[] = [
  stills,
  ...cameraRungs.map(({ maxHeight, maxBitrateBps }) => ({
    maxHeight,
    maxFramerate: 30,
    bestBps: maxBitrateBps,
    // Whoever can't take the least of the smallest gets stills: that is so at the same point as on the ladder of their path.
    leastBps:
      (maxHeight > smallestCameraLimits.maxHeight ? maxBitrateBps : smallestCameraLimits.maxBitrateBps) *
      worthwhileRatio,
  })),
];

/** Larger than any screen: text is sharp only dot for dot. */
const whole = 4_320;

/** A screen gives way in frames and bits, hardly in size: what cannot be read is worth nothing. */
export const screenLadder = (hint: string | undefined): readonly LadderRung[] =>
  hint === 'motion'
    ? [
        { maxHeight: 720, maxFramerate: 15, bestBps: 800_000, leastBps: 250_000 },
        { maxHeight: whole, maxFramerate: 30, bestBps: 2_500_000, leastBps: 900_000 },
      ]
    : [
        { maxHeight: whole, maxFramerate: 5, bestBps: 600_000, leastBps: 150_000 },
        { maxHeight: whole, maxFramerate: 15, bestBps: 2_000_000, leastBps: 700_000 },
      ];

/** Half of the frames need three quarters of the bits: what moved in between is in the next one. */
const partAt = ({ maxFramerate }: LadderRung, framesPerSecond: number): number =>
  0.5 + 0.5 * Math.min(1, framesPerSecond / maxFramerate);

export const bestAt = (rung: LadderRung, framesPerSecond: number): number =>
  rung.bestBps * partAt(rung, framesPerSecond);

export const leastAt = (rung: LadderRung, framesPerSecond: number): number =>
  rung.leastBps * partAt(rung, framesPerSecond);

/** The smallest on which something moves. */
export const lowestMoving = (ladder: readonly LadderRung[]): number =>
  Math.max(
    0,
    ladder.findIndex(({ isStill }) => !isStill),
  );

/** The rung for a picture that may be `height` on its shorter side: the smallest that is enough; the last where none is. */
export const rungFor = (ladder: readonly LadderRung[], height: number): number => {
  const found = ladder.findIndex(({ maxHeight, isStill }) => !isStill && maxHeight >= height);
  return found < 0 ? ladder.length - 1 : found;
};
