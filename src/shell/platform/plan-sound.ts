// What our sounds sound like: a few soft notes each, out of one pentatonic scale, so that any two of them get along.

import type { SoundKind } from '#core/ports/sounds.ts';

export interface Note {
  readonly frequencyHz: number;
  /** From the beginning of the sound. */
  readonly startMs: number;
  readonly durationMs: number;
  /** 0 to 1. */
  readonly gain: number;
}

const [c4, e4, g4, c5, d5, e5, g5, a5, c6] = [261.63, 329.63, 392, 523.25, 587.33, 659.26, 783.99, 880, 1046.5];

const phrase = (gain: number, gapMs: number, durationMs: number, pitches: readonly number[]): readonly Note[] =>
  pitches.map((frequencyHz, index) => ({ frequencyHz, startMs: index * gapMs, durationMs, gain }));

/** Coming rises, going falls; the microphone is lower than people, and a message is one drop. */
export const planSound = (kind: SoundKind): readonly Note[] => {
  switch (kind) {
    case 'joined':
      return phrase(0.5, 110, 320, [c5, g5]);
    case 'left':
      return phrase(0.35, 110, 320, [g5, c5]);
    case 'message':
      return phrase(0.4, 70, 160, [e5, a5]);
    case 'hand':
      return phrase(0.4, 90, 280, [e5, g5, c6]);
    case 'muted':
      return phrase(0.4, 80, 140, [g4, c4]);
    case 'unmuted':
      return phrase(0.4, 80, 140, [e4, g4]);
    case 'test':
      return phrase(0.6, 190, 480, [c5, e5, g5, a5, g5, d5, c5]);
  }
};

/** How long the sound lasts. */
export const lengthMsOf = (notes: readonly Note[]): number =>
  Math.max(0, ...notes.map(({ startMs, durationMs }) => startMs + durationMs));
