// One receiver's way out: lies between their sender and the network, and puts what was encoded for everybody in the place of
// what the sender made of still frames. What the sender makes of a real picture passes as it is.

import { stillSize, type StillSink } from './encode-messages.ts';
import { createKeyFrameBudget, type KeyFrameBudget } from './key-frame-budget.ts';
import { createOutletQueue, type OutletQueue, type Token } from './outlet-queue.ts';
import { openStillTrack, type StillTrack } from './still-track.ts';

interface OutletToken extends Token {
  readonly frame: RTCEncodedVideoFrame;
  readonly writer: WritableStreamDefaultWriter<RTCEncodedVideoFrame>;
}

export interface Outlet {
  readonly queue: OutletQueue<OutletToken, EncodedVideoChunk>;
  readonly keyFrames: KeyFrameBudget;
  /** Its transform has begun. Chromium 156 does not say that a connection is over: it then waits for a frame for ever. */
  run(transformer: RTCRtpScriptTransformer): Promise<void>;
  /** Gives the sender a still frame, of that time where the track takes one, if it lacks a token. One at a time: a burst would be dropped. */
  feed(atUs: number, nowMs: number): void;
  /** `still`: the track that the sender sends instead of the real one. */
  open(still: StillSink): void;
  /** From now on it has nothing of its own to send. */
  close(): void;
}

const isStill = ({ width = 0, height = 0 }: RTCEncodedVideoFrameMetadata): boolean =>
  width <= stillSize && height <= stillSize;

const send = ({ frame, writer }: OutletToken, chunk: EncodedVideoChunk): void => {
  // One copy for each receiver is the least: writing a frame takes its buffer away (Chromium 156).
  const bytes = new ArrayBuffer(chunk.byteLength);
  chunk.copyTo(bytes);
  frame.data = bytes;
  writer.write(frame).catch(() => {});
};

export const createOutlet = (): Outlet => {
  const queue = createOutletQueue<OutletToken, EncodedVideoChunk>(send);
  let stills: StillTrack | undefined;
  let lastUs = -Infinity;
  const take = (frame: RTCEncodedVideoFrame, writer: OutletToken['writer']): void => {
    const metadata = frame.getMetadata();
    if (isStill(metadata)) {
      const { rtpTimestamp } = metadata;
      const nowMs = performance.now();
      if (!stills) return;
      queue.addToken({ frame, writer, isKey: frame.type === 'key', rtpTimestamp }, nowMs);
      outlet.feed(Math.round(nowMs * 1_000), nowMs);
      return;
    }
    // The sender has the real picture again. What it made before must not come after it.
    if (queue.isAlive()) queue.drop();
    writer.write(frame).catch(() => {});
  };
  const outlet: Outlet = {
    queue,
    keyFrames: createKeyFrameBudget(),
    open: (still) => {
      stills = openStillTrack(still);
    },
    run: async ({ readable, writable }) => {
      const reader = (readable as ReadableStream<RTCEncodedVideoFrame>).getReader();
      const writer = (writable as WritableStream<RTCEncodedVideoFrame>).getWriter();
      for (;;) {
        const { value: frame, done } = await reader.read();
        if (done) return;
        take(frame, writer);
      }
    },
    feed: (atUs, nowMs) => {
      if (!stills || !queue.needsStill(nowMs)) return;
      // A sender leaves out what has the same millisecond as the one before it.
      lastUs = Math.max(atUs, lastUs + 1_000);
      stills.give(lastUs);
      queue.stillGiven(lastUs, nowMs);
    },
    close: () => {
      stills?.close();
      stills = undefined;
      queue.drop();
    },
  };
  return outlet;
};
