// The browser's screens, windows and tabs. The one place that knows getDisplayMedia and what its errors are called.

import { AppError } from '#core/base/errors.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { ScreenContent, ScreenTracks } from '#core/ports/media.ts';
import { mediaErrorOf } from './media-errors.ts';

/** What TypeScript's DOM does not have yet (W3C Screen Capture; `restrictOwnAudio` since Chromium 141). */
interface ScreenRequest extends DisplayMediaStreamOptions {
  readonly audio: MediaTrackConstraints & { readonly restrictOwnAudio?: boolean };
  readonly surfaceSwitching: 'include';
  readonly selfBrowserSurface: 'exclude';
  readonly systemAudio: 'include' | 'exclude';
}

/** Text is read, not watched: half the pictures leave twice the bits for each. */
const frameRates: Readonly<Record<ScreenContent, number>> = { text: 15, motion: 30 };

const pictureOf = (content: ScreenContent): MediaTrackConstraints => ({ frameRate: { ideal: frameRates[content] } });

/** Nothing is done to the sound of a film; without the call's own voices, which would come back to those who spoke. */
const requestFor = (content: ScreenContent, canLeaveOutOwnSound: boolean): ScreenRequest => ({
  video: pictureOf(content),
  audio: {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    ...(canLeaveOutOwnSound ? { restrictOwnAudio: true } : {}),
  },
  surfaceSwitching: 'include',
  selfBrowserSurface: 'exclude',
  systemAudio: canLeaveOutOwnSound ? 'include' : 'exclude',
});

/** A person's "no" is no failure, the system's is: Chromium has one name for both, and English words for the second. */
const wasCancelled = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'NotAllowedError' && !error.message.includes('by system');

/** The result for what getDisplayMedia threw. */
export const screenFailureOf = (error: unknown): Result<undefined, AppError> =>
  wasCancelled(error) ? ok(undefined) : fail(mediaErrorOf(error, 'screen'));

/** Sets what the encoder goes by; a browser that doesn't know it keeps it as a note that the engine reads. */
export const hintScreen = (picture: MediaStreamTrack, content: ScreenContent): void => {
  picture.contentHint = content;
  // What cannot be changed on the way stays as it is: more pictures than needed are no harm.
  void picture.applyConstraints(pictureOf(content)).catch(() => {});
};

/** True where the browser shares screens at all. */
export const canShareScreen = (devices: MediaDevices | undefined): boolean =>
  devices !== undefined && 'getDisplayMedia' in devices;

/** Asks the person; see MediaPort. To be called from a click. */
export const openScreen = async (
  devices: MediaDevices | undefined,
  content: ScreenContent,
): Promise<Result<ScreenTracks | undefined, AppError>> => {
  if (!devices || !canShareScreen(devices)) return fail(new AppError('media/missing', { kind: 'screen' }));
  const canLeaveOutOwnSound = 'restrictOwnAudio' in devices.getSupportedConstraints();
  try {
    const stream = await devices.getDisplayMedia(requestFor(content, canLeaveOutOwnSound));
    const [picture] = stream.getVideoTracks();
    const [sound = null] = stream.getAudioTracks();
    if (!picture) return fail(new AppError('media/missing', { kind: 'screen' }));
    picture.contentHint = content;
    return ok({ picture, sound });
  } catch (error) {
    return screenFailureOf(error);
  }
};
