// How much of the camera goes out while something is in its way: fewer frames, then smaller, then one a second, then none
// (docs/decisions/020, 029).

import { leastOf, smallestCameraLimits, stillCameraLimits, type CameraLimits } from './camera-limits.ts';

/** From all that the call allows down to nothing. Sound is on no rung: it is never touched. */
export const rungs = ['full', 'fewer-frames', 'smaller', 'smallest', 'stills', 'none'] as const;
export type Rung = (typeof rungs)[number];

/** How far down `rung` is: 0 is full. */
export const depthOf = (rung: Rung): number => rungs.indexOf(rung);

/** The rung so far down; the last one below the end. */
export const rungAt = (depth: number): Rung => rungs[Math.max(0, depth)] ?? 'none';

/** The one that lets less through. */
export const lowerOf = (a: Rung, b: Rung): Rung => (depthOf(a) > depthOf(b) ? a : b);

/** A face that speaks is followed at 15 frames a second; what is left of the bits serves the size. */
const fewerFrames = (call: CameraLimits): CameraLimits => ({
  ...call,
  maxFramerate: Math.min(call.maxFramerate, 15),
  maxBitrateBps: Math.min(call.maxBitrateBps, Math.max(call.maxBitrateBps * 0.6, smallestCameraLimits.maxBitrateBps)),
});
const smaller: CameraLimits = { maxHeight: 360, maxFramerate: 15, maxBitrateBps: 300_000 };

/** What is left of the limits for the whole call; the very same on the first rung. */
export const limitsOn = (rung: Rung, call: CameraLimits): CameraLimits => {
  switch (rung) {
    case 'full':
      return call;
    case 'fewer-frames':
      return fewerFrames(call);
    case 'smaller':
      return leastOf(fewerFrames(call), smaller);
    case 'smallest':
      return leastOf(fewerFrames(call), smallestCameraLimits);
    case 'stills':
      return leastOf(fewerFrames(call), stillCameraLimits);
    case 'none':
      return { ...leastOf(fewerFrames(call), stillCameraLimits), isPaused: true };
  }
};

/**
 * Of a rung's bits, the part below which its picture is worse than that of the next one: our own figure. With a third of
 * its 1.8 Mbit/s a 720p camera still shows more than the 15 frames a second of the next rung would.
 */
export const worthwhileRatio = 0.35;

/** What must be free for the camera, bit/s, for the picture on `rung` to be worth it. Never more than on the rung above. */
export const neededBps = (rung: Rung, call: CameraLimits): number =>
  rung === 'none' ? 0 : limitsOn(rung, call).maxBitrateBps * worthwhileRatio;
