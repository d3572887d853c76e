// What recordings say: how long until somebody was back, how long nothing moved. Pure.

import type { Recording, Sighting } from './watch.ts';

/** Back is who is seen or heard steadily, not who flashes up once: so many more within a second. */
const steadyCount = 3;
const steadyMs = 1_000;

/** From `sinceMs` to the first of `times` (ascending) from which on it goes steadily; undefined: not yet. */
export const backAfterMs = (times: readonly number[], sinceMs: number): number | undefined => {
  const later = times.filter((time) => time >= sinceMs);
  const first = later.find((time, index) => (later[index + steadyCount] ?? Infinity) - time <= steadyMs);
  return first === undefined ? undefined : first - sinceMs;
};

/** The longest time without any of `times` (ascending) between two moments. */
export const longestGapMs = (times: readonly number[], fromMs: number, toMs: number): number => {
  const marks = [fromMs, ...times.filter((time) => time > fromMs && time < toMs), toMs];
  return Math.max(...marks.slice(1).map((mark, index) => mark - (marks[index] ?? mark)));
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
