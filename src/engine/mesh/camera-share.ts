// How much of the camera one person gets: what the call can bear, what they want, and what we want to spend.

import { smallestCameraLimits, type CameraLimits } from './camera-limits.ts';

/** How much picture somebody wants to get, or to give. `none` is about cameras only: shared screens still come. */
export type PictureWish = 'full' | 'less' | 'none';

/** The limits for one person: never more than the call allows, and as little as either of the two wishes. */
export const limitCameraFor = (call: CameraLimits, ...wishes: readonly PictureWish[]): CameraLimits => {
  if (wishes.includes('none')) return { ...smallestCameraLimits, isPaused: true };
  return wishes.includes('less') ? smallestCameraLimits : call;
};
