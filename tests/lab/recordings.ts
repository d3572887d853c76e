// What recordings say: how long until somebody was back, how long nothing moved. Pure.

import type { Recording, Sighting } from './watch.ts';

/** Back is who stays: for so long, with no gap as long as this. What flashes up, or ebbs away after a cut, is not back. */
const steadyForMs = 2_000;
const steadyGapMs = 1_000;

/** From `sinceMs` to the first of `times` (ascending) from which on it goes steadily; undefined: not yet. */
export const backAfterMs = (times: readonly number[], sinceMs: number): number | undefined => {
  let start: number | undefined;
  let last = sinceMs;
  for (const time of times) {
    if (time < sinceMs) continue;
    if (start === undefined || time - last >= steadyGapMs) start = time;
    last = time;
    if (time - start >= steadyForMs) return start - sinceMs;
  }
  return undefined;
};

/** The longest time without any of `times` (ascending) between two moments. */
export const longestGapMs = (times: readonly number[], fromMs: number, toMs: number): number => {
  const marks = [fromMs, ...times.filter((time) => time > fromMs && time < toMs), toMs];
  return Math.max(...marks.slice(1).map((mark, index) => mark - (marks[index] ?? mark)));
};

/** How often it stood still: after a gap of three usual ones, or of 150 ms more than a usual one, whichever is longer (W3C webrtc-stats, freezeCount). */
export const freezesIn = (times: readonly number[], fromMs: number, toMs: number): number => {
  const marks = times.filter((time) => time >= fromMs && time < toMs);
  const gaps = marks.slice(1).map((mark, index) => mark - (marks[index] ?? mark));
  return gaps.filter((gap, index) => {
    const recent = gaps.slice(Math.max(0, index - 30), index);
    const usual = recent.reduce((sum, each) => sum + each, 0) / recent.length;
    return recent.length > 0 && gap > Math.max(3 * usual, usual + 150);
  }).length;
};

/** How many of `times` a second between two moments. */
export const ratePerSecond = (times: readonly number[], fromMs: number, toMs: number): number =>
  (times.filter((time) => time >= fromMs && time < toMs).length * 1000) / (toMs - fromMs);

/** From `sinceMs` to the moment from which on nobody of that name stands there; undefined: they still do. */
export const goneAfterMs = (tiles: readonly Sighting[], name: string, sinceMs: number): number | undefined => {
  const last = tiles.findLastIndex(({ people }) => people.includes(name));
  const next = tiles[last + 1];
  return next === undefined ? undefined : Math.max(0, next.atMs - sinceMs);
};

/** The most tiles that one person had at once, since `sinceMs`. */
export const mostTilesOfOne = (tiles: readonly Sighting[], sinceMs: number): number => {
  const first = Math.max(
    0,
    tiles.findLastIndex(({ atMs }) => atMs <= sinceMs),
  );
  const counts = tiles.slice(first).flatMap(({ people }) => {
    const names = [...new Set(people)];
    return names.map((name) => people.filter((each) => each === name).length);
  });
  return Math.max(0, ...counts);
};

/** One page's view of one person. */
export interface View {
  readonly of: string;
  readonly recording: Recording;
}

export const framesOf = ({ of, recording }: View): readonly number[] => recording.frames[of] ?? [];
export const soundsOf = ({ of, recording }: View): readonly number[] => recording.sounds[of] ?? [];

/** The last of several to come about: undefined as soon as one of them has not. */
export const lastOf = (times: readonly (number | undefined)[]): number | undefined =>
  times.includes(undefined) ? undefined : Math.max(...times.flatMap((time) => time ?? []));
