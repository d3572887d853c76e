// Takes the picture out of every frame that arrives and puts a tiny one in its place: whoever receives it decodes 16 x 16 dots.
//
// Frames that never came out would be missed: libwebrtc then asks for key frames several times a second, and it would be these
// that the sender spends its time on.

import type { CheapRequest, Received } from './cheap-words.ts';
import { createArrivals, type Arrivals } from './arrivals.ts';

interface TransformEvent extends Event {
  readonly transformer: {
    readonly options: { readonly line: number };
    readonly readable: ReadableStream<RTCEncodedVideoFrame>;
    readonly writable: WritableStream<RTCEncodedVideoFrame>;
  };
}

const lines = new Map<number, Arrivals>();

const encodeTiny = async (): Promise<ArrayBuffer> => {
  let bytes = new ArrayBuffer(0);
  const encoder = new VideoEncoder({
    output: (chunk) => {
      bytes = new ArrayBuffer(chunk.byteLength);
      chunk.copyTo(bytes);
    },
    error: (error) => console.error(`no tiny picture: ${error.message}`),
  });
  encoder.configure({ codec: 'vp8', width: 16, height: 16, bitrate: 100_000 });
  const grey = new Uint8Array((16 * 16 * 3) / 2).fill(128);
  const frame = new VideoFrame(grey, { format: 'I420', codedWidth: 16, codedHeight: 16, timestamp: 0 });
  encoder.encode(frame, { keyFrame: true });
  frame.close();
  await encoder.flush();
  encoder.close();
  return bytes;
};
const tiny = encodeTiny();

const empty = async ({ options, readable, writable }: TransformEvent['transformer']): Promise<void> => {
  const arrivals = lines.get(options.line) ?? createArrivals();
  lines.set(options.line, arrivals);
  const picture = await tiny;
  const swap = new TransformStream<RTCEncodedVideoFrame, RTCEncodedVideoFrame>({
    transform: (frame, controller) => {
      arrivals.note(new Uint8Array(frame.data), performance.now());
      frame.data = picture.slice(0);
      controller.enqueue(frame);
    },
  });
  await readable
    .pipeThrough(swap)
    .pipeTo(writable)
    // The connection is over.
    .catch(() => {});
};

addEventListener('rtctransform', (event) => void empty((event as TransformEvent).transformer));
addEventListener('message', ({ data, ports: [port] }: MessageEvent<CheapRequest>) => {
  if (data.ask === 'received')
    port?.postMessage([...lines].map(([line, arrivals]): Received => ({ line, ...arrivals.read() })));
});
