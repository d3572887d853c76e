// The camera that looks away from the person, for reading codes. No part of a call.

import type { AppError } from '#core/base/errors.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { mediaErrorOf } from './media-errors.ts';

/** Sharp enough for a code on a screen at arm's length. `ideal` only: on a laptop the only camera looks at the person. */
const constraints: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
};

/** Codes: media/denied, media/in-use, media/missing, media/unknown. Whoever gets the stream stops its tracks. */
export const openRearCamera = async (): Promise<Result<MediaStream, AppError>> => {
  try {
    return ok(await navigator.mediaDevices.getUserMedia(constraints));
  } catch (error) {
    return fail(mediaErrorOf(error, 'camera'));
  }
};
