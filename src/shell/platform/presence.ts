// The browser's wake lock, Media Session, badge and audio session, each where it exists.

import { createEmitter } from '#core/base/emitter.ts';
import type {
  BadgePort,
  MediaKey,
  MediaKeysPort,
  PagePort,
  PresencePorts,
  WakeLockPort,
} from '#core/ports/presence.ts';

/** What TypeScript's library lacks, or has in every browser. */
interface Newer {
  readonly audioSession?: { type: string };
  readonly wakeLock?: WakeLock;
  readonly mediaSession?: Omit<MediaSession, 'setMicrophoneActive' | 'setCameraActive'> & {
    // The first ones gave no promise.
    setMicrophoneActive?(isActive: boolean): Promise<void> | undefined;
    setCameraActive?(isActive: boolean): Promise<void> | undefined;
  };
  setAppBadge?(count: number): Promise<void>;
  clearAppBadge?(): Promise<void>;
}

const wakeLockOf = ({ wakeLock }: Newer): WakeLockPort | undefined =>
  wakeLock && { request: () => wakeLock.request('screen').catch(() => undefined) };

const keys: readonly (readonly [action: string, key: MediaKey | undefined])[] = [
  ['togglemicrophone', 'toggle-microphone'],
  ['togglecamera', 'toggle-camera'],
  ['hangup', 'hang-up'],
  // Left alone, a headset's button would stop the pictures of the others one by one.
  ['play', undefined],
  ['pause', undefined],
  ['stop', undefined],
];

const mediaKeysOf = ({ mediaSession: session }: Newer): MediaKeysPort | undefined => {
  if (!session) return undefined;
  const handle = (action: string, handler: (() => void) | null): void => {
    try {
      session.setActionHandler(action as MediaSessionAction, handler);
    } catch {
      // A browser that doesn't know the action.
    }
  };
  const show: MediaKeysPort['show'] = (title, onKey) => {
    session.metadata = new MediaMetadata({ title });
    session.playbackState = 'playing';
    for (const [action, key] of keys) handle(action, () => key && onKey(key));
    return () => {
      for (const [action] of keys) handle(action, null);
      session.metadata = null;
      session.playbackState = 'none';
    };
  };
  return {
    show,
    setMicrophone: (isOn) => void session.setMicrophoneActive?.(isOn)?.catch(() => {}),
    setCamera: (isOn) => void session.setCameraActive?.(isOn)?.catch(() => {}),
  };
};

const badgeOf = (newer: Newer): BadgePort | undefined => {
  if (!newer.setAppBadge || !newer.clearAppBadge) return undefined;
  // Refused where the app is not installed.
  return {
    set: (count) => void (count > 0 ? newer.setAppBadge?.(count) : newer.clearAppBadge?.())?.catch(() => {}),
  };
};

const createPage = (): PagePort => {
  const onVisibility = createEmitter<boolean>();
  const isVisible = (): boolean => document.visibilityState === 'visible';
  document.addEventListener('visibilitychange', () => onVisibility.emit(isVisible()));
  return { isVisible, onVisibility };
};

export const createPresencePorts = (): PresencePorts => {
  const newer = navigator as Newer;
  const { audioSession } = newer;
  const [wakeLock, mediaKeys, badge] = [wakeLockOf(newer), mediaKeysOf(newer), badgeOf(newer)];
  return {
    page: createPage(),
    ...(wakeLock && { wakeLock }),
    ...(mediaKeys && { mediaKeys }),
    ...(badge && { badge }),
    ...(audioSession && {
      claimAudio: () => {
        audioSession.type = 'play-and-record';
        return () => void (audioSession.type = 'auto');
      },
    }),
  };
};
