// How much of the camera one person gets: what the call can bear, what they want, and what we want to spend.

import { leastOf, smallestCameraLimits, type CameraLimits } from './camera-limits.ts';

/** How much picture somebody wants to get, or to give. `none` is about cameras only: shared screens still come. */
export type PictureWish = 'full' | 'less' | 'none';

const wished: Readonly<Record<PictureWish, CameraLimits | readonly []>> = {
  full: [],
  less: smallestCameraLimits,
  none: { ...smallestCameraLimits, isPaused: true },
};

/**
 * The limits for one person: never more than the call and the path allow, and as little as any of the wishes. Where there is
 * none, or it is of no account, it is undefined.
 */
export const limitCameraFor = (
  allowed: CameraLimits,
  ...wishes: readonly (PictureWish | CameraLimits | undefined)[]
): CameraLimits =>
  leastOf(allowed, ...wishes.flatMap((wish) => (typeof wish === 'string' ? wished[wish] : (wish ?? []))));
