// How loud the own microphone is: for the eye, for "you are muted", for "nobody hears you".

import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { LoudnessMeter, MediaPort } from '#core/ports/media.ts';
import { batch, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Capture } from './capture.ts';
import { isDead, levelOf, listenEveryMs, silence, stepDead, stepVoice } from './loudness.ts';

export interface OwnLevel extends Disposable {
  readonly level: ReadonlySignal<number>;
  readonly isSpeaking: ReadonlySignal<boolean>;
  readonly isTalkingWhileMuted: ReadonlySignal<boolean>;
  readonly isSilent: ReadonlySignal<boolean>;
}

export interface OwnLevelOptions {
  readonly microphone: Pick<Capture, 'state' | 'track'>;
  readonly media: Pick<MediaPort, 'measure'>;
  readonly clock: ClockPort;
}

/** As everybody else is heard (listening.ts). */
const timing = { startMs: listenEveryMs, tailMs: 700 };
/** A word in passing is not worth a hint, and the hint should be readable. */
const mutedTiming = { startMs: 700, tailMs: 2_000 };

/** Listens for as long as there is a microphone's track, muted or not, and not a moment longer. */
export const createOwnLevel = ({ microphone, media, clock }: OwnLevelOptions): OwnLevel => {
  const scope = createScope();
  const level = signal(0);
  const isSpeaking = signal(false);
  const isTalkingWhileMuted = signal(false);
  const isSilent = signal(false);
  let voice = silence;
  let mutedVoice = silence;
  let deadSinceMs: number | undefined;

  const hear = (amplitude: number | undefined): void => {
    const nowMs = clock.nowMs();
    const isOn = microphone.state.peek().is === 'on';
    const heard = levelOf(amplitude ?? 0);
    voice = isOn ? stepVoice(voice, heard, nowMs, timing) : silence;
    mutedVoice = microphone.state.peek().is === 'off' ? stepVoice(mutedVoice, heard, nowMs, mutedTiming) : silence;
    deadSinceMs = isOn ? stepDead(deadSinceMs, amplitude, nowMs) : undefined;
    batch(() => {
      level.value = heard;
      isSpeaking.value = voice.isSpeaking;
      isTalkingWhileMuted.value = mutedVoice.isSpeaking;
      isSilent.value = isDead(deadSinceMs, nowMs);
    });
  };

  const listenTo = (meter: LoudnessMeter): Stop => {
    let stopTimer: Stop = () => {};
    const tick = (): void => {
      hear(meter.read());
      stopTimer = clock.after(listenEveryMs, tick);
    };
    stopTimer = clock.after(listenEveryMs, tick);
    return () => {
      stopTimer();
      meter[Symbol.dispose]();
      voice = silence;
      mutedVoice = silence;
      deadSinceMs = undefined;
      hear(undefined);
    };
  };

  scope.add(
    effect(() => {
      const track = microphone.track.value;
      return track ? listenTo(media.measure(track)) : undefined;
    }),
  );
  // At once, not with the next reading: whoever has just unmuted is not muted.
  scope.add(
    effect(() => {
      if (microphone.state.value.is !== 'off') isTalkingWhileMuted.value = false;
      if (microphone.state.value.is === 'on') return;
      isSpeaking.value = false;
      isSilent.value = false;
    }),
  );
  return { level, isSpeaking, isTalkingWhileMuted, isSilent, [Symbol.dispose]: () => scope[Symbol.dispose]() };
};
