// Owns one microphone or camera of this device: opening, muting, switching, losing.

import { AppError } from '#core/base/errors.ts';
import { createEmitter, type News } from '#core/base/emitter.ts';
import type { Log } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { StorePort } from '#core/ports/store.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';

export type CaptureState =
  | { readonly is: 'off' }
  | { readonly is: 'opening' }
  | { readonly is: 'on'; readonly deviceId: string; readonly label: string }
  | { readonly is: 'failed'; readonly error: AppError };

export interface Capture extends Disposable {
  readonly state: ReadonlySignal<CaptureState>;
  /** What others may get: null while off. */
  readonly track: ReadonlySignal<MediaStreamTrack | null>;
  readonly onTrack: News<MediaStreamTrack | null>;
  set(isOn: boolean): Promise<void>;
  choose(deviceId: string): Promise<void>;
}

export interface CaptureOptions {
  readonly kind: 'microphone' | 'camera';
  /**
   * Whether switching off lets the device go. A camera does (its light must go out); a microphone only falls silent, so
   * that it is back at once.
   */
  readonly releasesWhenOff: boolean;
  readonly media: MediaPort;
  readonly store: StorePort;
  readonly log: Log;
}

/** Closed at first. */
export const createCapture = ({ kind, releasesWhenOff, media, store, log }: CaptureOptions): Capture => {
  const scope = createScope();
  const state = signal<CaptureState>({ is: 'off' });
  const track = signal<MediaStreamTrack | null>(null);
  const onTrack = createEmitter<MediaStreamTrack | null>();
  const storeKey = `device/${kind}`;
  let chosen: string | undefined;
  // The person's last wish: an older request that is still opening gives its device back.
  let request = 0;

  const publish = (next: MediaStreamTrack | null): void => {
    track.value = next;
    onTrack.emit(next);
  };

  const release = (): void => {
    const old = track.peek();
    if (!old) return;
    publish(null);
    old.stop();
  };

  const stateOf = (live: MediaStreamTrack): CaptureState => {
    const { deviceId = '' } = live.getSettings();
    return { is: 'on', deviceId, label: live.label };
  };

  const watch = (live: MediaStreamTrack): void => {
    // `ended` comes when the device was unplugged or the permission taken back, never after our own stop().
    live.addEventListener('ended', () => {
      if (track.peek() !== live) return;
      publish(null);
      state.value = { is: 'failed', error: new AppError('media/unplugged', { kind }) };
      log.warn('unplugged', { kind });
    });
  };

  const open = async (): Promise<void> => {
    const own = ++request;
    state.value = { is: 'opening' };
    if (chosen === undefined) {
      const kept = await store.get(storeKey);
      // The person may have chosen in the meantime.
      chosen ??= typeof kept === 'string' ? kept : '';
    }
    const opened = await media.open(kind, { deviceId: chosen || undefined });
    if (own !== request || scope.signal.aborted) {
      if (opened.ok) opened.value.stop();
      return;
    }
    if (!opened.ok) {
      release();
      state.value = { is: 'failed', error: opened.error };
      return log.warn('open-failed', { kind, code: opened.error.code });
    }
    const old = track.peek();
    watch(opened.value);
    publish(opened.value);
    old?.stop();
    state.value = stateOf(opened.value);
  };

  scope.add(() => {
    request += 1;
    release();
  });
  return {
    state,
    track,
    onTrack,
    set: async (isOn) => {
      const live = track.peek();
      if (isOn) {
        if (!live || live.readyState === 'ended') return open();
        live.enabled = true;
        state.value = stateOf(live);
        return;
      }
      request += 1;
      // In the middle of a switch it is not the device that was chosen: it can't be back at once.
      if (live && !releasesWhenOff && state.peek().is !== 'opening') live.enabled = false;
      else release();
      state.value = { is: 'off' };
    },
    choose: async (deviceId) => {
      chosen = deviceId;
      void store.set(storeKey, deviceId);
      if (state.peek().is !== 'off') return open();
      // A muted microphone is exchanged when it is wanted again.
      release();
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
