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
}

export interface CaptureOptions {
  /** The device the person chose; the system's default when absent. A chosen one that is gone falls back to the default. */
  readonly deviceId?: string | undefined;
}

export interface MediaPort {
  /** Opens a microphone or camera. Codes: media/denied, media/in-use, media/missing, media/unknown, app/insecure-origin. */
  open(kind: 'microphone' | 'camera', options: CaptureOptions): Promise<Result<MediaStreamTrack, AppError>>;
  /** All devices; labels are empty before permission. */
  devices(): Promise<readonly Device[]>;
  readonly onDevicesChange: News<void>;
  /** A new stream of `tracks`. */
  createStream(tracks: readonly MediaStreamTrack[]): MediaStream;
}
