// Owns one microphone or camera of this device: opening, muting, switching, losing and finding again.

import { AppError } from '#core/base/errors.ts';
import { createEmitter, type News } from '#core/base/emitter.ts';
import type { Log } from '#core/base/log.ts';
import type { Result } from '#core/base/result.ts';
import { createScope } from '#core/base/scope.ts';
import type { Device, Facing, MediaPort, SoundProcessing } from '#core/ports/media.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';
import { deviceOf, isOutdated, pluggedIn } from './device-plan.ts';
import type { Kept } from './kept.ts';

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
  /** It was unplugged, and another one of this name is in its place. */
  readonly onReplaced: News<string>;
  /** The device that the person chose; '' is the system's. */
  readonly chosen: ReadonlySignal<string>;
  set(isOn: boolean): Promise<void>;
  choose(deviceId: string): Promise<void>;
  /** To the camera that looks the other way, where the one in use says which way it looks. */
  flip(): Promise<void>;
  /** `processing` has changed. */
  process(): Promise<void>;
  /** The list of devices has changed. */
  follow(before: readonly Device[], after: readonly Device[]): Promise<void>;
}

export interface CaptureOptions {
  readonly kind: 'microphone' | 'camera';
  /**
   * Whether switching off lets the device go. A camera does (its light must go out); a microphone only falls silent, so
   * that it is back at once.
   */
  readonly releasesWhenOff: boolean;
  readonly media: MediaPort;
  readonly chosen: Kept<string>;
  /** What the browser does to the sound; of a microphone. */
  readonly processing?: Kept<SoundProcessing>;
  readonly log: Log;
}

/** Which way the camera of a track looks, where it says so. */
export const facingOf = (track: MediaStreamTrack | null): Facing | undefined => {
  const facing = track?.getSettings().facingMode;
  return facing === 'user' || facing === 'environment' ? facing : undefined;
};

const stateOf = (live: MediaStreamTrack): CaptureState => {
  const { deviceId = '' } = live.getSettings();
  return { is: 'on', deviceId, label: live.label };
};

/** Whether a microphone does what is wanted; what it doesn't tell it cannot do otherwise. */
const isProcessedAs = (live: MediaStreamTrack, wanted: SoundProcessing): boolean => {
  const settings = live.getSettings();
  return (['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const).every(
    (name) => settings[name] === undefined || settings[name] === wanted[name],
  );
};

/** Closed at first. */
export const createCapture = ({ kind, releasesWhenOff, media, chosen, processing, log }: CaptureOptions): Capture => {
  const scope = createScope();
  const state = signal<CaptureState>({ is: 'off' });
  const track = signal<MediaStreamTrack | null>(null);
  const onTrack = createEmitter<MediaStreamTrack | null>();
  const onReplaced = createEmitter<string>();
  // The person's last wish: an older request that is still opening gives its device back.
  let request = 0;
  /** Which way the person has turned the camera, until they choose another. */
  let turned: Facing | undefined;
  /** The one that was in use when it was unplugged, where nothing else says which is wanted. */
  let lost = '';

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

  const wanted = (): string => chosen.value.peek() || lost;

  const watch = (live: MediaStreamTrack): void => {
    // `ended` comes when the device was unplugged or the permission taken back, never after our own stop().
    live.addEventListener('ended', () => {
      if (track.peek() !== live) return;
      publish(null);
      log.warn('unplugged', { kind });
      // Nobody was using it; the next wish opens another.
      if (state.peek().is === 'off') return;
      if (kind === 'camera') lost = live.getSettings().deviceId ?? '';
      void open({ after: 'unplugging' });
    });
  };

  /** Some phones have only one camera open at a time. */
  const tryToOpen = async (own: number): Promise<Result<MediaStreamTrack, AppError>> => {
    const options = { deviceId: wanted() || undefined, facing: turned, processing: processing?.value.peek() };
    const opened = await media.open(kind, options);
    if (opened.ok || opened.error.code !== 'media/in-use' || !track.peek() || own !== request) return opened;
    release();
    return media.open(kind, options);
  };

  const failed = (error: AppError, after: Reason): void => {
    log.warn('open-failed', { kind, code: error.code });
    const live = track.peek();
    // Nothing is there that could take its place.
    const isGone = after === 'unplugging' && error.code === 'media/missing';
    if (after === 'turning' && live) {
      state.value = stateOf(live);
    } else {
      release();
      state.value = { is: 'failed', error: isGone ? new AppError('media/unplugged', { kind }) : error };
    }
  };

  type Reason = 'wish' | 'unplugging' | 'turning';
  const open = async ({ after = 'wish' }: { after?: Reason } = {}): Promise<void> => {
    const own = ++request;
    state.value = { is: 'opening' };
    await Promise.all([chosen.isRead, processing?.isRead]);
    if (own !== request) return;
    const opened = await tryToOpen(own);
    if (own !== request || scope.signal.aborted) {
      if (opened.ok) opened.value.stop();
      return;
    }
    if (!opened.ok) return failed(opened.error, after);
    const old = track.peek();
    watch(opened.value);
    publish(opened.value);
    old?.stop();
    state.value = stateOf(opened.value);
    if (after === 'unplugging') onReplaced.emit(opened.value.label);
  };

  /** What is in use is not what is wanted any more. A muted microphone is exchanged when it is wanted again. */
  const reopen = async (): Promise<void> => (state.peek().is === 'off' ? release() : open());

  scope.add(() => {
    request += 1;
    release();
  });
  return {
    state,
    track,
    onTrack,
    onReplaced,
    chosen: chosen.value,
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
    choose: (deviceId) => {
      chosen.set(deviceId);
      turned = undefined;
      lost = '';
      return reopen();
    },
    flip: async () => {
      const facing = facingOf(track.peek());
      if (!facing) return;
      const before = turned;
      turned = facing === 'user' ? 'environment' : 'user';
      await open({ after: 'turning' });
      if (facingOf(track.peek()) === turned) return;
      turned = before;
      // It had to be let go for the other one, which then could not be had.
      if (state.peek().is === 'failed') await open();
    },
    process: async () => {
      const live = track.peek();
      if (!processing) return;
      if (state.peek().is === 'opening') return open();
      if (!live) return;
      await live.applyConstraints(processing.value.peek()).catch(() => {});
      // Chromium changes nothing of what is open.
      if (track.peek() === live && !isProcessedAs(live, processing.value.peek())) await reopen();
    },
    follow: async (before, after) => {
      const now = state.peek();
      const live = track.peek();
      const change = { kind, before, after };
      if (now.is === 'failed') {
        const isMissed = now.error.code === 'media/unplugged' || now.error.code === 'media/missing';
        if (isMissed && pluggedIn(change).length > 0) await open();
      } else if (live && now.is !== 'opening') {
        const used = deviceOf(after, kind, live.getSettings().deviceId ?? '')?.id ?? '';
        if (isOutdated(change, wanted(), used)) await reopen();
      }
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
