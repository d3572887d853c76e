// What Chromium's statistics say of a real connection, and what a paused camera does to it.

import { expect, onTestFinished, test } from 'vitest';
import type { PersonReport } from '#engine/call/api.ts';
import { readReport } from '#engine/call/person-report.ts';
import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { limitCameraFor } from '#engine/mesh/camera-share.ts';
import { createConnection, type Connection } from '#engine/mesh/connection.ts';
import { noTracks } from '#engine/mesh/media-lines.ts';
import type { StatsSample } from '#engine/mesh/stats-sample.ts';
import { createRtc } from '#shell/platform/rtc.ts';
import { noServersPlan } from '../../fakes/ice.ts';
import { createPersonStream } from '../../fixtures/fake-people.ts';

const createTracks = () => {
  const { stream, stop } = createPersonStream(0, [640, 360]);
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const destination = context.createMediaStreamDestination();
  oscillator.connect(destination);
  oscillator.start();
  onTestFinished(() => {
    stop();
    return context.close();
  });
  const [camera, microphone] = [stream.getVideoTracks()[0], destination.stream.getAudioTracks()[0]];
  if (!camera || !microphone) throw new Error('no tracks');
  return { ...noTracks, camera, microphone };
};

/** Two ends in one page. They stay with the small first pictures: larger ones are up to how busy the machine is. */
const connect = async (tracks = noTracks) => {
  const open = (own: typeof noTracks): Connection => {
    const connection = createConnection({
      rtc: createRtc(),
      ice: () => noServersPlan,
      tracks: own,
      streams: { person: new MediaStream(), screen: new MediaStream() },
      cameraLimits: planCameraLimits(1),
    });
    onTestFinished(() => connection[Symbol.dispose]());
    return connection;
  };
  const [here, there] = [open(tracks), open(noTracks)];
  here.onCandidate.on((candidate) => void there.addCandidates([candidate]));
  there.onCandidate.on((candidate) => void here.addCandidates([candidate]));
  await here.accept(await there.answer(await here.offer()));
  return [here, there] as const;
};

/** Reports of one end, as a panel would ask for them. */
const createReader = (connection: Connection) => {
  let before: StatsSample | undefined;
  return async (): Promise<PersonReport> => {
    const now = await connection.measure();
    const report = readReport(before, now);
    before = now;
    return report;
  };
};

/** Asks once a second until `check` is content. */
const reports = (read: () => Promise<PersonReport>, check: (report: PersonReport) => void): Promise<void> =>
  expect
    .poll(
      async () => {
        try {
          check(await read());
          return 'content';
        } catch (error) {
          return String(error);
        }
      },
      { timeout: 15_000, interval: 1_000 },
    )
    .toBe('content');

test('what goes over a real connection is told: size, frames, bits, codec, path', async () => {
  const [here, there] = await connect(createTracks());
  await reports(createReader(here), ({ sent, received, ...transport }) => {
    expect(sent.camera).toMatchObject({ width: 320, height: 180, codec: 'VP8', lossRatio: 0 });
    expect(sent.camera?.framesPerSecond).toBeGreaterThan(2);
    expect(sent.camera?.bitrateBps).toBeGreaterThan(5_000);
    expect(sent.microphone).toMatchObject({ codec: 'opus', lossRatio: 0 });
    expect(sent.microphone?.bitrateBps).toBeGreaterThan(5_000);
    expect(received).toEqual({});
    expect(transport).toMatchObject({ path: 'same-device', protocol: 'udp' });
    expect(transport.roundTripMs).toBeGreaterThan(0);
    expect(transport.availableOutgoingBps).toBeGreaterThan(0);
  });
  await reports(createReader(there), ({ sent, received }) => {
    expect(received.camera).toMatchObject({ width: 320, height: 180, codec: 'VP8' });
    expect(received.camera?.framesPerSecond).toBeGreaterThan(2);
    expect(received.camera?.bitrateBps).toBeGreaterThan(5_000);
    expect(received.microphone?.jitterMs).toBeGreaterThanOrEqual(0);
    expect(sent).toEqual({});
  });
});

test('a paused camera sends nothing and renegotiates nothing, its track lives on, and it comes back', async () => {
  const tracks = createTracks();
  const [here, there] = await connect(tracks);
  const [sender, receiver] = [createReader(here), createReader(there)];
  await reports(receiver, ({ received }) => expect(received.camera?.bitrateBps).toBeGreaterThan(5_000));
  const described = here.descriptions();
  await here.limitCamera(limitCameraFor(planCameraLimits(1), 'none'));
  for (const [read, direction] of [
    [sender, 'sent'],
    [receiver, 'received'],
  ] as const) {
    await reports(read, (report) => {
      expect(report[direction].camera).toBeUndefined();
      expect(report[direction].microphone?.bitrateBps).toBeGreaterThan(5_000);
    });
  }
  expect([tracks.camera.readyState, tracks.camera.enabled]).toEqual(['live', true]);
  await here.limitCamera(limitCameraFor(planCameraLimits(1), 'less'));
  await reports(receiver, ({ received }) => expect(received.camera).toMatchObject({ width: 320, height: 180 }));
  expect(here.descriptions()).toEqual(described);
});

test('a camera that is turned on while nobody wants its picture sends none, on either end', async () => {
  const [here, there] = await connect();
  const tracks = createTracks();
  for (const connection of [here, there]) {
    await connection.limitCamera(limitCameraFor(planCameraLimits(1), 'none'));
    await connection.setTrack('camera', tracks.camera);
    await connection.setTrack('microphone', tracks.microphone);
  }
  for (const connection of [here, there]) {
    await reports(createReader(connection), ({ received }) => {
      expect(received.microphone?.bitrateBps).toBeGreaterThan(5_000);
      expect(received.camera).toBeUndefined();
    });
  }
});
