// The frames of one track, upright and with times of one clock; where the track gives none, the last one again.

import type { CaptureClock } from './capture-clock.ts';

export interface PictureSource extends Disposable {
  /** To be called often. `isAwaited`: somebody waits for a key frame. */
  tick(nowMs: number, isAwaited: boolean): void;
}

export interface PictureSourceOptions {
  readonly frames: ReadableStream<VideoFrame>;
  readonly clock: CaptureClock;
  /** The frame stays ours. */
  onPicture(frame: VideoFrame, nowMs: number): void;
}

/** TypeScript's library has them not yet (WebCodecs, `VideoFrame`). */
interface Turned {
  readonly rotation?: number;
  readonly flip?: boolean;
}

/** A page that stands still gets sharp within a second, and then is sent once a second, so that it counts as alive. */
const repeatsWhileRough = 4;
const roughMs = 250;
const sharpMs = 1_000;
/** What a newcomer to such a page waits at most. */
const awaitedMs = 80;

/** Encoders take the dots as they lie in memory; phones tell apart from these how they are to be turned. */
const upright = (frame: VideoFrame, timestamp: number): VideoFrame => {
  const { rotation = 0, flip = false } = frame as Turned;
  if (rotation === 0 && !flip) return new VideoFrame(frame, { timestamp });
  const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
  canvas.getContext('2d')?.drawImage(frame, 0, 0);
  return new VideoFrame(canvas, { timestamp });
};

/** Reads until the track ends. */
export const createPictureSource = ({ frames, clock, onPicture }: PictureSourceOptions): PictureSource => {
  const reader = frames.getReader();
  let held: VideoFrame | undefined;
  let heldMs = 0;
  let repeats = 0;
  let isOver = false;
  const hold = (frame: VideoFrame, nowMs: number): void => {
    held?.close();
    [held, heldMs] = [frame, nowMs];
    onPicture(frame, nowMs);
  };
  const end = (): void => {
    isOver = true;
    held?.close();
    held = undefined;
  };
  const run = async (): Promise<void> => {
    for (;;) {
      const { value: frame, done } = await reader.read();
      if (done) return end();
      const nowMs = performance.now();
      try {
        if (!isOver) hold(upright(frame, clock.stamp(frame.timestamp, nowMs * 1_000)), nowMs);
      } finally {
        frame.close();
      }
      repeats = 0;
    }
  };
  run().catch(end);
  return {
    tick: (nowMs, isAwaited) => {
      const restMs = repeats < repeatsWhileRough ? roughMs : sharpMs;
      if (!held || nowMs - heldMs < (isAwaited ? awaitedMs : restMs)) return;
      repeats += 1;
      hold(new VideoFrame(held, { timestamp: clock.stamp(undefined, nowMs * 1_000) }), nowMs);
    },
    [Symbol.dispose]: () => {
      end();
      // The track's frames have somebody else to go to, or nobody.
      reader.cancel().catch(() => {});
    },
  };
};
