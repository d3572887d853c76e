// What the tests of shared pictures stand on: pictures that move, receivers that are connected, and an end to all of it.

import { expect, test as plain } from 'vitest';
import { createScope, type Scope } from '#core/base/scope.ts';
import type {
  EncodedRung,
  EncodeListener,
  EncodeOutlet,
  EncodePort,
  PicturePlace,
  SharedEncoder,
} from '#core/ports/encode.ts';
import { movingCanvas, negotiate, patience, vp8, type Canvas } from './loopback.ts';

export const long = { timeout: 400_000 };

export const rungs: readonly EncodedRung[] = [
  { maxHeight: 90, maxFramerate: 30, bitrateBps: 100_000 },
  { maxHeight: 180, maxFramerate: 30, bitrateBps: 300_000 },
];

export interface Receiver {
  readonly sender: RTCRtpSender;
  readonly video: HTMLVideoElement;
  /** Decoded so far. */
  frames(): Promise<number>;
  size(): Promise<string>;
  stats(): Promise<RTCInboundRtpStreamStats | undefined>;
  close(): void;
}

/** Asks for a key frame with every so many frames, as a receiver does that has lost some. */
const askingTap = (scope: Scope, every: number): RTCRtpScriptTransform => {
  const source = `onrtctransform = async ({ transformer }) => {
    let count = 0;
    const tap = new TransformStream({ transform: (frame, controller) => {
      controller.enqueue(frame);
      if (++count % ${every} === 0) transformer.sendKeyFrameRequest().catch(() => {});
    } });
    transformer.readable.pipeThrough(tap).pipeTo(transformer.writable);
  }`;
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  scope.add(() => worker.terminate());
  return new RTCRtpScriptTransform(worker);
};

const lineOf = (connection: RTCPeerConnection): RTCRtpTransceiver => connection.getTransceivers()[0]!;

interface ReceiverOptions {
  readonly askEvery?: number;
}

const connect = async (scope: Scope, port: EncodePort, { askEvery }: ReceiverOptions): Promise<Receiver> => {
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const line = from.addTransceiver('video', {
    direction: 'sendrecv',
    sendEncodings: [{ maxBitrate: 2_000_000, maxFramerate: 60 }],
  });
  line.setCodecPreferences(vp8());
  const stop = port.prepare(line.sender);
  const close = (): void => {
    [from, to].forEach((pc) => pc.close());
    stop();
  };
  scope.add(close);
  if (askEvery !== undefined)
    to.addEventListener('track', ({ receiver }) => (receiver.transform = askingTap(scope, askEvery)));
  await negotiate(from, to);
  // A browser decodes only what is played.
  const video = Object.assign(document.createElement('video'), { muted: true });
  video.srcObject = new MediaStream([lineOf(to).receiver.track]);
  document.body.append(video);
  void video.play().catch(() => {});
  scope.add(() => video.remove());
  const stats = async (): Promise<RTCInboundRtpStreamStats | undefined> =>
    [...(await lineOf(to).receiver.getStats()).values()].find(({ type }: RTCStats) => type === 'inbound-rtp') as
      | RTCInboundRtpStreamStats
      | undefined;
  return {
    sender: line.sender,
    video,
    stats,
    frames: async () => (await stats())?.framesDecoded ?? 0,
    size: async () => {
      const { frameWidth, frameHeight } = (await stats()) ?? {};
      return `${frameWidth}x${frameHeight}`;
    },
    close,
  };
};

export const goesOn = async (receiver: Receiver, count = 10): Promise<void> => {
  const before = await receiver.frames();
  await expect.poll(receiver.frames, patience).toBeGreaterThan(before + count);
};

export interface EncodingStand {
  /** Ends with the test. */
  readonly scope: Scope;
  /** A picture that moves. */
  movingCanvas(width?: number, height?: number, isNoisy?: boolean): Canvas;
  /** As our connections are: VP8, one line, made once. */
  connect(port: EncodePort, options?: ReceiverOptions): Promise<Receiver>;
  open(port: EncodePort, onTrouble?: EncodeListener['onTrouble']): Promise<SharedEncoder>;
  /** From now on they get that rung. */
  share(encoder: SharedEncoder, receiver: Receiver, rung: number, place?: PicturePlace): Promise<EncodeOutlet>;
}

const createStand = (scope: Scope): EncodingStand => ({
  scope,
  movingCanvas: (width, height, isNoisy) => movingCanvas(scope, width, height, isNoisy),
  connect: (port, options = {}) => connect(scope, port, options),
  open: async (port, onTrouble = () => {}) => {
    const encoder = scope.use(await port.open({ onTrouble }));
    encoder.setRungs('camera', rungs);
    return encoder;
  },
  share: async (encoder, receiver, rung, place = 'camera') => {
    const outlet = scope.use(encoder.attach(place, receiver.sender));
    outlet.show(rung);
    await receiver.sender.replaceTrack(outlet.track);
    return outlet;
  },
});

// oxlint-disable-next-line no-empty-pattern -- Vitest reads from this pattern which fixtures are needed: none
export const test = plain.extend('stand', ({}, { onCleanup }) => {
  const scope = createScope();
  onCleanup(() => scope[Symbol.dispose]());
  return createStand(scope);
});
