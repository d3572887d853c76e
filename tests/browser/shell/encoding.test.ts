// A picture that is encoded once and reaches several, in the real thing: what each receiver decodes, and what becomes of it
// when somebody comes, asks, changes the size, or falls behind.

import { expect } from 'vitest';
import { forgetSent } from '#engine/mesh/forget-sent.ts';
import { createEncode } from '#shell/platform/encode.ts';
import { goesOn, long, rungs, test, type EncodingStand, type Receiver } from './encoding-stand.ts';
import { patience } from './loopback.ts';

/** Chromium's. */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(init: { kind: 'video' });
  readonly writable: WritableStream<VideoFrame>;
}

test('each gets the size meant for them, encoded once for all who get the same', long, async ({ stand }) => {
  const port = createEncode();
  expect(port.isPossible()).toBe(true);
  const receivers = [await stand.connect(port), await stand.connect(port), await stand.connect(port)] as const;
  const encoder = await stand.open(port);
  encoder.setSource('camera', stand.movingCanvas().track);
  await stand.share(encoder, receivers[0], 0);
  await stand.share(encoder, receivers[1], 1);
  await stand.share(encoder, receivers[2], 1);
  for (const receiver of receivers) await goesOn(receiver);
  expect(await Promise.all(receivers.map(({ size }) => size()))).toEqual(['160x90', '320x180', '320x180']);
  const { camera, screen } = (await encoder.read()).places;
  expect(camera.map(({ outlets }) => outlets)).toEqual([1, 2]);
  expect(screen).toEqual([]);
  const decoded = await receivers[2].frames();
  expect(camera[1]!.framesEncoded).toBeLessThan(2 * decoded);
});

test('a newcomer begins at a key frame, and nobody else notices', long, async ({ stand }) => {
  const port = createEncode();
  const [first, second] = [await stand.connect(port), await stand.connect(port)];
  const encoder = await stand.open(port);
  encoder.setSource('camera', stand.movingCanvas().track);
  await stand.share(encoder, first, 1);
  await goesOn(first);
  const before = await first.stats();
  await stand.share(encoder, second, 1);
  await goesOn(second);
  expect(await second.size()).toBe('320x180');
  // What begins in the middle of a stream asks for its beginning.
  expect((await second.stats())?.pliCount).toBe(0);
  await goesOn(first);
  expect((await first.stats())?.pliCount).toBe(before?.pliCount);
});

test('another bitrate costs no more than a key frame now and then', long, async ({ stand }) => {
  const port = createEncode();
  const receiver = await stand.connect(port);
  const encoder = await stand.open(port);
  encoder.setSource('camera', stand.movingCanvas().track);
  await stand.share(encoder, receiver, 1);
  await goesOn(receiver);
  const before = (await receiver.stats())?.keyFramesDecoded ?? 0;
  for (let step = 0; step < 8; step += 1) {
    encoder.setRungs('camera', [rungs[0]!, { ...rungs[1]!, bitrateBps: step % 2 ? 300_000 : 250_000 }]);
    await goesOn(receiver, 4);
  }
  // The very first change tells what it costs.
  expect((await receiver.stats())?.keyFramesDecoded).toBeLessThan(before + 3);
});

test('a receiver that asks for a key frame gets one', long, async ({ stand }) => {
  const port = createEncode();
  const receiver = await stand.connect(port, { askEvery: 20 });
  const encoder = await stand.open(port);
  encoder.setSource('camera', stand.movingCanvas().track);
  await stand.share(encoder, receiver, 0);
  const asksAndKeys = async (): Promise<readonly [number, number]> => {
    const { pliCount = 0, keyFramesDecoded = 0 } = (await receiver.stats()) ?? {};
    return [pliCount, keyFramesDecoded];
  };
  await expect.poll(async () => (await asksAndKeys())[0], patience).toBeGreaterThan(0);
  const [asks, keys] = await asksAndKeys();
  await expect.poll(async () => (await asksAndKeys())[0] - asks, patience).toBeGreaterThan(2);
  await expect.poll(async () => (await asksAndKeys())[1] - keys, patience).toBeGreaterThan(2);
});

test('of one picture a second each stands for itself, and no more bits go out for it', long, async ({ stand }) => {
  const port = createEncode();
  const receiver = await stand.connect(port);
  const encoder = await stand.open(port);
  encoder.setRungs('camera', [{ maxHeight: 180, maxFramerate: 1, bitrateBps: 24_000 }]);
  encoder.setSource('camera', stand.movingCanvas(480, 270, true).track);
  await stand.share(encoder, receiver, 0);
  await goesOn(receiver, 6);
  const { places } = await encoder.read();
  const { framesEncoded = 0, keyFrames, bytes = 0 } = places.camera[0] ?? {};
  expect(framesEncoded).toBeGreaterThan(5);
  expect(keyFrames).toBe(framesEncoded);
  expect(bytes / framesEncoded).toBeLessThan(1.5 * (24_000 / 8));
});

test('another size begins at a key frame of its own, and until then the old one goes on', long, async ({ stand }) => {
  const port = createEncode();
  const [moving, staying] = [await stand.connect(port), await stand.connect(port)];
  const encoder = await stand.open(port);
  encoder.setSource('camera', stand.movingCanvas().track);
  const outlet = await stand.share(encoder, moving, 0);
  await stand.share(encoder, staying, 0);
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

test('from the real picture to the shared one and back, while it goes on', long, async ({ stand }) => {
  const port = createEncode();
  const receiver = await stand.connect(port);
  const { track } = stand.movingCanvas(240, 180);
  await receiver.sender.replaceTrack(track);
  await goesOn(receiver);
  expect(await receiver.size()).toBe('240x180');
  const encoder = await stand.open(port);
  encoder.setSource('camera', track);
  const before = await receiver.stats();
  for (let round = 0; round < 3; round += 1) {
    const outlet = await stand.share(encoder, receiver, 0);
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

test('one that takes nothing for a while does not hold up the others, and begins anew', long, async ({ stand }) => {
  const port = createEncode();
  const [slow, quick, gone] = [await stand.connect(port), await stand.connect(port), await stand.connect(port)];
  const encoder = await stand.open(port);
  encoder.setSource('camera', stand.movingCanvas().track);
  for (const receiver of [slow, quick, gone]) await stand.share(encoder, receiver, 0);
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

test('a picture that changes its shape or its track keeps its shorter side', long, async ({ stand }) => {
  const port = createEncode();
  const receiver = await stand.connect(port);
  const encoder = await stand.open(port);
  const canvas = stand.movingCanvas();
  encoder.setSource('camera', canvas.track);
  await stand.share(encoder, receiver, 1);
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
  encoder.setSource('camera', stand.movingCanvas(400, 300).track);
  canvas.track.stop();
  await expect.poll(receiver.size, patience).toBe('240x180');
  await goesOn(receiver);
});

/** What a phone's camera gives: the dots as they lie on its chip, here dark on the left, and how these are to be turned. */
const turnedTrack = (stand: EncodingStand): MediaStreamTrack => {
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
  stand.scope.add(() => clearInterval(timer));
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

test('a picture that is to be turned stands upright', long, async ({ stand, skip }) => {
  if (!('MediaStreamTrackGenerator' in globalThis)) skip('this browser makes no track that is to be turned');
  const port = createEncode();
  const receiver = await stand.connect(port);
  const encoder = await stand.open(port);
  encoder.setSource('camera', turnedTrack(stand));
  await stand.share(encoder, receiver, 1);
  await goesOn(receiver);
  expect(await receiver.size()).toBe('180x240');
  await expect.poll(() => light(receiver.video), patience).toEqual([false, false, true, true]);
});

/** Drawn once, and still from then on. */
const stillCanvas = () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 270 });
  const context = canvas.getContext('2d')!;
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks();
  const draw = (): void => {
    // A canvas gives no frame without a change.
    context.fillText('still', 9, 9);
    // Firefox asks the stream, as an early draft has it.
    for (const each of [track, stream] as Partial<CanvasCaptureMediaStreamTrack>[]) each.requestFrame?.();
  };
  return { track: track!, draw };
};

test(
  'a page that stands still reaches whoever comes later, and all when it is to be a film',
  long,
  async ({ stand }) => {
    const port = createEncode();
    const [first, second] = [await stand.connect(port), await stand.connect(port)];
    const encoder = await stand.open(port);
    encoder.setRungs('screen', rungs);
    encoder.setHint('screen', 'text');
    const { track, draw } = stillCanvas();
    encoder.setSource('screen', track);
    draw();
    for (const receiver of [first, second]) {
      await stand.share(encoder, receiver, 1, 'screen');
      await goesOn(receiver, 2);
      expect(await receiver.size()).toBe('320x180');
    }
    encoder.setHint('screen', 'motion');
    await expect.poll(async () => (await encoder.read()).places.screen[1]?.outlets, patience).toBe(2);
    await goesOn(second, 0);
  },
);

test('a page that becomes a film while it moves has another encoder, without a gap', long, async ({ stand }) => {
  const port = createEncode();
  const receiver = await stand.connect(port);
  const encoder = await stand.open(port);
  encoder.setRungs('screen', rungs);
  encoder.setHint('screen', 'text');
  encoder.setSource('screen', stand.movingCanvas().track);
  await stand.share(encoder, receiver, 1, 'screen');
  await goesOn(receiver);
  const framesEncoded = async (): Promise<number> => (await encoder.read()).places.screen[1]?.framesEncoded ?? 0;
  const [before, { pliCount } = {}] = [await framesEncoded(), await receiver.stats()];
  encoder.setHint('screen', 'motion');
  expect(await framesEncoded()).toBeLessThan(before);
  await expect.poll(framesEncoded, patience).toBeGreaterThan(before);
  await goesOn(receiver);
  expect((await receiver.stats())?.pliCount).toBe(pliCount);
});
