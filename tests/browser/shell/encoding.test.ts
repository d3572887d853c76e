// A picture that is encoded once and reaches several, in the real thing: what each receiver decodes, and what becomes of it
// when somebody comes, asks, changes the size, or falls behind.

import { afterEach, expect, test } from 'vitest';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { EncodedRung, EncodeListener, EncodePort, SharedEncoder } from '#core/ports/encode.ts';
import { createEncode } from '#shell/platform/encode.ts';

let scope: Scope = createScope();
afterEach(() => {
  scope[Symbol.dispose]();
  scope = createScope();
});

const patience = { timeout: 90_000, interval: 50 };
const long = { timeout: 400_000 };

const rungs: readonly EncodedRung[] = [
  { maxHeight: 90, maxFramerate: 30, bitrateBps: 100_000 },
  { maxHeight: 180, maxFramerate: 30, bitrateBps: 300_000 },
];

interface Canvas {
  readonly track: MediaStreamTrack;
  resize(width: number, height: number): void;
}

/** A picture that moves. */
const movingCanvas = (width = 480, height = 270): Canvas => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d')!;
  let step = 0;
  const timer = setInterval(() => {
    step += 1;
    context.fillStyle = `hsl(${step * 7} 80% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = 'white';
    context.fillRect((step * 5) % canvas.width, 40, 30, 30);
  }, 66);
  scope.add(() => clearInterval(timer));
  const [track] = canvas.captureStream(15).getVideoTracks();
  scope.add(() => track!.stop());
  return {
    track: track!,
    resize: (nextWidth, nextHeight) => Object.assign(canvas, { width: nextWidth, height: nextHeight }),
  };
};

interface Receiver {
  readonly sender: RTCRtpSender;
  readonly connection: RTCPeerConnection;
  /** Decoded so far. */
  frames(): Promise<number>;
  size(): Promise<string>;
  stats(): Promise<RTCInboundRtpStreamStats | undefined>;
  close(): void;
}

const lineOf = (connection: RTCPeerConnection): RTCRtpTransceiver => connection.getTransceivers()[0]!;

/** As our connections are: VP8, one line, made once. */
const connect = async (port: EncodePort, isPrepared = true): Promise<Receiver> => {
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const close = (): void => [from, to].forEach((pc) => pc.close());
  scope.add(close);
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
  if (isPrepared) port.prepare(line.sender);
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
    connection: to,
    stats,
    frames: async () => (await stats())?.framesDecoded ?? 0,
    size: async () => {
      const { frameWidth, frameHeight } = (await stats()) ?? {};
      return `${frameWidth}x${frameHeight}`;
    },
    close,
  };
};

const goesOn = async (receiver: Receiver, count = 10): Promise<void> => {
  const before = await receiver.frames();
  await expect.poll(receiver.frames, patience).toBeGreaterThan(before + count);
};

const open = async (port: EncodePort, onTrouble: EncodeListener['onTrouble'] = () => {}): Promise<SharedEncoder> => {
  const encoder = scope.use(await port.open({ onTrouble }));
  encoder.setRungs('camera', rungs);
  return encoder;
};

/** From now on they get that rung. */
const share = async (encoder: SharedEncoder, receiver: Receiver, rung: number) => {
  const outlet = scope.use(encoder.attach('camera', receiver.sender));
  outlet.show(rung);
  await receiver.sender.replaceTrack(outlet.track);
  return outlet;
};

test('each gets the size meant for them, encoded once for all who get the same', long, async () => {
  const port = createEncode();
  expect(port.isPossible()).toBe(true);
  const receivers = [await connect(port), await connect(port), await connect(port)] as const;
  const encoder = await open(port);
  encoder.setSource('camera', movingCanvas().track);
  await share(encoder, receivers[0], 0);
  await share(encoder, receivers[1], 1);
  await share(encoder, receivers[2], 1);
  for (const receiver of receivers) await goesOn(receiver);
  expect(await Promise.all(receivers.map(({ size }) => size()))).toEqual(['160x90', '320x180', '320x180']);
  const { camera, screen } = (await encoder.read()).places;
  expect(camera.map(({ outlets }) => outlets)).toEqual([1, 2]);
  expect(screen).toEqual([]);
  const decoded = await receivers[2].frames();
  expect(camera[1]!.framesEncoded).toBeLessThan(2 * decoded);
});
