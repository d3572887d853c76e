// All that runs beside a joined call: screen kept on, keys of headsets, badge, sounds, the claim on the device's sound.

import { createScope, type Stop } from '#core/base/scope.ts';
import type { PresencePorts } from '#core/ports/presence.ts';
import type { SoundsPort } from '#core/ports/sounds.ts';
import type { Call } from '#engine/call/api.ts';
import { effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { createCallSounds } from './call-sounds.ts';
import { followMediaKeys } from './follow-media-keys.ts';
import { keepAwake } from './keep-awake.ts';
import { watchNews, type News } from './watch-news.ts';

export interface PresenceOptions {
  readonly call: Call;
  /** What the system calls this call. */
  readonly title: string;
  readonly ports: PresencePorts;
  readonly sounds: SoundsPort;
  /** Messages that nobody has read. */
  readonly unread?: ReadonlySignal<number> | undefined;
  /** How many of the others have a hand up. */
  readonly raisedHands?: ReadonlySignal<number> | undefined;
  readonly nowMs: () => number;
  onNews(news: News): void;
}

/** For a joined call. The returned function gives everything back. */
export const startPresence = (options: PresenceOptions): Stop => {
  const { call, title, ports, sounds, nowMs, onNews, unread = signal(0), raisedHands = signal(0) } = options;
  const { page, wakeLock, mediaKeys, badge } = ports;
  const scope = createScope();
  if (ports.claimAudio) scope.add(ports.claimAudio());
  if (wakeLock) scope.add(keepAwake(wakeLock, page));
  if (mediaKeys) {
    const onMicrophone = (isOn: boolean): void => sounds.play(isOn ? 'unmuted' : 'muted', call.media.speaker.peek());
    scope.add(followMediaKeys(mediaKeys, { call, title, onMicrophone }));
  }
  const news = watchNews({ call, page, raisedHands }, scope);
  scope.add(effect(() => onNews(news.value)));
  scope.add(effect(() => badge?.set(unread.value + news.value.count)));
  scope.add(() => badge?.set(0));
  scope.add(createCallSounds({ call, sounds, nowMs, unread, raisedHands }));
  return () => scope[Symbol.dispose]();
};
