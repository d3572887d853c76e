// Whoever looks for a new path, and both at once: pictures go on in both directions (Chromium itself). The end whose lines
// the other's offer made does not give way: taken back there, a later offer costs the pictures that come.

import { expect, onTestFinished, test } from 'vitest';
import { planCameraLimits, smallestCameraLimits } from '#engine/mesh/camera-limits.ts';
import { createConnection, type Connection } from '#engine/mesh/connection.ts';
import { planIce } from '#engine/mesh/ice-plan.ts';
import { noTracks, type LocalTracks } from '#engine/mesh/media-lines.ts';
import { createRtc } from '#shell/platform/rtc.ts';
import { createPersonStream } from '../../fixtures/fake-people.ts';

const createTracks = (): LocalTracks => {
  const { stream, stop } = createPersonStream(0, [640, 360]);
  onTestFinished(stop);
  return { ...noTracks, camera: stream.getVideoTracks()[0] ?? null };
};

const pcs = new WeakMap<Connection, RTCPeerConnection>();

const open = (): Connection => {
  const rtc = createRtc();
  let pc: RTCPeerConnection | undefined;
  const connection = createConnection({
    rtc: { ...rtc, create: (configuration) => (pc = rtc.create(configuration)) },
    ice: () => planIce({ stunServers: [], turnServers: [], isRelayOnly: false }),
    tracks: createTracks(),
    streams: { person: new MediaStream(), screen: new MediaStream() },
    cameraLimits: planCameraLimits(1),
  });
  if (pc) pcs.set(connection, pc);
  onTestFinished(() => connection[Symbol.dispose]());
  return connection;
};

/** `caller` makes the first offer. */
const connect = async (): Promise<{ readonly caller: Connection; readonly answerer: Connection }> => {
  const [caller, answerer] = [open(), open()];
  caller.onCandidate.on((candidate) => void answerer.addCandidates([candidate]));
  answerer.onCandidate.on((candidate) => void caller.addCandidates([candidate]));
  await caller.accept(await answerer.answer(await caller.offer()));
  return { caller, answerer };
};

/** Plays what comes; how many pictures were shown so far. */
const watch = (connection: Connection): (() => number) => {
  const track = connection.receivedTrack('camera');
  if (!track) throw new Error('no track');
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  document.body.append(video);
  void video.play();
  onTestFinished(() => video.remove());
  return () => video.getVideoPlaybackQuality().totalVideoFrames;
};

const moreThan = async (count: () => number): Promise<void> => {
  const before = count();
  await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(before + 5);
};

type Ends = Awaited<ReturnType<typeof connect>>;

const rows: readonly (readonly [what: string, restart: (ends: Ends) => Promise<void>])[] = [
  [
    'the caller restarts',
    async ({ caller, answerer }) => caller.accept(await answerer.answer(await caller.offer(true))),
  ],
  [
    'the answerer restarts',
    async ({ caller, answerer }) => answerer.accept(await caller.answer(await answerer.offer(true))),
  ],
  [
    'the caller restarts three times before it is heard',
    async ({ caller, answerer }) => {
      await caller.offer(true);
      await caller.offer(true);
      await caller.accept(await answerer.answer(await caller.offer(true)));
    },
  ],
  [
    'the caller gives way',
    async ({ caller, answerer }) => {
      await caller.offer(true);
      await answerer.accept(await caller.answer(await answerer.offer(true)));
    },
  ],
  [
    'the caller gives way after two offers',
    async ({ caller, answerer }) => {
      await caller.offer(true);
      await caller.offer(true);
      await answerer.offer(true);
      await answerer.accept(await caller.answer(await answerer.offer(true)));
    },
  ],
];

test.for(rows)('%s', async ([, restart]) => {
  const ends = await connect();
  const counts = [watch(ends.caller), watch(ends.answerer)];
  for (const count of counts) await moreThan(count);
  await restart(ends);
  for (const count of counts) await moreThan(count);
});

/** The largest that any flow of that direction has under that name: of the camera, the only one that goes. */
const most = async (connection: Connection, flow: 'inbound-rtp' | 'outbound-rtp', name: string): Promise<number> => {
  const stats = [...((await pcs.get(connection)?.getStats())?.values() ?? [])] as Readonly<Record<string, unknown>>[];
  return Math.max(0, ...stats.map((each) => (each['type'] === flow && Number(each[name])) || 0));
};

const keyFramesDecoded = (connection: Connection): Promise<number> =>
  most(connection, 'inbound-rtp', 'keyFramesDecoded');
const keyFramesSent = (connection: Connection): Promise<number> => most(connection, 'outbound-rtp', 'keyFramesEncoded');
const rowsReceived = (connection: Connection): Promise<number> => most(connection, 'inbound-rtp', 'frameHeight');

const refreshCamera = (caller: Connection): Promise<void> => caller.refreshPicture('camera');
const resumePictures = (caller: Connection): Promise<void> => caller.resumePictures();

const refreshed = async (refresh: (caller: Connection) => Promise<void>): Promise<void> => {
  const { caller, answerer } = await connect();
  // As small as it can be: it neither grows meanwhile nor is a small picture another size, and either would make a key frame, too.
  await caller.limitCamera(smallestCameraLimits);
  const count = watch(answerer);
  await caller.sendFullSize();
  await moreThan(count);
  await moreThan(count);
  const before = await keyFramesDecoded(answerer);
  await refresh(caller);
  await expect.poll(() => keyFramesDecoded(answerer), { timeout: 10_000 }).toBeGreaterThan(before);
  await moreThan(count);
};

test('pictures are begun anew when they are asked to', () => refreshed(refreshCamera));

test('after a break they are small until they may be whole again; in between not', async () => {
  const { caller, answerer } = await connect();
  watch(answerer);
  const shows = (isWanted: (rows: number) => boolean): Promise<void> =>
    expect.poll(async () => isWanted(await rowsReceived(answerer)), { timeout: 20_000 }).toBe(true);
  await caller.sendFullSize();
  await shows((rows) => rows > 180);
  await caller.resumePictures();
  await shows((rows) => rows === 180);
  await caller.sendFullSize();
  await shows((rows) => rows > 180);
  const before = await keyFramesDecoded(answerer);
  await caller.refreshPicture('camera');
  await expect.poll(() => keyFramesDecoded(answerer), { timeout: 10_000 }).toBeGreaterThan(before);
  expect(await rowsReceived(answerer)).toBeGreaterThan(180);
});

test('held, no picture goes out, whatever is changed meanwhile; then they come at once', async () => {
  const { caller, answerer } = await connect();
  const count = watch(answerer);
  await caller.sendFullSize();
  await moreThan(count);
  void caller.holdPictures();
  void caller.limitCamera(smallestCameraLimits);
  void caller.refreshPicture('camera');
  const sent = (): Promise<number> => most(caller, 'outbound-rtp', 'framesSent');
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = await sent();
        const isStill = now === before;
        before = now;
        return isStill;
      },
      { interval: 500, timeout: 10_000 },
    )
    .toBe(true);
  const atRest = before;
  void caller.limitCamera(smallestCameraLimits);
  void caller.resumePictures();
  void caller.limitCamera(smallestCameraLimits);
  await expect.poll(sent, { timeout: 10_000 }).toBeGreaterThan(atRest + 5);
  await moreThan(count);
  // A path that is back before the last of it is carried out.
  for (let time = 0; time < 5; time += 1) {
    void caller.holdPictures();
    void caller.resumePictures();
  }
  await moreThan(count);
  await moreThan(count);
});

// What a browser keeps of what it sent shows nowhere; that the part which keeps it was made anew shows in what that part counts.
test.runIf('contentHint' in MediaStreamTrack.prototype)(
  'once held, nothing that was sent before is sent again, in browsers that know hints',
  async () => {
    const { caller, answerer } = await connect();
    const count = watch(answerer);
    await caller.sendFullSize();
    await moreThan(count);
    for (let before = await keyFramesSent(caller); before < 4; before = await keyFramesSent(caller)) {
      await caller.refreshPicture('camera');
      await expect.poll(() => keyFramesSent(caller), { timeout: 10_000 }).toBeGreaterThan(before);
    }
    await caller.holdPictures();
    await caller.resumePictures();
    await moreThan(count);
    await moreThan(count);
    expect(await keyFramesSent(caller)).toBeLessThan(4);
  },
);

test('also where the browser cannot be asked for a key frame, as Firefox', async () => {
  const { setParameters } = RTCRtpSender.prototype;
  onTestFinished(() => {
    RTCRtpSender.prototype.setParameters = setParameters;
  });
  RTCRtpSender.prototype.setParameters = function deaf(this: RTCRtpSender, parameters) {
    return setParameters.call(this, parameters);
  };
  await refreshed(refreshCamera);
  await refreshed(resumePictures);
});
