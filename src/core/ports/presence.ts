// What the device can do for somebody who is in a call and may look elsewhere. Each part is missing where the browser lacks it.

import type { News } from '#core/base/emitter.ts';
import type { Stop } from '#core/base/scope.ts';

export interface WakeLockPort {
  /** Keeps the screen on until released, or until the browser takes it back. Undefined when refused (battery, hidden page). */
  request(): Promise<WakeLockSentinel | undefined>;
}

/** What headsets, lock screens and the browser's own windows ask for. */
export type MediaKey = 'toggle-microphone' | 'toggle-camera' | 'hang-up';

export interface MediaKeysPort {
  /** Shows the call to the system under this title and hands its keys to `onKey`. */
  show(title: string, onKey: (key: MediaKey) => void): Stop;
  setMicrophone(isOn: boolean): void;
  setCamera(isOn: boolean): void;
}

export interface BadgePort {
  /** A figure on the app's icon; 0 takes it away. */
  set(count: number): void;
}

export interface PagePort {
  isVisible(): boolean;
  readonly onVisibility: News<boolean>;
}

export interface PresencePorts {
  readonly page: PagePort;
  readonly wakeLock?: WakeLockPort;
  readonly mediaKeys?: MediaKeysPort;
  readonly badge?: BadgePort;
  /** Tells iOS that this is a call, so that sound comes from the loudspeaker and goes on in the background. */
  claimAudio?(): Stop;
}
