// A picture that is encoded once, where that goes wrong or ends: the real picture passes, it is told once, and nothing stays.

import { expect } from 'vitest';
import { createEncode } from '#shell/platform/encode.ts';
import { goesOn, long, rungs, test, type EncodingStand } from './encoding-stand.ts';
import { patience } from './loopback.ts';

/** Somebody gets the real picture, as the sender itself encodes it. */
const sendReal = async ({ connect, movingCanvas }: EncodingStand) => {
  const port = createEncode();
  const receiver = await connect(port);
  const { track } = movingCanvas(240, 180);
  await receiver.sender.replaceTrack(track);
  await goesOn(receiver);
  return { port, receiver, track };
};

/** Somebody gets the shared picture; what is told of trouble is in `reasons`. */
const sendShared = async ({ connect, movingCanvas, open, share }: EncodingStand) => {
  const port = createEncode();
  const receiver = await connect(port);
  const reasons: string[] = [];
  const encoder = await open(port, (reason) => reasons.push(reason));
  const { track } = movingCanvas(240, 180);
  encoder.setSource('camera', track);
  await share(encoder, receiver, 0);
  await goesOn(receiver);
  return { port, receiver, reasons, encoder, track };
};

test('an encoder that fails is told once, and what the sender encodes itself passes', long, async ({ stand }) => {
  const { port, receiver, reasons, encoder, track } = await sendShared(stand);
  encoder.setRungs('camera', [{ ...rungs[0]!, bitrateBps: 0 }]);
  await expect.poll(() => reasons.length, patience).toBe(1);
  await receiver.sender.replaceTrack(track);
  await expect.poll(receiver.size, patience).toBe('240x180');
  await goesOn(receiver);
  encoder[Symbol.dispose]();
  const again = await stand.open(port);
  again.setSource('camera', track);
  await stand.share(again, receiver, 0);
  await expect.poll(receiver.size, patience).toBe('120x90');
  expect(reasons).toHaveLength(1);
});

test(
  'a video element that may not play is told, and what the sender encodes itself passes',
  long,
  async ({ stand, skip }) => {
    if ('MediaStreamTrackProcessor' in globalThis) skip('this browser reads frames without an element');
    const { port, receiver, track } = await sendReal(stand);
    const { play } = HTMLMediaElement.prototype;
    stand.scope.add(() => void (HTMLMediaElement.prototype.play = play));
    HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    const reasons: string[] = [];
    const encoder = await stand.open(port, (reason) => reasons.push(reason));
    encoder.setSource('camera', track);
    const outlet = await stand.share(encoder, receiver, 0);
    await expect.poll(() => reasons.length, patience).toBe(1);
    expect(reasons[0]).toContain('NotAllowedError');
    await receiver.sender.replaceTrack(track);
    outlet[Symbol.dispose]();
    await goesOn(receiver);
    expect(await receiver.size()).toBe('240x180');
  },
);

test('a worker that cannot be had is told before any sender depends on it', long, async ({ stand, skip }) => {
  if ('MediaStreamTrackProcessor' in globalThis) skip('senders of this browser depend on it from the beginning');
  const { port, receiver } = await sendReal(stand);
  const { Worker: RealWorker } = globalThis;
  stand.scope.add(() => void (globalThis.Worker = RealWorker));
  globalThis.Worker = class extends RealWorker {
    constructor() {
      super(URL.createObjectURL(new Blob(['throw new Error("no such script")'])));
    }
  };
  const reasons: string[] = [];
  await stand.open(port, (reason) => reasons.push(reason));
  expect(reasons).toHaveLength(1);
  await goesOn(receiver);
});

/** The workers that begin from now on. */
const watchWorkers = ({ scope }: EncodingStand) => {
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

test(
  'a worker that is ended from outside is noticed, and another lets the real picture pass',
  long,
  async ({ stand }) => {
    const { workers } = watchWorkers(stand);
    const { receiver, reasons, track } = await sendShared(stand);
    workers[0]!.terminate();
    await expect.poll(() => reasons, patience).toEqual(['worker-silent']);
    await receiver.sender.replaceTrack(track);
    await expect.poll(receiver.size, patience).toBe('240x180');
    await goesOn(receiver);
  },
);

test('nothing is left of it in the end, but the track that it was given', long, async ({ stand }) => {
  const { workers, running } = watchWorkers(stand);
  const port = createEncode();
  const receiver = await stand.connect(port);
  const { track } = stand.movingCanvas();
  for (let round = 0; round < 3; round += 1) {
    const encoder = await stand.open(port);
    encoder.setSource('camera', track);
    const outlet = await stand.share(encoder, receiver, 0);
    await goesOn(receiver, 2);
    encoder[Symbol.dispose]();
    expect([outlet.track.readyState, track.readyState]).toEqual(['ended', 'live']);
  }
  expect([workers.length, running()]).toEqual([1, 1]);
  receiver.close();
  await expect.poll(running, patience).toBe(0);
});
