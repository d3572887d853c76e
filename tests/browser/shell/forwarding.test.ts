// What the middle one of three passes on, in the real thing: a picture that nobody in the middle made, and sound.

import { afterEach, expect, test } from 'vitest';
import { createScope, type Scope } from '#core/base/scope.ts';
import { createForward } from '#shell/platform/forward.ts';
import { movingCanvas, negotiate, patience, vp8 } from './loopback.ts';

let scope: Scope = createScope();
afterEach(() => {
  scope[Symbol.dispose]();
  scope = createScope();
});

const [width, height] = [320, 240];

const open = (): RTCPeerConnection => {
  const pc = new RTCPeerConnection();
  scope.add(() => pc.close());
  return pc;
};

/** `from` offers, both ways on every line, as our connections do. */
const connect = async (from: RTCPeerConnection, to: RTCPeerConnection): Promise<void> => {
  from.addTransceiver('audio', { direction: 'sendrecv' });
  from.addTransceiver('video', { direction: 'sendrecv' }).setCodecPreferences(vp8());
  await negotiate(from, to, () => {
    for (const line of to.getTransceivers()) line.direction = 'sendrecv';
  });
};

const movingTrack = (): MediaStreamTrack => movingCanvas(scope, width, height).track;

const hummingTrack = (): MediaStreamTrack => {
  const context = new AudioContext();
  const [source, target] = [context.createOscillator(), context.createMediaStreamDestination()];
  source.connect(target);
  source.start();
  scope.add(() => void context.close());
  return target.stream.getAudioTracks()[0]!;
};

const play = (track: MediaStreamTrack): HTMLMediaElement => {
  const element = document.createElement(track.kind === 'video' ? 'video' : 'audio') as HTMLVideoElement;
  element.muted = true;
  element.srcObject = new MediaStream([track]);
  document.body.append(element);
  void element.play().catch(() => {});
  scope.add(() => element.remove());
  return element;
};

const countFrames = (video: HTMLVideoElement): (() => number) => {
  let count = 0;
  const next = (): void => {
    count += 1;
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
  return () => count;
};

test('goes from one to the other through the third, stops, and begins again', { timeout: 400_000 }, async () => {
  const forward = createForward();
  expect(forward.canForward).toBe(true);
  const forwarder = scope.use(await forward.open());
  const [ana, middleToAna, middleToBen, ben] = [open(), open(), open(), open()];
  const ends = [middleToAna, middleToBen].map((pc) => scope.use(forwarder.add(pc)));
  await connect(ana, middleToAna);
  await connect(ben, middleToBen);
  const [sound, picture] = ana.getTransceivers();
  await picture!.sender.replaceTrack(movingTrack());
  await sound!.sender.replaceTrack(hummingTrack());
  // In a call the middle one hears them anyway; a browser decodes only what is played.
  play(middleToAna.getTransceivers()[0]!.receiver.track);

  const [benSound, benPicture] = ben.getTransceivers();
  const video = play(benPicture!.receiver.track) as HTMLVideoElement;
  play(benSound!.receiver.track);
  const frames = countFrames(video);
  const startMs = performance.now();
  const stop = ends[0]!.sendTo(ends[1]!);
  await expect.poll(frames, patience).toBeGreaterThan(3);
  console.log(`first pictures after ${Math.round(performance.now() - startMs)} ms`);
  expect([video.videoWidth, video.videoHeight]).toEqual([width, height]);
  await expect
    .poll(() => benSound!.receiver.getSynchronizationSources()[0]?.audioLevel ?? 0, patience)
    .toBeGreaterThan(0.01);

  stop();
  const stopped = await new Promise<number>((resolve) => setTimeout(() => resolve(frames()), 2_000));
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(frames() - stopped).toBeLessThanOrEqual(1);
  ends[0]!.sendTo(ends[1]!);
  await expect.poll(() => frames() - stopped, patience).toBeGreaterThan(5);
});
