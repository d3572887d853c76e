// What a path carries of a picture, where the browser doesn't say what it carries (Firefox 153), but what it allots to the
// picture's frames. Pure.

import type { FlowSample } from './stats-sample.ts';

/** At a few frames it depends on whether one more falls into the time between two looks; what the browser counts does not. */
const fewFrames = 5;
/** A picture of 16x16 is allotted no more, whatever its sender may take (Firefox 153; 500 kbit/s for one of 1600x16). */
const mostBps = 250_000;
/**
 * Nearer to what it may have, the path is not what holds it back. With room: the browser divides by a frame rate of its own,
 * which swings.
 */
const fullRatio = 0.6;

/**
 * Of still frames, between two looks, bit/s. Infinity: all that it may have, so the path carries that and more. Undefined: nothing is known,
 * as no frame was sent.
 */
export const allottedBps = (before: FlowSample | undefined, now: FlowSample | undefined): number | undefined => {
  if (!now || before?.id !== now.id || now.atMs <= before.atMs || now.grantedBps === undefined) return undefined;
  const frames = (now.frames ?? 0) - (before.frames ?? 0);
  const bytes = (now.allottedBytes ?? 0) - (before.allottedBytes ?? 0);
  if (frames <= 0 || bytes <= 0) return undefined;
  const counted = (frames * 1_000) / (now.atMs - before.atMs);
  const framesPerSecond = frames < fewFrames ? Math.max(1, now.framesPerSecond ?? 1) : counted;
  const bps = (bytes / frames) * 8 * framesPerSecond;
  return bps < Math.min(now.grantedBps, mostBps) * fullRatio ? bps : Infinity;
};
