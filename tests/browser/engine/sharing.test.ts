// Encode once in the browser itself, from our own connections: each receiver gets the size meant for them, and sees neither a
// gap that lasts nor the still picture behind it, while the picture goes from one kind of encoder to the other and back.

import { signal } from '@preact/signals-core';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import type { EncodeListener } from '#core/ports/encode.ts';
import { limitFirstPicture, planCameraLimits, type CameraLimits } from '#engine/mesh/camera-limits.ts';
import { createConnection, type Connection } from '#engine/mesh/connection.ts';
import { noTracks } from '#engine/mesh/media-lines.ts';
import { cameraRungs } from '#engine/mesh/plan-pictures.ts';
import { createSharing } from '#engine/mesh/sharing.ts';
import type { Sharable } from '#engine/mesh/sharing-door.ts';
import { createClock } from '#shell/platform/clock.ts';
import { createEncode } from '#shell/platform/encode.ts';
import { createRtc } from '#shell/platform/rtc.ts';
import { noServersPlan } from '../../fakes/ice.ts';
import { createPersonStream } from '../../fixtures/fake-people.ts';

const patience = { timeout: 90_000, interval: 100 };
const long = { timeout: 400_000 };
const [small, large] = [0, 1].map((rung): CameraLimits => ({ ...cameraRungs[rung]!, maxFramerate: 15 })) as [
  CameraLimits,
  CameraLimits,
];

interface Receiver extends Sharable {
  readonly own: Connection;
  limits: CameraLimits;
  size(): string;
  /** Frames that were decoded. */
  frames(): Promise<number>;
  /** All widths that were shown. */
  readonly widths: Set<number>;
}

/** The sending page, with a picture of 640x360. */
const createSender = () => {
  const { stream, stop } = createPersonStream(0, [640, 360]);
  onTestFinished(stop);
  const camera = stream.getVideoTracks()[0]!;
  const encode = createEncode();
  const clock = createClock();
  const log = createLog(() => clock.nowMs());
  let listener: EncodeListener | undefined;
  const receivers: Receiver[] = [];
  const tracks = { ...noTracks, camera };
  const open = (own: boolean): Connection => {
    const connection = createConnection({
      rtc: createRtc(),
      ice: () => noServersPlan,
      tracks: own ? tracks : noTracks,
      streams: { person: new MediaStream(), screen: new MediaStream() },
      cameraLimits: limitFirstPicture(planCameraLimits(1)),
      encode: own ? encode : undefined,
    });
    onTestFinished(() => connection[Symbol.dispose]());
    return connection;
  };
  const sharing = createSharing<Receiver>({
    encode: {
      ...encode,
      open: (given) => {
        listener = given;
        return encode.open(given);
      },
    },
    clock,
    log,
    peers: () => receivers,
    tracks: () => tracks,
    meantFor: ({ limits }) => limits,
    limit: (meant) => meant,
  });
  onTestFinished(() => sharing[Symbol.dispose]());
  const timer = setInterval(sharing.look, 250);
  onTestFinished(() => clearInterval(timer));

  /** One more who looks; `calls`: which of the two makes the offer. */
  const join = async (limits: CameraLimits, calls: 'sender' | 'receiver'): Promise<Receiver> => {
    const [own, there] = [open(true), open(false)];
    own.onCandidate.on((candidate) => void there.addCandidates([candidate]));
    there.onCandidate.on((candidate) => void own.addCandidates([candidate]));
    const [first, second] = calls === 'sender' ? [own, there] : [there, own];
    await first.accept(await second.answer(await first.offer()));
    const video = document.createElement('video');
    video.muted = true;
    const track = there.receivedTrack('camera');
    video.srcObject = new MediaStream(track ? [track] : []);
    const widths = new Set<number>();
    video.addEventListener('resize', () => widths.add(video.videoWidth));
    document.body.append(video);
    void video.play();
    onTestFinished(() => video.remove());
    const state = signal({ is: 'connected', session: '', sinceMs: 0 } as const);
    const receiver: Receiver = {
      own,
      limits,
      state,
      connection: () => own,
      size: () => `${video.videoWidth}x${video.videoHeight}`,
      frames: async () => (await there.measure()).received.camera?.frames ?? 0,
      widths,
    };
    await expect.poll(receiver.frames, patience).toBeGreaterThan(0);
    await own.sendFullSize();
    receivers.push(receiver);
    return receiver;
  };
  return {
    join,
    leave: (receiver: Receiver) => void receivers.splice(receivers.indexOf(receiver), 1),
    log,
    camera,
    breakDown: () => listener?.onTrouble('a test'),
    turns: () =>
      log
        .entries()
        .filter(({ event }) => event === 'encode-once')
        .map(({ details }) => details['pictures']),
  };
};

const goesOn = async (receivers: readonly Receiver[]): Promise<void> => {
  for (const receiver of receivers) {
    const before = await receiver.frames();
    await expect.poll(receiver.frames, patience).toBeGreaterThan(before + 10);
    expect(Math.min(...receiver.widths)).toBeGreaterThan(100);
  }
};

test('for one an encoder of their own, for two and more one for all, in the size of each, and back', long, async () => {
  const sender = createSender();
  const first = await sender.join(large, 'sender');
  await goesOn([first]);
  expect(sender.turns()).toEqual([]);
  const second = await sender.join(small, 'receiver');
  const third = await sender.join(large, 'receiver');
  await expect.poll(sender.turns, patience).toEqual(['camera']);
  const all = [first, second, third];
  const sizes = (): string[] => all.map((receiver) => receiver.size());
  await expect.poll(sizes, patience).toEqual(['640x360', '320x180', '640x360']);
  await goesOn(all);
  // What is said of the connection is about the real picture, and not about the still one.
  await expect.poll(async () => (await first.own.measure()).sent.camera?.width, patience).toBe(640);
  second.limits = large;
  await expect.poll(sizes, patience).toEqual(['640x360', '640x360', '640x360']);
  first.limits = small;
  await expect.poll(sizes, patience).toEqual(['320x180', '640x360', '640x360']);
  await goesOn(all);
  first.limits = large;
  await expect.poll(first.size, patience).toBe('640x360');
  sender.leave(second);
  sender.leave(third);
  await expect.poll(sender.turns, patience).toEqual(['camera', 'none']);
  // As the connection's own limits say.
  await expect.poll(first.size, patience).toBe('320x180');
  await goesOn([first]);
});

test('hidden, nothing comes; back again, it goes on; in trouble, each has an encoder of their own', long, async () => {
  const sender = createSender();
  const [first, second] = [await sender.join(large, 'sender'), await sender.join(large, 'receiver')];
  await expect.poll(sender.turns, patience).toEqual(['camera']);
  await goesOn([first, second]);
  const third = await sender.join(small, 'sender');
  await expect.poll(third.size, patience).toBe('320x180');
  await goesOn([third]);
  third.limits = { ...small, isPaused: true };
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = await third.frames();
        const isStill = now === before;
        before = now;
        return isStill;
      },
      { ...patience, interval: 1_000 },
    )
    .toBe(true);
  await goesOn([first, second]);
  third.limits = small;
  await goesOn([third]);
  sender.breakDown();
  await expect.poll(sender.turns, patience).toEqual(['camera', 'none']);
  await goesOn([first, second, third]);
  expect(sender.log.entries().some(({ event }) => event === 'encode-trouble')).toBe(true);
});
