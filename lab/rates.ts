// What the encoder does between two looks at it. Pure.

import type { RungFigures } from '#core/ports/encode.ts';

export interface RungRates {
  /** Empty before its first frame. */
  readonly size: string;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
  /** Of the time from one frame to the next, 0 to 1. */
  readonly load: number;
  readonly encodeMs: number;
  readonly dropped: number;
  readonly keyFrames: number;
  readonly outlets: number;
}

/** `before`: an encoder that began anew since counts from nothing. */
export const ratesOf = (before: RungFigures | undefined, now: RungFigures, seconds: number): RungRates => {
  const then = before && before.framesEncoded <= now.framesEncoded ? before : undefined;
  const framesPerSecond = seconds > 0 ? (now.framesEncoded - (then?.framesEncoded ?? 0)) / seconds : 0;
  return {
    size: now.width > 0 ? `${now.width} × ${now.height}` : '',
    framesPerSecond,
    bitrateBps: seconds > 0 ? ((now.bytes - (then?.bytes ?? 0)) * 8) / seconds : 0,
    load: Math.min(1, (now.encodeMs * framesPerSecond) / 1_000),
    encodeMs: now.encodeMs,
    dropped: now.framesDropped,
    keyFrames: now.keyFrames,
    outlets: now.outlets,
  };
};
