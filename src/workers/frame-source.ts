// The frames of a track as one stream, however the page comes by them.

import type { FrameSource } from './encode-messages.ts';

/** One frame at a time: what comes while the last one is looked at is not taken, and so does not pile up. */
const readPort = (port: MessagePort): ReadableStream<VideoFrame> => {
  let isOver = false;
  const end = (): void => {
    isOver = true;
    port.close();
  };
  return new ReadableStream<VideoFrame>(
    {
      start: (controller) => {
        port.addEventListener('message', ({ data: frame }: MessageEvent<VideoFrame | null>) => {
          // One that was on its way belongs to nobody any more.
          if (isOver) return frame?.close();
          if (frame) return controller.enqueue(frame);
          end();
          controller.close();
        });
        port.start();
      },
      pull: () => port.postMessage('next'),
      cancel: end,
    },
    { highWaterMark: 0 },
  );
};

export const framesOf = (source: FrameSource): ReadableStream<VideoFrame> =>
  source instanceof ReadableStream ? source : readPort(source);

/** It is of no use to anybody: its end is told. */
export const turnDown = (source: FrameSource): void => {
  if (source instanceof ReadableStream) source.cancel().catch(() => {});
  else source.close();
};
