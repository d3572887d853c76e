import { describe, expect, test } from 'vitest';
import { readReport } from '#engine/call/person-report.ts';
import { readStats, type FlowSample, type LineIds, type StatsSample } from '#engine/mesh/stats-sample.ts';
import chromium from '../../../fixtures/stats/chromium-156.json' with { type: 'json' };
import firefox from '../../../fixtures/stats/firefox-153.json' with { type: 'json' };

const sampleOf = (recording: { lines: unknown }, stats: readonly Record<string, unknown>[]): StatsSample =>
  readStats(new Map(stats.map((stat) => [stat['id'], stat])), recording.lines as LineIds[]);

const flow = (change: Partial<FlowSample>): FlowSample => ({ id: 'a', atMs: 0, bytes: 0, packets: 0, ...change });
const received = (camera: FlowSample): StatsSample => ({ sent: {}, received: { camera } });
const sent = (camera: FlowSample): StatsSample => ({ sent: { camera }, received: {} });

describe('three seconds of a recorded call', () => {
  test('Chromium 156', () => {
    const report = readReport(sampleOf(chromium, chromium.before), sampleOf(chromium, chromium.now));
    expect(report).toMatchObject({ roundTripMs: 1, path: 'same-device', protocol: 'udp' });
    expect(Object.keys(report.sent)).toEqual(['microphone', 'camera']);
    expect(Object.keys(report.received)).toEqual(['microphone', 'camera']);
    expect(report.sent.camera).toMatchObject({ width: 640, height: 360, framesPerSecond: 21, codec: 'VP8' });
    expect(report.sent.microphone?.bitrateBps).toBeGreaterThan(28_000);
    expect(report.sent.microphone?.bitrateBps).toBeLessThan(36_000);
    expect(report.received.camera).toMatchObject({ framesPerSecond: 20, lossRatio: 0, codec: 'VP8' });
    expect(report.received.camera?.bitrateBps).toBeGreaterThan(20_000);
  });

  test('Firefox 153', () => {
    const report = readReport(sampleOf(firefox, firefox.before), sampleOf(firefox, firefox.now));
    expect(report.sent.camera).toMatchObject({ width: 480, height: 270, lossRatio: 0, codec: 'VP8' });
    expect(report.sent.camera?.bitrateBps).toBeGreaterThan(10_000);
    expect(report.received.microphone).toMatchObject({ lossRatio: 0, codec: 'opus' });
    expect(report).not.toHaveProperty('availableOutgoingBps');
  });

  test('a camera that was paused is not sent, however much went before', () => {
    for (const recording of [chromium, firefox]) {
      const report = readReport(sampleOf(recording, recording.now), sampleOf(recording, recording.paused));
      expect(report.sent.camera).toBeUndefined();
      expect(report.sent.microphone?.bitrateBps).toBeGreaterThan(20_000);
      expect(report.received.microphone?.bitrateBps).toBeGreaterThan(20_000);
    }
  });

  test('Firefox began to count a picture anew while it went on', () => {
    const report = readReport(sampleOf(firefox, firefox.now), sampleOf(firefox, firefox.paused));
    expect(report.received.camera).toMatchObject({ width: 480, codec: 'VP8' });
    expect(report.received.camera).not.toHaveProperty('bitrateBps');
  });

  test('no address is in it', () => {
    const report = readReport(undefined, sampleOf(chromium, chromium.now));
    expect(JSON.stringify(report)).not.toMatch(/\d+\.\d+\.\d+\.\d+|fd00|::/);
  });
});

test('of the sound that was played, what had to be invented, and nothing of it where nothing was played', () => {
  const heard = (change: Partial<FlowSample>): StatsSample => ({ sent: {}, received: { microphone: flow(change) } });
  const before = heard({ bytes: 10, samples: 48_000, concealedSamples: 480 });
  const read = (change: Partial<FlowSample>) =>
    readReport(before, heard({ atMs: 2_000, bytes: 20, ...change })).received.microphone;
  expect(read({ samples: 144_000, concealedSamples: 2_400 })?.concealedRatio).toBe(0.02);
  expect(read({ samples: 48_000, concealedSamples: 480 })).not.toHaveProperty('concealedRatio');
  expect(read({})).not.toHaveProperty('concealedRatio');
});

describe('differences', () => {
  const before = flow({ atMs: 1_000, bytes: 10_000, packets: 100, lostPackets: 5, frames: 50 });
  const now = flow({ atMs: 3_000, bytes: 35_000, packets: 190, lostPackets: 15, frames: 90 });

  test.each([
    ['received', readReport(received(before), received(now)).received.camera],
    ['sent', readReport(sent(before), sent({ ...now, packets: 200 })).sent.camera],
  ])('of %s: bits and frames a second, a tenth lost', (_, read) => {
    expect(read).toEqual({ bitrateBps: 100_000, framesPerSecond: 20, lossRatio: 0.1 });
  });

  test('what the receiver reported stands before our own sum, and the browser’s frames before ours', () => {
    const told = { ...now, reportedLossRatio: 0.5, framesPerSecond: 24 };
    expect(readReport(sent(before), sent(told)).sent.camera).toMatchObject({ lossRatio: 0.5, framesPerSecond: 24 });
  });

  test.each([
    ['nothing before', undefined],
    ['another stream', { ...before, id: 'b' }],
    ['counters that began anew', { ...before, bytes: 99_000 }],
    ['the same moment', { ...before, atMs: now.atMs }],
    ['a clock that went back', { ...before, atMs: now.atMs + 1 }],
  ])('with %s there are none, and the moment is told all the same', (_, earlier) => {
    const report = readReport(earlier && received(earlier), received({ ...now, width: 640, height: 360 }));
    expect(report.received.camera).toEqual({ width: 640, height: 360 });
  });

  test('packets that were late take losses back, never below none', () => {
    expect(readReport(received(before), received({ ...now, lostPackets: 3 })).received.camera?.lossRatio).toBe(0);
  });

  test('what is not told is absent', () => {
    const report = readReport(received(flow({})), received(flow({ atMs: 1_000, bytes: 1_000 })));
    expect(report.received.camera).toEqual({ bitrateBps: 8_000 });
    expect(report).toEqual({ sent: {}, received: report.received });
  });

  test('a shared screen’s sound is left out', () => {
    expect(readReport(undefined, { sent: { 'screen-sound': now }, received: {} }).sent).toEqual({});
  });
});
