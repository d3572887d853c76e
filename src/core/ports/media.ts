// Cameras, microphones and screens.

import type { AppError } from '#core/base/errors.ts';
import type { News } from '#core/base/emitter.ts';
import type { Result } from '#core/base/result.ts';

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

export interface Device {
  readonly id: string;
  readonly kind: DeviceKind;
  /** Empty until the person has given permission. */
  readonly label: string;
  /** What the system gives when nothing is chosen; only microphones and speakers have one. */
  readonly isDefault?: boolean;
  /** The same for what is in one housing, as microphone and speaker of a headset; absent where the browser doesn't tell. */
  readonly groupId?: string;
}

/** Which way a camera looks: at the person who holds the phone, or away from them. */
export type Facing = 'user' | 'environment';

/** What the browser does to the sound of the microphone. */
export interface SoundProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

export interface CaptureOptions {
  /** The device the person chose; the system's default when absent. A chosen one that is gone falls back to the default. */
  readonly deviceId?: string | undefined;
  /** Only a camera that looks this way, whatever `deviceId` says; media/missing when there is none. */
  readonly facing?: Facing | undefined;
  /** Of a microphone; everything when absent. */
  readonly processing?: SoundProcessing | undefined;
}

/** What is on a shared screen: a still page that must be sharp, or a film that must be smooth. */
export type ScreenContent = 'text' | 'motion';

export interface ScreenTracks {
  readonly picture: MediaStreamTrack;
  /** Null where the browser or the person gives none. */
  readonly sound: MediaStreamTrack | null;
}

export interface LoudnessMeter extends Disposable {
  /** Root mean square of the last tenth of a second, 0 to 1; undefined while the browser does not let us listen. */
  read(): number | undefined;
}

export interface MediaPort {
  /** Opens a microphone or camera. Codes: media/denied, media/in-use, media/missing, media/unknown, app/insecure-origin. */
  open(kind: 'microphone' | 'camera', options: CaptureOptions): Promise<Result<MediaStreamTrack, AppError>>;
  /** False where the browser cannot share a screen (phones). */
  readonly canShareScreen: boolean;
  /**
   * Asks the person which screen, window or tab; sound is wanted where it can be had. Undefined when the person chose
   * none. Codes: media/denied (by the system), media/in-use, media/missing, media/unknown.
   */
  openScreen(content: ScreenContent): Promise<Result<ScreenTracks | undefined, AppError>>;
  /** Tells the browser what is on a screen's picture: its `contentHint`, and how many pictures a second it takes. */
  hintScreen(picture: MediaStreamTrack, content: ScreenContent): void;
  /** Listens to a microphone, also while its track is silenced. Holds the device: dispose of it with the track. */
  measure(microphone: MediaStreamTrack): LoudnessMeter;
  /** All devices, each once; labels are empty before permission. */
  devices(): Promise<readonly Device[]>;
  readonly onDevicesChange: News<void>;
  /** A new stream of `tracks`. */
  createStream(tracks: readonly MediaStreamTrack[]): MediaStream;
}
