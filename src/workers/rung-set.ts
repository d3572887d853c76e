// The sizes of one picture, and their encoders, which run as long as somebody gets something of them.

import type { EncoderHabits } from './config-thrift.ts';
import type { RungReading, RungSize } from './encode-messages.ts';
import { createRungEncoder, type RungEncoder } from './rung-encoder.ts';

export interface Rung {
  size: RungSize;
  /** Chromium's encoder keeps the habits of what it began with, whatever it is told later: another content is another rung. */
  readonly hint: string;
  encoder: RungEncoder | undefined;
  usedMs: number;
}

export interface RungSet extends Disposable {
  /** Those of the same size and content go on as they are. `hint`: the source's `contentHint`. */
  set(sizes: readonly RungSize[], hint: string): void;
  /** The last one where there are not so many. */
  at(index: number): Rung | undefined;
  /** Also some that have been replaced, until the last of their viewers has another. */
  all(): readonly Rung[];
  /** Starts it, if it does not run. */
  encoderOf(rung: Rung): RungEncoder;
  /** To be called often: ends what nobody has wanted for a while. */
  stopUnused(nowMs: number, isUsed: (rung: Rung) => boolean): void;
  read(nowMs: number, outletsOf: (rung: Rung) => number): readonly RungReading[];
}

export interface RungSetOptions {
  onFrame(rung: Rung, chunk: EncodedVideoChunk): void;
  /** Nothing more comes from it. */
  onEnd(rung: Rung): void;
  onError(error: unknown): void;
}

/** Who begins anew is soon back. */
const lingerMs = 2_000;

const nothing = { width: 0, height: 0, framesEncoded: 0, keyFrames: 0, bytes: 0, framesDropped: 0, encodeMs: 0 };

export const createRungSet = ({ onFrame, onEnd, onError }: RungSetOptions): RungSet => {
  let rungs: readonly Rung[] = [];
  const running = new Set<Rung>();
  const habits: EncoderHabits = {};
  const stop = (rung: Rung): void => {
    running.delete(rung);
    rung.encoder?.[Symbol.dispose]();
    rung.encoder = undefined;
    onEnd(rung);
  };
  const start = (rung: Rung): RungEncoder => {
    running.add(rung);
    const { size, hint } = rung;
    return createRungEncoder({ size, habits, hint, onFrame: (chunk) => onFrame(rung, chunk), onError });
  };
  return {
    set: (sizes, hint) => {
      const old = [...rungs];
      rungs = sizes.map((size) => {
        const index = old.findIndex((rung) => rung.size.maxHeight === size.maxHeight && rung.hint === hint);
        const [rung = { size, hint, encoder: undefined, usedMs: 0 }] = index < 0 ? [] : old.splice(index, 1);
        rung.size = size;
        rung.encoder?.set(size);
        return rung;
      });
    },
    at: (index) => rungs[Math.min(index, rungs.length - 1)],
    all: () => [...new Set([...rungs, ...running])],
    encoderOf: (rung) => (rung.encoder ??= start(rung)),
    stopUnused: (nowMs, isUsed) => {
      for (const rung of running) {
        if (isUsed(rung)) rung.usedMs = nowMs;
        else if (nowMs - rung.usedMs > lingerMs) stop(rung);
      }
    },
    read: (nowMs, outletsOf) =>
      rungs.map((rung) => ({ ...nothing, ...rung.size, ...rung.encoder?.read(nowMs), outlets: outletsOf(rung) })),
    [Symbol.dispose]: () => running.forEach(stop),
  };
};
