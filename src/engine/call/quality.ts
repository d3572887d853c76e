// How well somebody arrives: figures between two samples, and the verdict on the last few of them.

import { known } from '#core/base/known.ts';
import type { FlowSample, StatsSample } from '#engine/mesh/stats-sample.ts';
import type { ConnectionQuality } from './api.ts';
import { comparable, concealedRatio, growth, ratio } from './flow-growth.ts';

/** What is judged, over a few seconds. Ratios are 0 to 1; what is not known is absent and does not count. */
export interface QualityFigures {
  readonly roundTripMs?: number;
  /** Of the packets of sound and picture together. */
  readonly lossRatio?: number;
  /** Of the sound that was played, what had to be invented. */
  readonly concealedRatio?: number;
  /** Of the time, while the picture stood. */
  readonly frozenRatio?: number;
}

/** Above the first a connection is fair, above the second poor. */
const thresholds: Readonly<Record<keyof QualityFigures, readonly [fair: number, poor: number]>> = {
  // ITU-T G.114: up to 150 ms one way, mouth to ear, nobody is disturbed. Microsoft's "poor call" (research/limits.md 2): 500 ms.
  roundTripMs: [300, 500],
  // Microsoft's "poor call" begins at 2 %, which Opus and retransmission repair by now; above 10 % losses come in a row,
  // and Opus' in-band repair (RFC 6716 2.1.7) covers single ones only.
  lossRatio: [0.02, 0.1],
  // Our own target for a bad network is 2 % (research/limits.md 2.5); Microsoft's "poor call" 7 %.
  concealedRatio: [0.02, 0.07],
  // Our own: of 4 s a fifth of a second, which one freeze by W3C's definition lasts, and a whole one.
  frozenRatio: [0.05, 0.25],
};

const places = ['microphone', 'camera', 'screen'] as const;

interface Span {
  readonly earlier: FlowSample;
  readonly later: FlowSample;
}

/** Lost packets of all lines together: one that is lost on a line that sends few is no tenth of what arrives. */
const lossRatio = (spans: readonly Span[]): number | undefined => {
  const told = spans.filter(({ earlier, later }) => growth(earlier.lostPackets, later.lostPackets) !== undefined);
  const sum = (key: 'lostPackets' | 'packets'): number =>
    told.reduce((total, { earlier, later }) => total + (growth(earlier[key], later[key]) ?? 0), 0);
  return ratio(sum('lostPackets'), sum('lostPackets') + sum('packets'));
};

const frozenRatio = ({ earlier, later }: Span): number | undefined => {
  // The browser counts a freeze only once it is over.
  if (growth(earlier.frames, later.frames) === 0) return 1;
  return ratio(growth(earlier.frozenMs, later.frozenMs), later.atMs - earlier.atMs);
};

/**
 * What happened between the two samples on the lines on which something came; undefined when nothing is known. A shared
 * screen is not asked for freezes: a page that nobody scrolls is none.
 */
export const measureQuality = (before: StatsSample, now: StatsSample): QualityFigures | undefined => {
  const spanOf = (place: (typeof places)[number]): Span | undefined => {
    const later = now.received[place];
    const earlier = later && comparable(before.received[place], later);
    return later && earlier && later.bytes > earlier.bytes ? { earlier, later } : undefined;
  };
  const [microphone, camera] = [spanOf('microphone'), spanOf('camera')];
  const figures = known({
    roundTripMs: now.roundTripMs,
    lossRatio: lossRatio(places.map(spanOf).filter((span) => span !== undefined)),
    concealedRatio: microphone && concealedRatio(microphone.earlier, microphone.later),
    frozenRatio: camera && frozenRatio(camera),
  });
  return Object.keys(figures).length > 0 ? figures : undefined;
};

const levels = ['good', 'fair', 'poor'] as const;
const severityOf = (figures: QualityFigures): number =>
  Math.max(
    ...(Object.keys(thresholds) as (keyof QualityFigures)[]).map((key) =>
      thresholds[key].reduce((severity, limit) => severity + ((figures[key] ?? 0) > limit ? 1 : 0), 0),
    ),
  );

/** A bad moment is none yet: two in a row. To be well again takes three. */
const worsensAfter = 2;
const improvesAfter = 3;
/** As many figures as `judgeQuality` looks at. */
export const historyLength = Math.max(worsensAfter, improvesAfter);

/**
 * The verdict on `history`, newest last, where `shown` is the one before. It gets worse as far as the last two both say,
 * and better as far as the last three all do, so that it does not flicker.
 */
export const judgeQuality = (history: readonly QualityFigures[], shown: ConnectionQuality): ConnectionQuality => {
  const severities = history.map(severityOf);
  if (severities.length < worsensAfter) return shown;
  const worse = Math.min(...severities.slice(-worsensAfter));
  if (shown === 'unknown') return levels[worse] ?? 'unknown';
  const before = levels.indexOf(shown);
  if (worse > before) return levels[worse] ?? shown;
  if (severities.length < improvesAfter) return shown;
  return levels[Math.min(before, Math.max(...severities.slice(-improvesAfter)))] ?? shown;
};
