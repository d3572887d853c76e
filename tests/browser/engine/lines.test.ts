// What goes over the fixed lines in Chromium itself: a screen that nobody scales, a loudness that is told.

import { expect, onTestFinished, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { createConnection, type Connection } from '#engine/mesh/connection.ts';
import { noTracks, type LocalTracks } from '#engine/mesh/media-lines.ts';
import { createMedia } from '#shell/platform/media.ts';
import { createRtc } from '#shell/platform/rtc.ts';
import { eventually } from '../../contract/eventually.ts';
import { noServersPlan } from '../../fakes/ice.ts';

/** The browser's own part of each connection, for what ours doesn't tell. */
const inner = new WeakMap<Connection, RTCPeerConnection>();

const connect = (tracks: LocalTracks = noTracks): Connection => {
  const rtc = createRtc();
  let made: RTCPeerConnection | undefined;
  const connection = createConnection({
    rtc: { ...rtc, create: (configuration) => (made = rtc.create(configuration)) },
    ice: () => noServersPlan,
    tracks,
    streams: { person: new MediaStream(), screen: new MediaStream() },
    // A call of so many that the camera would be a stamp.
    cameraLimits: planCameraLimits(20),
  });
  if (made) inner.set(connection, made);
  onTestFinished(() => connection[Symbol.dispose]());
  return connection;
};

const join = async (here: Connection, there: Connection): Promise<void> => {
  here.onCandidate.on((candidate) => void there.addCandidates([candidate]));
  there.onCandidate.on((candidate) => void here.addCandidates([candidate]));
  await here.accept(await there.answer(await here.offer()));
};

const play = (track: MediaStreamTrack | undefined): HTMLVideoElement => {
  const element = document.createElement('video');
  element.srcObject = new MediaStream(track ? [track] : []);
  void element.play();
  onTestFinished(() => element.pause());
  return element;
};

test('a screen arrives whole, from either end, whether it was shared before the call or in it', async () => {
  const media = createMedia();
  await userEvent.click(document.body);
  const result = await media.openScreen('text');
  const screen = result.ok ? result.value?.picture : undefined;
  if (!screen) throw new Error('no screen');
  onTestFinished(() => screen.stop());
  const shown = play(screen);
  await eventually(() => expect(shown.videoWidth).toBeGreaterThan(0));
  const size = ({ videoWidth, videoHeight }: HTMLVideoElement): string => `${videoWidth}x${videoHeight}`;
  const here = connect({ ...noTracks, screen });
  const there = connect();
  await join(here, there);
  const seen = play(there.receivedTrack('screen'));
  await eventually(() => expect(size(seen)).toBe(size(shown)));
  await there.setTrack('screen', screen);
  const seenBack = play(here.receivedTrack('screen'));
  await eventually(() => expect(size(seenBack)).toBe(size(shown)));
  // The encoder knows that it is a page and not a face.
  const kinds = async (): Promise<unknown[]> =>
    [...((await inner.get(there)?.getStats())?.values() ?? [])].map(
      ({ contentType }: { contentType?: string }) => contentType,
    );
  await expect.poll(kinds, { timeout: 15_000 }).toContain('screenshare');
});

test('a screen that nobody looks at is not encoded, and as whole as before when somebody does', async () => {
  const media = createMedia();
  await userEvent.click(document.body);
  const result = await media.openScreen('text');
  const screen = result.ok ? result.value?.picture : undefined;
  if (!screen) throw new Error('no screen');
  onTestFinished(() => screen.stop());
  const [here, there] = [connect({ ...noTracks, screen }), connect()];
  await join(here, there);
  const seen = play(there.receivedTrack('screen'));
  await eventually(() => expect(seen.videoWidth).toBeGreaterThan(0));
  const [width, height] = [seen.videoWidth, seen.videoHeight];
  const line = async (): Promise<{ active?: boolean; framesSent?: number }> =>
    [...((await inner.get(here)?.getStats())?.values() ?? [])].find(
      ({ type, mid }: { type: string; mid?: string }) => type === 'outbound-rtp' && mid === '2',
    ) as { active?: boolean; framesSent?: number };
  await here.sendScreen(false);
  await expect.poll(async () => (await line()).active, { timeout: 15_000 }).toBe(false);
  // The last of them may still have been on its way.
  const isStill = async (): Promise<boolean> => {
    const before = sent;
    sent = (await line()).framesSent ?? 0;
    return before === sent;
  };
  let sent = -1;
  await expect.poll(isStill, { timeout: 15_000, interval: 200 }).toBe(true);
  await here.sendScreen(true);
  await expect.poll(async () => (await line()).framesSent, { timeout: 15_000 }).toBeGreaterThan(sent);
  expect([seen.videoWidth, seen.videoHeight]).toEqual([width, height]);
});

test('a voice is heard while it is sent, and not a moment longer', async () => {
  const opened = await createMedia().open('microphone', {});
  if (!opened.ok) throw opened.error;
  onTestFinished(() => opened.value.stop());
  const [here, there] = [connect({ ...noTracks, microphone: opened.value }), connect()];
  await join(here, there);
  play(there.receivedTrack('microphone'));
  await eventually(() => expect(there.loudness(performance.now())).toBeGreaterThan(0));
  await here.setTrack('microphone', null);
  await eventually(() => expect(there.loudness(performance.now())).toBe(0));
});
