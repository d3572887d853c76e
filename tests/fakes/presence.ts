// The device around a call: a page that a test hides, a lock that it takes back, keys that it presses.

import { createEmitter } from '#core/base/emitter.ts';
import type { MediaKey, PresencePorts } from '#core/ports/presence.ts';

export interface FakePresence {
  readonly ports: Required<PresencePorts>;
  show(isVisible: boolean): void;
  press(key: MediaKey): void;
  /** The browser takes the lock back, as it does for a hidden page. */
  takeLock(): void;
  readonly seen: {
    /** How many locks are held now. */
    locks: number;
    title: string | undefined;
    microphone: boolean | undefined;
    camera: boolean | undefined;
    badge: number;
    hasAudio: boolean;
  };
}

export const createFakePresence = (): FakePresence => {
  const onVisibility = createEmitter<boolean>();
  let isVisible = true;
  let lock: { released: boolean } | undefined;
  let onKey: (key: MediaKey) => void = () => {};
  const seen: FakePresence['seen'] = {
    locks: 0,
    title: undefined,
    microphone: undefined,
    camera: undefined,
    badge: 0,
    hasAudio: false,
  };
  const takeLock = (): void => {
    if (!lock || lock.released) return;
    lock.released = true;
    seen.locks -= 1;
  };
  return {
    seen,
    takeLock,
    press: (key) => onKey(key),
    show: (next) => {
      isVisible = next;
      if (!next) takeLock();
      onVisibility.emit(next);
    },
    ports: {
      page: { isVisible: () => isVisible, onVisibility },
      wakeLock: {
        request: async () => {
          if (!isVisible) return undefined;
          const own = { released: false, release: async () => takeLock() };
          lock = own;
          seen.locks += 1;
          return own as unknown as WakeLockSentinel;
        },
      },
      mediaKeys: {
        show: (title, handler) => {
          seen.title = title;
          onKey = handler;
          return () => {
            seen.title = undefined;
            onKey = () => {};
          };
        },
        setMicrophone: (isOn) => void (seen.microphone = isOn),
        setCamera: (isOn) => void (seen.camera = isOn),
      },
      badge: { set: (count) => void (seen.badge = count) },
      claimAudio: () => {
        seen.hasAudio = true;
        return () => void (seen.hasAudio = false);
      },
    },
  };
};
