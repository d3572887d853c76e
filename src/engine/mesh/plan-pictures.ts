// What each receiver gets of our pictures, by what they show of them: as little as looks the same to them. Pure; the limits of
// the call, the path and the processor come on top (camera-share.ts, relief.ts) and are never exceeded for a wish.

import type { Shown, Wish } from '#core/wire/wish-messages.ts';
import type { CameraLimits } from './camera-limits.ts';

/** What somebody gets. */
export interface PicturePlan {
  /** At most that; undefined where they have not said: as the call allows. */
  readonly camera: CameraLimits | undefined;
  /** A screen goes out whole or not at all: text must stay sharp. */
  readonly isScreenSent: boolean;
}

/** Nothing said yet, or an app that says nothing: as if there were no wishes. */
export const unwishedPlan: PicturePlan = { camera: undefined, isScreenSent: true };

/** The sizes of a camera, smallest first: few, so that they can be shared by many; each has about four times the dots of the one before. */
export const cameraRungs: readonly Pick<CameraLimits, 'maxHeight' | 'maxBitrateBps'>[] = [
  { maxHeight: 180, maxBitrateBps: 200_000 },
  { maxHeight: 360, maxBitrateBps: 600_000 },
  { maxHeight: 720, maxBitrateBps: 1_800_000 },
  { maxHeight: 1080, maxBitrateBps: 3_000_000 },
];

/** So much larger than it is, nobody sees that a picture is drawn larger. */
const enoughAt = 1.1;
/** Between these two, in parts of a rung's size, a picture stays on the rung that it has: it does not move back and forth with a tile. */
const growsAt = 1.15;
const shrinksAt = 0.95;

/** The smallest rung that is enough for a picture drawn with `height` on its shorter side; the largest where none is. */
const rungFor = (height: number): number => {
  const found = cameraRungs.findIndex(({ maxHeight }) => height <= maxHeight * enoughAt);
  return found < 0 ? cameraRungs.length - 1 : found;
};

/** The same, seen from the rung that is sent now. */
const rungAfter = (current: number, height: number): number => {
  const [below, here] = [cameraRungs[current - 1], cameraRungs[current]];
  const isTooSmall = here !== undefined && height > here.maxHeight * growsAt;
  const isTooLarge = below !== undefined && height < below.maxHeight * shrinksAt;
  return isTooSmall || isTooLarge ? rungFor(height) : current;
};

/** What a camera is sent with. `before`: what was sent until now. */
const planCamera = (shown: Shown | undefined, before: CameraLimits | undefined): CameraLimits | undefined => {
  if (!shown) return undefined;
  // Hidden, it keeps its size: it is shown as before when it comes back.
  const isPaused = shown.priority === 'hidden';
  if (isPaused && before) return { ...before, isPaused };
  const height = Math.min(shown.width, shown.height);
  const current = before ? cameraRungs.findIndex(({ maxHeight }) => maxHeight === before.maxHeight) : -1;
  const rung = cameraRungs[current < 0 ? rungFor(height) : rungAfter(current, height)];
  // Whole frames, and at least one: zero would mean "no limit" to some browsers.
  return rung && { ...rung, maxFramerate: Math.max(1, Math.round(shown.framesPerSecond)), isPaused };
};

/** Who gets what, for everybody who has a wish. `before`: the last plan, so that sizes don't flicker. */
export const planPictures = <Who>(
  wishes: ReadonlyMap<Who, Wish>,
  before: ReadonlyMap<Who, PicturePlan>,
): ReadonlyMap<Who, PicturePlan> =>
  new Map(
    [...wishes].map(([who, { camera, screen }]) => [
      who,
      { camera: planCamera(camera, before.get(who)?.camera), isScreenSent: screen?.priority !== 'hidden' },
    ]),
  );
