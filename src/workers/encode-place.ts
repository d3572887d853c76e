// One picture of ours, camera or screen: has it encoded in the sizes that somebody wants, and hands these out.

import { createCaptureClock } from './capture-clock.ts';
import type { RungReading, RungSize } from './encode-messages.ts';
import type { Outlet } from './encode-outlet.ts';
import { createPictureSource, type PictureSource } from './picture-source.ts';
import { createRungEncoder, type FrameVerdict, type RungEncoder } from './rung-encoder.ts';

export interface EncodePlace extends Disposable {
  setSource(frames: ReadableStream<VideoFrame> | null, hint: string): void;
  setRungs(sizes: readonly RungSize[]): void;
  /** Undefined: none. */
  show(outlet: Outlet, index: number | undefined): void;
  /** To be called often: looks after those who have fallen behind, and after a picture that stands still. */
  tick(nowMs: number): void;
  read(nowMs: number): readonly RungReading[];
}

interface Rung {
  size: RungSize;
  encoder: RungEncoder | undefined;
  usedMs: number;
}

interface Viewer {
  readonly outlet: Outlet;
  readonly index: number;
  /** Counts while its queue flows; `next` takes its place with that one's next key frame. */
  now: Rung | undefined;
  next: Rung | undefined;
}

const lingerMs = 2_000;

const isWaiting = ({ outlet, now, next }: Viewer): boolean =>
  next !== undefined && outlet.queue.isAlive() && (now !== next || outlet.queue.wantsKey());

const isGetting = ({ outlet, now }: Viewer, rung: Rung): boolean => now === rung && outlet.queue.isFlowing();

const nothing = { width: 0, height: 0, framesEncoded: 0, keyFrames: 0, bytes: 0, framesDropped: 0, encodeMs: 0 };

/** `onTrouble`: an encoder has failed. */
export const createEncodePlace = (onTrouble: (error: unknown) => void): EncodePlace => {
  const clock = createCaptureClock();
  const viewers = new Map<Outlet, Viewer>();
  let rungs: readonly Rung[] = [];
  /** Also some that are no longer among these, until the last of their viewers has another. */
  const running = new Set<Rung>();
  let source: PictureSource | undefined;
  let hint = '';

  const stopEncoder = (rung: Rung): void => {
    running.delete(rung);
    rung.encoder?.[Symbol.dispose]();
    rung.encoder = undefined;
    for (const { outlet } of viewers.values()) outlet.queue.forget(rung);
  };
  const hand = (rung: Rung, chunk: EncodedVideoChunk): void => {
    for (const { outlet } of viewers.values()) outlet.queue.fill(rung, chunk.timestamp, chunk);
  };
  const startEncoder = (rung: Rung): RungEncoder => {
    running.add(rung);
    return createRungEncoder({
      size: rung.size,
      hint: () => hint,
      onFrame: (chunk) => hand(rung, chunk),
      onError: onTrouble,
    });
  };
  const isUsed = (rung: Rung): boolean =>
    [...viewers.values()].some((viewer) => isGetting(viewer, rung) || (viewer.next === rung && isWaiting(viewer)));
  const stopUnused = (nowMs: number): void => {
    for (const rung of running) {
      if (isUsed(rung)) rung.usedMs = nowMs;
      // Not at once: who begins anew is soon back.
      else if (nowMs - rung.usedMs > lingerMs) stopEncoder(rung);
    }
  };
  /** From this frame on, which is a key frame, they get that rung. */
  const begin = (rung: Rung, atUs: number): readonly Viewer[] => {
    const begun = [...viewers.values()].filter((viewer) => viewer.next === rung && isWaiting(viewer));
    for (const viewer of begun) {
      viewer.now = rung;
      viewer.outlet.queue.expect(rung, atUs, true);
    }
    return begun;
  };
  const take = (frame: VideoFrame, nowMs: number): void => {
    const atUs = frame.timestamp;
    const verdicts = new Map<Rung, FrameVerdict>();
    for (const rung of [...new Set([...rungs, ...running])].filter(isUsed)) {
      const isKeyWanted = [...viewers.values()].some((viewer) => viewer.next === rung && isWaiting(viewer));
      const verdict = (rung.encoder ??= startEncoder(rung)).judge(atUs, nowMs, isKeyWanted);
      if (verdict) verdicts.set(rung, verdict);
    }
    // First who changes: nobody gets one moment of two rungs.
    const begun = new Set([...verdicts].flatMap(([rung, { isKey }]) => (isKey ? begin(rung, atUs) : [])));
    for (const [rung, verdict] of verdicts) {
      for (const viewer of viewers.values())
        if (!begun.has(viewer) && isGetting(viewer, rung)) viewer.outlet.queue.expect(rung, atUs, false);
      rung.encoder?.encode(frame, verdict, nowMs);
    }
    // Asked for now, and not when it is encoded: it is to have the time at which the picture was taken.
    for (const { outlet, next } of viewers.values()) if (next) outlet.feed(atUs, nowMs);
  };
  const resolve = (viewer: Viewer): void => {
    viewer.next = rungs[Math.min(viewer.index, rungs.length - 1)];
    if (!viewer.next) viewer.outlet.queue.drop();
  };
  const endSource = (): void => {
    source?.[Symbol.dispose]();
    source = undefined;
  };
  const guarded = (frame: VideoFrame, nowMs: number): void => {
    try {
      take(frame, nowMs);
    } catch (error) {
      onTrouble(error);
    }
  };

  return {
    setSource: (frames, nextHint) => {
      endSource();
      hint = nextHint;
      if (frames) source = createPictureSource({ frames, clock, onPicture: guarded });
    },
    setRungs: (sizes) => {
      const old = [...rungs];
      rungs = sizes.map((size) => {
        const index = old.findIndex((rung) => rung.size.maxHeight === size.maxHeight);
        const [rung = { size, encoder: undefined, usedMs: 0 }] = index < 0 ? [] : old.splice(index, 1);
        rung.size = size;
        rung.encoder?.set(size);
        return rung;
      });
      viewers.forEach(resolve);
    },
    show: (outlet, index) => {
      const before = viewers.get(outlet);
      if (index === undefined) {
        viewers.delete(outlet);
        outlet.queue.drop();
        return;
      }
      const viewer: Viewer = { outlet, index, now: before?.now, next: undefined };
      viewers.set(outlet, viewer);
      resolve(viewer);
      const nowMs = performance.now();
      outlet.feed(Math.round(nowMs * 1_000), nowMs);
    },
    tick: (nowMs) => {
      for (const { outlet, next } of viewers.values()) {
        outlet.queue.check();
        if (next) outlet.feed(Math.round(nowMs * 1_000), nowMs);
      }
      source?.tick(nowMs, [...viewers.values()].some(isWaiting));
      stopUnused(nowMs);
    },
    read: (nowMs) =>
      rungs.map((rung) => ({
        ...nothing,
        ...rung.size,
        ...rung.encoder?.read(nowMs),
        outlets: [...viewers.values()].filter((viewer) => isGetting(viewer, rung)).length,
      })),
    [Symbol.dispose]: () => {
      endSource();
      running.forEach(stopEncoder);
      for (const { outlet } of viewers.values()) outlet.queue.drop();
      viewers.clear();
    },
  };
};
