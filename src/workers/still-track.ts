// The track that a sender sends in the place of the real one: gives it a still frame when it is told to.

import { stillSize, type StillSink } from './encode-messages.ts';

export interface StillTrack {
  /** A frame of that time; of a port, of the moment in which the page paints it. */
  give(atUs: number): void;
  close(): void;
}

const stillBytes = new Uint8Array((stillSize * stillSize * 3) / 2).fill(128);

/** Made of bytes each time: Chromium's generator gives a `VideoFrame` of another frame that other one's time. */
const makeStill = (timestamp: number): VideoFrame =>
  new VideoFrame(stillBytes, { format: 'I420', codedWidth: stillSize, codedHeight: stillSize, timestamp });

const writeTo = (sink: WritableStream<VideoFrame>): StillTrack => {
  const writer = sink.getWriter();
  return {
    give: (atUs) => {
      const frame = makeStill(atUs);
      writer.write(frame).catch(() => frame.close());
    },
    close: () => void writer.close().catch(() => {}),
  };
};

export const openStillTrack = (sink: StillSink): StillTrack =>
  sink instanceof WritableStream ? writeTo(sink) : { give: () => sink.postMessage('paint'), close: () => sink.close() };
