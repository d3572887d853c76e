// How much of the camera one person gets: what the call can bear, what they want, and what we want to spend.

import { leastOf, smallestCameraLimits, type CameraLimits } from './camera-limits.ts';

/** How much picture somebody wants to get, or to give. `none` is about cameras only: shared screens still come. */
export type PictureWish = 'full' | 'less' | 'none';

const wished: Readonly<Record<Exclude<PictureWish, 'full'>, CameraLimits>> = {
  less: smallestCameraLimits,
  none: { ...smallestCameraLimits, isPaused: true },
};

/** The limits for one person: never more than the call and the path allow, and as little as any of the wishes. */
export const limitCameraFor = (allowed: CameraLimits, ...wishes: readonly PictureWish[]): CameraLimits =>
  leastOf(allowed, ...wishes.flatMap((wish) => (wish === 'full' ? [] : wished[wish])));
