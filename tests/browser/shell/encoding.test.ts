// A picture that is encoded once and reaches several, in the real thing: what each receiver decodes, and what becomes of it
// when somebody comes, asks, changes the size, or falls behind.

import { afterEach, expect, test } from 'vitest';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { EncodedRung, EncodeListener, EncodePort, SharedEncoder } from '#core/ports/encode.ts';
import { forgetSent } from '#engine/mesh/forget-sent.ts';
import { createEncode } from '#shell/platform/encode.ts';

/** Chromium's. */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(init: { kind: 'video' });
  readonly writable: WritableStream<VideoFrame>;
}

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

/** A picture that moves. */
const movingCanvas = (width = 480, height = 270, isNoisy = false): Canvas => {
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

interface Receiver {
  readonly sender: RTCRtpSender;
  readonly video: HTMLVideoElement;
  /** Decoded so far. */
  frames(): Promise<number>;
  size(): Promise<string>;
  stats(): Promise<RTCInboundRtpStreamStats | undefined>;
  close(): void;
}

/** Asks for a key frame with every so many frames, as a receiver does that has lost some. */
const askingTap = (every: number): RTCRtpScriptTransform => {
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

/** As our connections are: VP8, one line, made once. */
const connect = async (port: EncodePort, { askEvery }: { askEvery?: number } = {}): Promise<Receiver> => {
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
    to.addEventListener('track', ({ receiver }) => (receiver.transform = askingTap(askEvery)));
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

test('a newcomer begins at a key frame, and nobody else notices', long, async () => {
  const port = createEncode();
  const [first, second] = [await connect(port), await connect(port)];
  const encoder = await open(port);
  encoder.setSource('camera', movingCanvas().track);
  await share(encoder, first, 1);
  await goesOn(first);
  const before = await first.stats();
  await share(encoder, second, 1);
  await goesOn(second);
  expect(await second.size()).toBe('320x180');
  // What begins in the middle of a stream asks for its beginning.
  expect((await second.stats())?.pliCount).toBe(0);
  await goesOn(first);
  expect((await first.stats())?.pliCount).toBe(before?.pliCount);
});

test('another bitrate costs no more than a key frame now and then', long, async () => {
  const port = createEncode();
  const receiver = await connect(port);
  const encoder = await open(port);
  encoder.setSource('camera', movingCanvas().track);
  await share(encoder, receiver, 1);
  await goesOn(receiver);
  const before = (await receiver.stats())?.keyFramesDecoded ?? 0;
  for (let step = 0; step < 8; step += 1) {
    encoder.setRungs('camera', [rungs[0]!, { ...rungs[1]!, bitrateBps: step % 2 ? 300_000 : 250_000 }]);
    await goesOn(receiver, 4);
  }
  // The very first change tells what it costs.
  expect((await receiver.stats())?.keyFramesDecoded).toBeLessThan(before + 3);
});

test('a receiver that asks for a key frame gets one', long, async () => {
  const port = createEncode();
  const receiver = await connect(port, { askEvery: 20 });
  const encoder = await open(port);
  encoder.setSource('camera', movingCanvas().track);
  await share(encoder, receiver, 0);
  const asksAndKeys = async (): Promise<readonly [number, number]> => {
    const { pliCount = 0, keyFramesDecoded = 0 } = (await receiver.stats()) ?? {};
    return [pliCount, keyFramesDecoded];
  };
  await expect.poll(async () => (await asksAndKeys())[0], patience).toBeGreaterThan(0);
  const [asks, keys] = await asksAndKeys();
  await expect.poll(async () => (await asksAndKeys())[0] - asks, patience).toBeGreaterThan(2);
  await expect.poll(async () => (await asksAndKeys())[1] - keys, patience).toBeGreaterThan(2);
});

test('of one picture a second each stands for itself, and no more bits go out for it', long, async () => {
  const port = createEncode();
  const receiver = await connect(port);
  const encoder = await open(port);
  encoder.setRungs('camera', [{ maxHeight: 180, maxFramerate: 1, bitrateBps: 24_000 }]);
  encoder.setSource('camera', movingCanvas(480, 270, true).track);
  await share(encoder, receiver, 0);
  await goesOn(receiver, 6);
  const { places } = await encoder.read();
  const { framesEncoded = 0, keyFrames, bytes = 0 } = places.camera[0] ?? {};
  expect(framesEncoded).toBeGreaterThan(5);
  expect(keyFrames).toBe(framesEncoded);
  expect(bytes / framesEncoded).toBeLessThan(1.5 * (24_000 / 8));
});

test('another size begins at a key frame of its own, and until then the old one goes on', long, async () => {
  const port = createEncode();
  const [moving, staying] = [await connect(port), await connect(port)];
  const encoder = await open(port);
  encoder.setSource('camera', movingCanvas().track);
  const outlet = await share(encoder, moving, 0);
  await share(encoder, staying, 0);
  for (const receiver of [moving, staying]) await goesOn(receiver);
  const before = await moving.stats();
  for (const [rung, size] of [
    [1, '320x180'],
    [0, '160x90'],
    [1, '320x180'],
  ] as const) {
    outlet.show(rung);
    await expect.poll(moving.size, patience).toBe(size);
    await goesOn(moving);
  }
  expect(await staying.size()).toBe('160x90');
  // After a gap it would have asked.
  expect((await moving.stats())?.pliCount).toBe(before?.pliCount);
});

test('from the real picture to the shared one and back, while it goes on', long, async () => {
  const port = createEncode();
  const receiver = await connect(port);
  const { track } = movingCanvas(240, 180);
  await receiver.sender.replaceTrack(track);
  await goesOn(receiver);
  expect(await receiver.size()).toBe('240x180');
  const encoder = await open(port);
  encoder.setSource('camera', track);
  const before = await receiver.stats();
  for (let round = 0; round < 3; round += 1) {
    const outlet = await share(encoder, receiver, 0);
    await expect.poll(receiver.size, patience).toBe('120x90');
    await goesOn(receiver);
    await receiver.sender.replaceTrack(track);
    outlet[Symbol.dispose]();
    expect(outlet.track.readyState).toBe('ended');
    await expect.poll(receiver.size, patience).toBe('240x180');
    await goesOn(receiver);
  }
  expect((await receiver.stats())?.pliCount).toBe(before?.pliCount);
  expect((await encoder.read()).places.camera.map(({ outlets }) => outlets)).toEqual([0, 0]);
});

const setActive = async ({ sender }: Receiver, active: boolean): Promise<void> => {
  const parameters = sender.getParameters();
  parameters.encodings = parameters.encodings.map((encoding) => ({ ...encoding, active }));
  await sender.setParameters(parameters);
};

test('one that takes nothing for a while does not hold up the others, and begins anew', long, async () => {
  const port = createEncode();
  const [slow, quick, gone] = [await connect(port), await connect(port), await connect(port)];
  const encoder = await open(port);
  encoder.setSource('camera', movingCanvas().track);
  for (const receiver of [slow, quick, gone]) await share(encoder, receiver, 0);
  for (const receiver of [slow, quick, gone]) await goesOn(receiver);
  await setActive(slow, false);
  gone.close();
  const outlets = async (): Promise<number | undefined> => (await encoder.read()).places.camera[0]?.outlets;
  await expect.poll(outlets, patience).toBe(1);
  await goesOn(quick, 30);
  // As when a path breaks: the sender itself begins anew as well.
  await forgetSent(slow.sender, 'camera');
  const before = await slow.frames();
  await setActive(slow, true);
  await expect.poll(slow.frames, patience).toBeGreaterThan(before + 10);
  await goesOn(quick);
  expect(await outlets()).toBe(2);
});

test('an encoder that fails is told once, and what the sender encodes itself passes', long, async () => {
  const port = createEncode();
  const receiver = await connect(port);
  const reasons: string[] = [];
  const encoder = await open(port, (reason) => reasons.push(reason));
  const { track } = movingCanvas(240, 180);
  encoder.setSource('camera', track);
  await share(encoder, receiver, 0);
  await goesOn(receiver);
  encoder.setRungs('camera', [{ ...rungs[0]!, bitrateBps: 0 }]);
  await expect.poll(() => reasons.length, patience).toBe(1);
  await receiver.sender.replaceTrack(track);
  await expect.poll(receiver.size, patience).toBe('240x180');
  await goesOn(receiver);
  encoder[Symbol.dispose]();
  const again = await open(port);
  again.setSource('camera', track);
  await share(again, receiver, 0);
  await expect.poll(receiver.size, patience).toBe('120x90');
  expect(reasons).toHaveLength(1);
});

test('a video element that may not play is told, and what the sender encodes itself passes', long, async ({ skip }) => {
  if ('MediaStreamTrackProcessor' in globalThis) skip('this browser reads frames without an element');
  const port = createEncode();
  const receiver = await connect(port);
  const { track } = movingCanvas(240, 180);
  await receiver.sender.replaceTrack(track);
  await goesOn(receiver);
  const { play } = HTMLMediaElement.prototype;
  scope.add(() => void (HTMLMediaElement.prototype.play = play));
  HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  const reasons: string[] = [];
  const encoder = await open(port, (reason) => reasons.push(reason));
  encoder.setSource('camera', track);
  const outlet = await share(encoder, receiver, 0);
  await expect.poll(() => reasons.length, patience).toBe(1);
  expect(reasons[0]).toContain('NotAllowedError');
  await receiver.sender.replaceTrack(track);
  outlet[Symbol.dispose]();
  await goesOn(receiver);
  expect(await receiver.size()).toBe('240x180');
});

test('a worker that cannot be had is told before any sender depends on it', long, async ({ skip }) => {
  if ('MediaStreamTrackProcessor' in globalThis) skip('senders of this browser depend on it from the beginning');
  const port = createEncode();
  const receiver = await connect(port);
  const { track } = movingCanvas(240, 180);
  await receiver.sender.replaceTrack(track);
  await goesOn(receiver);
  const { Worker: RealWorker } = globalThis;
  scope.add(() => void (globalThis.Worker = RealWorker));
  globalThis.Worker = class extends RealWorker {
    constructor() {
      super(URL.createObjectURL(new Blob(['throw new Error("no such script")'])));
    }
  };
  const reasons: string[] = [];
  await open(port, (reason) => reasons.push(reason));
  expect(reasons).toHaveLength(1);
  await goesOn(receiver);
});

/** The workers that begin from now on. */
const watchWorkers = () => {
  const workers: Worker[] = [];
  const ended = new Set<Worker>();
  const { Worker: RealWorker } = globalThis;
  globalThis.Worker = class extends RealWorker {
    constructor(...init: ConstructorParameters<typeof Worker>) {
      super(...init);
      workers.push(this);
    }
    override terminate(): void {
      ended.add(this);
      super.terminate();
    }
  };
  scope.add(() => void (globalThis.Worker = RealWorker));
  return { workers, running: () => workers.filter((worker) => !ended.has(worker)).length };
};

test('a worker that is ended from outside is noticed, and another lets the real picture pass', long, async () => {
  const { workers } = watchWorkers();
  const port = createEncode();
  const receiver = await connect(port);
  const reasons: string[] = [];
  const encoder = await open(port, (reason) => reasons.push(reason));
  const { track } = movingCanvas(240, 180);
  encoder.setSource('camera', track);
  await share(encoder, receiver, 0);
  await goesOn(receiver);
  workers[0]!.terminate();
  await expect.poll(() => reasons, patience).toEqual(['worker-silent']);
  await receiver.sender.replaceTrack(track);
  await expect.poll(receiver.size, patience).toBe('240x180');
  await goesOn(receiver);
});

test('a picture that changes its shape or its track keeps its shorter side', long, async () => {
  const port = createEncode();
  const receiver = await connect(port);
  const encoder = await open(port);
  const canvas = movingCanvas();
  encoder.setSource('camera', canvas.track);
  await share(encoder, receiver, 1);
  await expect.poll(receiver.size, patience).toBe('320x180');
  for (const [width, height, size] of [
    [270, 480, '180x320'],
    [333, 251, '238x180'],
    [101, 77, '102x78'],
    [640, 360, '320x180'],
  ] as const) {
    canvas.resize(width, height);
    await expect.poll(receiver.size, patience).toBe(size);
  }
  encoder.setSource('camera', movingCanvas(400, 300).track);
  canvas.track.stop();
  await expect.poll(receiver.size, patience).toBe('240x180');
  await goesOn(receiver);
});

/** What a phone's camera gives: the dots as they lie on its chip, here dark on the left, and how these are to be turned. */
const turnedTrack = (): MediaStreamTrack => {
  const generator = new MediaStreamTrackGenerator({ kind: 'video' });
  const writer = generator.writable.getWriter();
  const [codedWidth, codedHeight] = [320, 240];
  const bytes = new Uint8Array((codedWidth * codedHeight * 3) / 2).fill(128);
  for (let dot = 0; dot < codedWidth * codedHeight; dot += 1) bytes[dot] = dot % codedWidth < codedWidth / 2 ? 30 : 220;
  const timer = setInterval(() => {
    const timestamp = Math.round(performance.now() * 1_000);
    const turn = { rotation: 90 };
    void writer.write(new VideoFrame(bytes, { format: 'I420', codedWidth, codedHeight, timestamp, ...turn }));
  }, 66);
  scope.add(() => clearInterval(timer));
  return generator;
};

/** Whether it is light there: top left, top right, bottom left, bottom right. */
const light = (video: HTMLVideoElement): readonly boolean[] => {
  const context = new OffscreenCanvas(4, 4).getContext('2d')!;
  context.drawImage(video, 0, 0, 4, 4);
  return [
    [0, 0],
    [3, 0],
    [0, 3],
    [3, 3],
  ].map(([x = 0, y = 0]) => context.getImageData(x, y, 1, 1).data[1]! > 128);
};

test('a picture that is to be turned stands upright', long, async ({ skip }) => {
  if (!('MediaStreamTrackGenerator' in globalThis)) skip('this browser makes no track that is to be turned');
  const port = createEncode();
  const receiver = await connect(port);
  const encoder = await open(port);
  encoder.setSource('camera', turnedTrack());
  await share(encoder, receiver, 1);
  await goesOn(receiver);
  expect(await receiver.size()).toBe('180x240');
  await expect.poll(() => light(receiver.video), patience).toEqual([false, false, true, true]);
});

test('a page that stands still reaches whoever comes later', long, async () => {
  const port = createEncode();
  const [first, second] = [await connect(port), await connect(port)];
  const encoder = await open(port);
  encoder.setRungs('screen', rungs);
  const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 270 });
  const context = canvas.getContext('2d')!;
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks();
  encoder.setSource('screen', track!);
  // A canvas gives no frame without a change.
  context.fillText('still', 9, 9);
  // Firefox asks the stream, as an early draft has it.
  for (const each of [track, stream] as Partial<CanvasCaptureMediaStreamTrack>[]) each.requestFrame?.();
  for (const receiver of [first, second]) {
    const outlet = scope.use(encoder.attach('screen', receiver.sender));
    outlet.show(1);
    await receiver.sender.replaceTrack(outlet.track);
    await goesOn(receiver, 2);
    expect(await receiver.size()).toBe('320x180');
  }
});

test('nothing is left of it in the end, but the track that it was given', long, async () => {
  const { workers, running } = watchWorkers();
  const port = createEncode();
  const receiver = await connect(port);
  const { track } = movingCanvas();
  for (let round = 0; round < 3; round += 1) {
    const encoder = await open(port);
    encoder.setSource('camera', track);
    const outlet = await share(encoder, receiver, 0);
    await goesOn(receiver, 2);
    encoder[Symbol.dispose]();
    expect([outlet.track.readyState, track.readyState]).toEqual(['ended', 'live']);
  }
  expect([workers.length, running()]).toEqual([1, 1]);
  receiver.close();
  await expect.poll(running, patience).toBe(0);
});
