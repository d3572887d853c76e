import { describe, expect, test } from 'vitest';
import { mediaLines } from '#engine/mesh/media-lines.ts';
import { readStats, type LineIds } from '#engine/mesh/stats-sample.ts';
import chromium from '../../../fixtures/stats/chromium-156.json' with { type: 'json' };
import firefox from '../../../fixtures/stats/firefox-153.json' with { type: 'json' };

type Stat = Record<string, unknown>;

const lines = (recording: { lines: unknown }): LineIds[] => recording.lines as LineIds[];
const reportOf = (stats: readonly Stat[]) => new Map(stats.map((stat) => [stat['id'], stat]));
/** A recording as another browser would have told it. */
const changed = (stats: readonly Stat[], type: string, change: (stat: Stat) => Stat): Stat[] =>
  stats.map((stat) => (stat['type'] === type ? change(stat) : stat));
const without =
  (...keys: readonly string[]) =>
  (stat: Stat): Stat =>
    Object.fromEntries(Object.entries(stat).filter(([key]) => !keys.includes(key)));

describe('as recorded', () => {
  test('Chromium 156', () => {
    const { sent, received, ...transport } = readStats(reportOf(chromium.now), lines(chromium));
    expect(transport).toEqual({
      path: 'same-device',
      protocol: 'udp',
      roundTripMs: 1,
      availableOutgoingBps: 4_360_571,
    });
    expect(sent.camera).toMatchObject({ width: 640, height: 360, framesPerSecond: 21, frames: 180, codec: 'VP8' });
    expect(sent.camera).toMatchObject({ bytes: 109_749, reportedLossRatio: 0, lostPackets: 0 });
    expect(sent.microphone).toMatchObject({ bytes: 36_361, packets: 450, codec: 'opus' });
    expect(received.camera).toMatchObject({ width: 640, height: 360, frames: 180, frozenMs: 0, jitterMs: 1 });
    expect(received.microphone).toMatchObject({ samples: 431_520, concealedSamples: 653, lostPackets: 0 });
    // Lines without a track: nothing but what measures the path.
    expect([sent.screen?.bytes, sent['screen-sound']?.bytes, received.screen?.bytes]).toEqual([0, 0, 0]);
    expect(sent.screen).not.toHaveProperty('width');
    expect(received['screen-sound']).toBeUndefined();
  });

  test('Firefox 153: no estimate, no round trip in the pair, a candidate learned from a packet', () => {
    const { sent, received, roundTripMs, ...transport } = readStats(reportOf(firefox.now), lines(firefox));
    expect(transport).toEqual({ path: 'same-device', protocol: 'udp' });
    expect(roundTripMs).toBeCloseTo(3.143, 3);
    expect(sent.camera).toMatchObject({ width: 480, height: 270, framesPerSecond: 10, frames: 103, codec: 'VP8' });
    expect(sent.camera).not.toHaveProperty('limitedBy');
    expect(received.camera).toMatchObject({ width: 480, height: 270, frames: 103, frozenMs: 273 });
    expect(received.microphone).toMatchObject({ samples: 402_720, concealedSamples: 4_128 });
  });
});

describe('by other browsers', () => {
  test('lines are known by their tracks where no mid is told', () => {
    for (const recording of [chromium, firefox]) {
      let stats: Stat[] = recording.now;
      for (const type of ['inbound-rtp', 'outbound-rtp']) stats = changed(stats, type, without('mid'));
      // Firefox does not name the source of what it sends: that it can't be told is no fault.
      const told = readStats(reportOf(stats), lines(recording));
      const expected = readStats(reportOf(recording.now), lines(recording));
      expect(told.received.camera).toEqual(expected.received.camera);
      expect(told.received.microphone).toEqual(expected.received.microphone);
      if (recording === chromium) expect(told.sent.camera).toEqual(expected.sent.camera);
    }
  });

  test.each([
    ['selected', { selected: true, nominated: false }],
    ['nominated', { nominated: true, state: 'succeeded' }],
  ])('the pair is found where the transport is not told: %s', (_, mark) => {
    const pairs = changed(firefox.now, 'candidate-pair', (stat) => ({
      ...without('selected', 'nominated')(stat),
      ...mark,
    }));
    const stats = pairs.filter(({ type }) => type !== 'transport');
    expect(readStats(reportOf(stats), lines(firefox)).path).toBe('same-device');
    expect(readStats(reportOf(stats.filter(({ type }) => type !== 'candidate-pair')), lines(firefox)).path).toBe(
      undefined,
    );
  });

  test('what the receiver reports is found by either name', () => {
    const stats = changed(chromium.now, 'outbound-rtp', without('remoteId'));
    expect(readStats(reportOf(stats), lines(chromium)).sent.camera?.reportedLossRatio).toBe(0);
  });

  test('the protocol of a relayed path is the one to the relay', () => {
    const stats = changed(chromium.now, 'local-candidate', (stat) => ({
      ...stat,
      candidateType: 'relay',
      relayProtocol: 'tls',
    }));
    expect(readStats(reportOf(stats), lines(chromium))).toMatchObject({ path: 'relayed', protocol: 'tls' });
  });

  test('why less is sent than asked', () => {
    const stats = changed(chromium.now, 'outbound-rtp', (stat) => ({ ...stat, qualityLimitationReason: 'bandwidth' }));
    expect(readStats(reportOf(stats), lines(chromium)).sent.camera?.limitedBy).toBe('bandwidth');
  });
});

test('rubbish gives nothing and throws nothing', () => {
  const rubbish = [null, 7, 'x', {}, { type: 'inbound-rtp' }, { type: 'transport', selectedCandidatePairId: 'gone' }];
  const wrong = { type: 'outbound-rtp', mid: '1', bytesSent: '7', timestamp: Number.NaN, codecId: {}, remoteId: [] };
  const told = readStats([...rubbish, wrong], lines(chromium));
  expect(told).toEqual({ sent: { camera: { id: '', atMs: 0, bytes: 0, packets: 0 } }, received: {} });
  expect(readStats(reportOf(chromium.now), []).sent).toEqual({});
});

test('no address gets out', () => {
  for (const recording of [chromium, firefox]) {
    const told = JSON.stringify(readStats(reportOf(recording.now), lines(recording)));
    expect(told).not.toMatch(/\d+\.\d+\.\d+\.\d+|fd00|::/);
  }
  expect(mediaLines.map(({ place }) => place)).toEqual(lines(chromium).map(({ place }) => place));
});
