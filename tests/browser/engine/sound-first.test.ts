// Sound before pictures in Chromium itself: RED and Opus' own repair negotiated and sent, priorities taken, sound held back.

import { expect, onTestFinished, test } from 'vitest';
import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { planIce } from '#engine/mesh/ice-plan.ts';
import { createConnection, type Connection } from '#engine/mesh/connection.ts';
import { noTracks, type LocalTracks } from '#engine/mesh/media-lines.ts';
import { lossyHoldMs } from '#engine/mesh/sound-hold.ts';
import { createRtc } from '#shell/platform/rtc.ts';
import { createPersonStream } from '../../fixtures/fake-people.ts';

interface End {
  readonly connection: Connection;
  readonly pc: RTCPeerConnection;
}

const createTracks = (): LocalTracks => {
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

const open = (tracks: LocalTracks, hasRed: boolean): End => {
  const rtc = createRtc();
  const pcs: RTCPeerConnection[] = [];
  const connection = createConnection({
    rtc: {
      create: (configuration) => {
        const pc = rtc.create(configuration);
        pcs.push(pc);
        return pc;
      },
      sendCodecs: (kind) => rtc.sendCodecs(kind).filter(({ mimeType }) => hasRed || mimeType !== 'audio/red'),
    },
    ice: () => planIce({ stunServers: [], turnServers: [], isRelayOnly: false }),
    tracks,
    streams: { person: new MediaStream(), screen: new MediaStream() },
    cameraLimits: planCameraLimits(1),
  });
  onTestFinished(() => connection[Symbol.dispose]());
  const [pc] = pcs;
  if (!pc) throw new Error('no connection');
  return { connection, pc };
};

/** `here` calls `there`; only `here` decides what is offered. */
const connect = async ({ hasRed = true, sender = 'here' }: { hasRed?: boolean; sender?: 'here' | 'there' } = {}) => {
  const tracks = createTracks();
  const here = open(sender === 'here' ? tracks : noTracks, hasRed);
  const there = open(sender === 'there' ? tracks : noTracks, hasRed);
  here.connection.onCandidate.on((candidate) => void there.connection.addCandidates([candidate]));
  there.connection.onCandidate.on((candidate) => void here.connection.addCandidates([candidate]));
  await here.connection.accept(await there.connection.answer(await here.connection.offer()));
  return { here, there };
};

/** The part of a description that is about the microphone. */
const microphonePart = (sdp: string): string => sdp.split(/^m=/m)[1] ?? '';

const firstCodec = (sdp: string): string | undefined => {
  const part = microphonePart(sdp);
  const [, payloadType] = /^audio \d+ \S+ (\d+)/.exec(part) ?? [];
  return new RegExp(`^a=rtpmap:${payloadType} (\\S+)`, 'm').exec(part)?.[1];
};

test('offer and answer have RED before Opus, Opus with its own repair, and no silence that is left out', async () => {
  const { here } = await connect();
  const { local, remote } = here.connection.descriptions();
  for (const sdp of [local, remote]) {
    expect(firstCodec(sdp)).toBe('red/48000/2');
    expect(microphonePart(sdp)).toMatch(/^a=fmtp:\d+ .*useinbandfec=1/m);
    expect(microphonePart(sdp)).not.toMatch(/usedtx=1/);
  }
});

interface SoundStat {
  readonly type: string;
  readonly kind: string;
  readonly packetsSent: number;
  readonly bytesSent: number;
  readonly jitterBufferDelay: number;
  readonly jitterBufferEmittedCount: number;
}

/** The one of the microphone; the other line of sound is silent. */
const soundStat = async (
  { pc }: End,
  way: 'outbound-rtp' | 'inbound-rtp',
  counter: 'packetsSent' | 'jitterBufferEmittedCount',
): Promise<SoundStat | undefined> => {
  const stats = [...(await pc.getStats()).values()] as SoundStat[];
  return stats.find((stat) => stat.type === way && stat.kind === 'audio' && stat[counter] > 0);
};

/** Bytes of sound in a packet, once a hundred have gone out. */
const bytesInPacket = async (end: End): Promise<number> => {
  const sent = () => soundStat(end, 'outbound-rtp', 'packetsSent');
  await expect.poll(async () => (await sent())?.packetsSent ?? 0, { timeout: 15_000 }).toBeGreaterThan(100);
  const { packetsSent = 1, bytesSent = 0 } = (await sent()) ?? {};
  return bytesSent / packetsSent;
};

test('each packet has the sound of the one before in it, from whoever calls and from whoever answers', async () => {
  const plain = await connect({ hasRed: false });
  const plainBytes = await bytesInPacket(plain.here);
  const caller = await connect();
  expect((await bytesInPacket(caller.here)) / plainBytes).toBeGreaterThan(1.6);
  const answerer = await connect({ sender: 'there' });
  expect((await bytesInPacket(answerer.there)) / plainBytes).toBeGreaterThan(1.6);
});

test('the browser takes the priorities of sound, on either end, and a paused camera leaves them', async () => {
  const { here, there } = await connect();
  for (const { connection } of [here, there]) await connection.sendFullSize();
  await here.connection.limitCamera({ ...planCameraLimits(1), isPaused: true });
  for (const { pc } of [here, there]) {
    const encodings = pc.getTransceivers().map(({ sender }) => sender.getParameters().encodings[0]);
    expect(encodings.map((encoding) => encoding?.priority)).toEqual(['high', 'low', 'low', 'high']);
    expect(encodings[0]?.active).toBe(true);
    expect(encodings[0]?.networkPriority).toBe('high');
  }
});

test('a voice that is to be held back is, and no longer once it need not be', async () => {
  const { there } = await connect();
  const target = (): number | null | undefined => there.pc.getReceivers()[0]?.jitterBufferTarget;
  there.connection.holdVoice(lossyHoldMs);
  expect(target()).toBe(lossyHoldMs);
  there.connection.holdVoice(undefined);
  expect(target()).toBeNull();
});

test('what the ladder looks at is told: what is free, what was lost, what holds back, what was invented', async () => {
  const { here, there } = await connect();
  await expect
    .poll(async () => (await here.connection.measure()).sent.camera?.reportedLossRatio, { timeout: 15_000 })
    .toBe(0);
  const { availableOutgoingBps, sent } = await here.connection.measure();
  expect(availableOutgoingBps).toBeGreaterThan(0);
  expect(['bandwidth', 'cpu', undefined]).toContain(sent.camera?.limitedBy);
  const element = new Audio();
  element.srcObject = new MediaStream([there.connection.receivedTrack('microphone')].filter((track) => !!track));
  void element.play();
  onTestFinished(() => element.pause());
  await expect
    .poll(async () => (await there.connection.measure()).received.microphone?.samples, { timeout: 15_000 })
    .toBeGreaterThan(0);
  const { received } = await there.connection.measure();
  expect(received.microphone?.concealedSamples).toBeGreaterThanOrEqual(0);
  expect(received.microphone?.lostPackets).toBe(0);
});
