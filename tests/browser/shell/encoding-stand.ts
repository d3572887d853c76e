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

export const patience = { timeout: 90_000, interval: 50 };
export const long = { timeout: 400_000 };

export const rungs: readonly EncodedRung[] = [
  { maxHeight: 90, maxFramerate: 30, bitrateBps: 100_000 },
  { maxHeight: 180, maxFramerate: 30, bitrateBps: 300_000 },
];

export interface Canvas {
  readonly track: MediaStreamTrack;
  resize(width: number, height: number): void;
}

/** As a camera in a dim room: another grey for every dot. */
const addNoise = (context: CanvasRenderingContext2D): void => {
  const { width, height } = context.canvas;
  const picture = context.getImageData(0, 0, width, height);
  for (let at = 0; at < picture.data.length; at += 4) {
    const grey = (Math.random() - 0.5) * 60;
    for (let colour = 0; colour < 3; colour += 1) picture.data[at + colour]! += grey;
  }
  context.putImageData(picture, 0, 0);
};

const movingCanvas = (scope: Scope, width = 480, height = 270, isNoisy = false): Canvas => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d')!;
  let step = 0;
  const timer = setInterval(() => {
    step += 1;
    context.fillStyle = `hsl(${step * 7} 80% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = 'white';
    context.fillRect((step * 5) % canvas.width, 40, 30, 30);
    if (isNoisy) addNoise(context);
  }, 66);
  scope.add(() => clearInterval(timer));
  const [track] = canvas.captureStream(15).getVideoTracks();
  scope.add(() => track!.stop());
  return {
    track: track!,
    resize: (nextWidth, nextHeight) => Object.assign(canvas, { width: nextWidth, height: nextHeight }),
  };
};

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
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const)
    one.addEventListener(
      'icecandidate',
      ({ candidate }) => void other.addIceCandidate(candidate ?? undefined).catch(() => {}),
    );
  const codecs = RTCRtpSender.getCapabilities('video')!.codecs.filter(({ mimeType }) => /vp8|rtx/i.test(mimeType));
  const line = from.addTransceiver('video', {
    direction: 'sendrecv',
    sendEncodings: [{ maxBitrate: 2_000_000, maxFramerate: 60 }],
  });
  line.setCodecPreferences(codecs);
  const stop = port.prepare(line.sender);
  const close = (): void => {
    [from, to].forEach((pc) => pc.close());
    stop();
  };
  scope.add(close);
  if (askEvery !== undefined)
    to.addEventListener('track', ({ receiver }) => (receiver.transform = askingTap(scope, askEvery)));
  await from.setLocalDescription();
  await to.setRemoteDescription(from.localDescription!);
  await to.setLocalDescription();
  await from.setRemoteDescription(to.localDescription!);
  await expect.poll(() => [from.connectionState, to.connectionState], patience).toEqual(['connected', 'connected']);
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
