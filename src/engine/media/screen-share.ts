// Owns the shared screen of this person: asking for it, what is on it, its end by our button or the browser's own.

import type { AppError } from '#core/base/errors.ts';
import type { Log } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import type { MediaPort, ScreenContent, ScreenTracks } from '#core/ports/media.ts';
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals-core';

export type ScreenState =
  | { readonly is: 'off' }
  | { readonly is: 'choosing' }
  | { readonly is: 'on'; readonly content: ScreenContent; readonly hasSound: boolean }
  | { readonly is: 'failed'; readonly error: AppError };

export type ScreenEvent =
  /** The person wants to share; while something is shared, something else. */
  | { readonly is: 'asked' }
  /** The person chose nothing. */
  | { readonly is: 'cancelled' }
  | { readonly is: 'opened'; readonly content: ScreenContent; readonly hasSound: boolean }
  | { readonly is: 'refused'; readonly error: AppError }
  | { readonly is: 'content-changed'; readonly content: ScreenContent }
  /** Its sound alone is over. */
  | { readonly is: 'fell-silent' }
  /** By our button, or by the browser's own. */
  | { readonly is: 'stopped' };

/** What becomes of `state`. What is shared goes on while something else is chosen, also when that comes to nothing. */
export const step = (state: ScreenState, event: ScreenEvent): ScreenState => {
  switch (event.is) {
    case 'asked':
      return state.is === 'on' ? state : { is: 'choosing' };
    case 'cancelled':
      return state.is === 'choosing' ? { is: 'off' } : state;
    case 'opened':
      return { is: 'on', content: event.content, hasSound: event.hasSound };
    case 'refused':
      return state.is === 'choosing' ? { is: 'failed', error: event.error } : state;
    case 'content-changed':
      return state.is === 'on' ? { ...state, content: event.content } : state;
    case 'fell-silent':
      return state.is === 'on' ? { ...state, hasSound: false } : state;
    case 'stopped':
      return { is: 'off' };
  }
};

export interface ScreenShare extends Disposable {
  readonly state: ReadonlySignal<ScreenState>;
  /** What others get; null where there is nothing to send. */
  readonly picture: ReadonlySignal<MediaStreamTrack | null>;
  readonly sound: ReadonlySignal<MediaStreamTrack | null>;
  share(content: ScreenContent): Promise<void>;
  setContent(content: ScreenContent): void;
  stop(): void;
}

/** Nothing is shared at first. */
export const createScreenShare = (media: MediaPort, log: Log): ScreenShare => {
  const scope = createScope();
  const state = signal<ScreenState>({ is: 'off' });
  const tracks = signal<ScreenTracks | undefined>(undefined);
  // The browser cannot be told to stop asking: what comes for a question that is over is given back.
  let question = 0;

  const dispatch = (event: ScreenEvent): void => {
    state.value = step(state.peek(), event);
  };

  const replace = (next: ScreenTracks | undefined, event: ScreenEvent): void => {
    const old = tracks.peek();
    batch(() => {
      tracks.value = next;
      dispatch(event);
    });
    for (const track of [old?.picture, old?.sound]) {
      if (track && track !== next?.picture && track !== next?.sound) track.stop();
    }
  };

  const stop = (): void => {
    question += 1;
    if (tracks.peek()) log.info('screen-stopped');
    replace(undefined, { is: 'stopped' });
  };

  /** `ended` comes when the person stops it in the browser's own bar or closes the window, never after our own stop(). */
  const watch = ({ picture, sound }: ScreenTracks): void => {
    picture.addEventListener('ended', () => {
      if (tracks.peek()?.picture === picture) stop();
    });
    sound?.addEventListener('ended', () => {
      if (tracks.peek()?.sound === sound) replace({ picture, sound: null }, { is: 'fell-silent' });
    });
  };

  const share = async (content: ScreenContent): Promise<void> => {
    if (scope.signal.aborted || state.peek().is === 'choosing') return;
    const own = ++question;
    dispatch({ is: 'asked' });
    const opened = await media.openScreen(content);
    if (own !== question) {
      if (opened.ok) [opened.value?.picture, opened.value?.sound].forEach((track) => track?.stop());
      return;
    }
    if (!opened.ok) {
      log.warn('screen-failed', { code: opened.error.code });
      return dispatch({ is: 'refused', error: opened.error });
    }
    if (!opened.value) return dispatch({ is: 'cancelled' });
    const hasSound = opened.value.sound !== null;
    watch(opened.value);
    log.info('screen-shared', { content, sound: hasSound });
    replace(opened.value, { is: 'opened', content, hasSound });
  };

  scope.add(stop);
  return {
    state,
    picture: computed(() => tracks.value?.picture ?? null),
    sound: computed(() => tracks.value?.sound ?? null),
    share,
    setContent: (content) => {
      const shared = tracks.peek();
      if (!shared) return;
      media.hintScreen(shared.picture, content);
      dispatch({ is: 'content-changed', content });
    },
    stop,
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
