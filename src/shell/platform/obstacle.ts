// What keeps this browser from calling at all.

import { AppError } from '#core/base/errors.ts';

/** app/insecure-origin, app/no-webrtc or app/old-browser; undefined when all is well. */
export const findObstacle = async (): Promise<AppError | undefined> => {
  if (!isSecureContext) return new AppError('app/insecure-origin');
  if (typeof RTCPeerConnection === 'undefined') return new AppError('app/no-webrtc');
  try {
    await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    return undefined;
  } catch {
    return new AppError('app/old-browser', { missing: 'Ed25519' });
  }
};
