import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConnectionQuality } from '#engine/call/api.ts';
import { historyLength, judgeQuality, measureQuality, type QualityFigures } from '#engine/call/quality.ts';
import type { FlowSample, StatsSample } from '#engine/mesh/stats-sample.ts';

const good: QualityFigures = { roundTripMs: 40, lossRatio: 0, concealedRatio: 0, frozenRatio: 0 };
const fair: QualityFigures = { ...good, roundTripMs: 400 };
const poor: QualityFigures = { ...good, roundTripMs: 900 };
const qualities = ['unknown', 'good', 'fair', 'poor'] as const;

/** Where it stands among `qualities`. */
const levelOf = (figures: QualityFigures): number => [good, fair, poor].indexOf(figures) + 1;

/** What was shown after each of the figures. */
const shownAfter = (all: readonly QualityFigures[], start: ConnectionQuality = 'unknown'): ConnectionQuality[] => {
  let shown = start;
  return all.map((_, index) => (shown = judgeQuality(all.slice(0, index + 1).slice(-historyLength), shown)));
};

describe('the verdict', () => {
  test.each([
    ['nothing', {}, 'good'],
    ['a long way round', { roundTripMs: 301 }, 'fair'],
    ['a way round of more than half a second', { roundTripMs: 501 }, 'poor'],
    ['one packet in forty lost', { lossRatio: 0.025 }, 'fair'],
    ['one packet in eight lost', { lossRatio: 0.125 }, 'poor'],
    ['a little sound invented', { concealedRatio: 0.03 }, 'fair'],
    ['much sound invented', { concealedRatio: 0.08 }, 'poor'],
    ['a picture that stood for a moment', { frozenRatio: 0.1 }, 'fair'],
    ['a picture that stands', { frozenRatio: 1 }, 'poor'],
    ['exactly at the limits', { roundTripMs: 300, lossRatio: 0.02, concealedRatio: 0.02, frozenRatio: 0.05 }, 'good'],
    ['two fair things', { roundTripMs: 400, lossRatio: 0.05 }, 'fair'],
  ] as const)('on %s is as the worst of it', (_, figures, quality) => {
    expect(judgeQuality([figures, figures], 'unknown')).toBe(quality);
  });

  test('needs two samples, and then says what both say', () => {
    expect(shownAfter([poor, good])).toEqual(['unknown', 'good']);
    expect(shownAfter([poor, fair])).toEqual(['unknown', 'fair']);
  });

  test('gets worse after two in a row, not after one', () => {
    expect(shownAfter([good, good, poor, good, poor, fair, poor, poor])).toEqual([
      'unknown',
      'good',
      'good',
      'good',
      'good',
      'fair',
      'fair',
      'poor',
    ]);
  });

  test('gets better after three in a row, not after two', () => {
    expect(shownAfter([good, good, poor, good, good, fair, good], 'poor')).toEqual([
      'poor',
      'poor',
      'poor',
      'poor',
      'poor',
      'fair',
      'fair',
    ]);
  });

  test('never jumps with one sample, and settles on what stays', () => {
    const figures = fc.constantFrom(good, fair, poor);
    fc.assert(
      fc.property(
        fc.array(figures, { maxLength: 30 }),
        figures,
        fc.constantFrom(...qualities),
        (before, last, start) => {
          const shown = shownAfter(before, start);
          const settled = shownAfter([...before, last, last, last], start);
          expect(settled.at(-1)).toBe(qualities[levelOf(last)]);
          const said = before.map(levelOf);
          shown.forEach((quality, index) => {
            const [is, was] = [quality, shown[index - 1] ?? start].map((each) => qualities.indexOf(each));
            // Each change is said by all of the last two, or, for the better, of the last three.
            if (was && is! > was) expect(Math.min(...said.slice(0, index + 1).slice(-2))).toBe(is);
            if (was && is! < was) expect(Math.max(...said.slice(0, index + 1).slice(-3))).toBe(is);
          });
        },
      ),
    );
  });
});

describe('the figures between two samples', () => {
  const flow = (change: Partial<FlowSample>): FlowSample => ({ id: 'a', atMs: 0, bytes: 0, packets: 0, ...change });
  const sample = (received: StatsSample['received'], more: Partial<StatsSample> = {}): StatsSample => ({
    sent: {},
    received,
    ...more,
  });
  const start = flow({ lostPackets: 0, samples: 0, concealedSamples: 0, frames: 0, frozenMs: 0 });
  const end = { ...start, atMs: 4_000, bytes: 9_000, packets: 200, frames: 80 };

  test('are of sound and picture together', () => {
    const microphone = { ...end, lostPackets: 4, samples: 192_000, concealedSamples: 9_600 };
    const camera = { ...end, packets: 195, lostPackets: 1, frozenMs: 400 };
    const figures = measureQuality(
      sample({ microphone: start, camera: start }),
      sample({ microphone, camera }, { roundTripMs: 12 }),
    );
    expect(figures).toEqual({ roundTripMs: 12, lossRatio: 0.0125, concealedRatio: 0.05, frozenRatio: 0.1 });
  });

  test('say of a picture of which nothing could be shown that it stands', () => {
    expect(measureQuality(sample({ camera: start }), sample({ camera: { ...end, frames: 0 } }))?.frozenRatio).toBe(1);
  });

  test.each([
    ['a line on which nothing came', sample({ camera: start }), sample({ camera: { ...end, bytes: 0 } })],
    ['a stream that began anew', sample({ camera: start }), sample({ camera: { ...end, id: 'b' } })],
    ['nothing', sample({}), sample({})],
  ])('are not known of %s', (_, before, now) => {
    expect(measureQuality(before, now)).toBeUndefined();
  });

  test('do not take a shared page that nobody scrolls for a freeze', () => {
    const figures = measureQuality(sample({ screen: start }), sample({ screen: { ...end, frozenMs: 3_900 } }));
    expect(figures).toEqual({ lossRatio: 0 });
  });
});
