// Measures the connection to each person while there is one: a verdict every few seconds, figures when somebody asks.

import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { StatsSample } from '#engine/mesh/stats-sample.ts';
import { computed, effect, untracked } from '@preact/signals-core';
import type { ConnectionQuality, Participant, PersonReport } from './api.ts';
import type { QualityFigures } from './quality.ts';
import type { Roster } from './roster.ts';

export interface MeasuringOptions {
  readonly roster: Pick<Roster, 'people' | 'get'>;
  /** The statistics of the connection to somebody; undefined while there is none. May reject. */
  readonly sample: (id: PersonId) => Promise<StatsSample | undefined>;
  /** Gets each sample that is taken every few seconds, and none of those that somebody asked for. */
  readonly onLook: (id: PersonId, sample: StatsSample) => void;
  readonly clock: ClockPort;
}

export interface Measuring extends Disposable {
  /** What goes between us and somebody, since this was last asked; undefined while not connected. */
  report(id: PersonId): Promise<PersonReport | undefined>;
}

/** Reading the statistics of a connection keeps a slow machine busy for some milliseconds. */
const sampleMs = 4_000;
/** A sample that is older is no "before": its differences would be the average of a long time. */
const freshMs = 10_000;

export const loadFigures = () => import('./figures.ts');

interface Meter extends Disposable {
  report(): Promise<PersonReport | undefined>;
}

interface Taken {
  readonly sample: StatsSample;
  readonly atMs: number;
}

/** Samples one connection while it holds, and tells each verdict. */
const watchConnection = (
  take: () => Promise<StatsSample | undefined>,
  clock: ClockPort,
  tell: (quality: ConnectionQuality) => void,
): Stop => {
  let before: StatsSample | undefined;
  let history: readonly QualityFigures[] = [];
  let quality: ConnectionQuality = 'unknown';
  let isTaking = false;
  let isOver = false;
  const look = async (): Promise<void> => {
    isTaking = true;
    const now = await take();
    isTaking = false;
    // Where it can't be had there is no verdict, and the next look tries again. Looks are taken meanwhile: relief needs them.
    const loaded = now && (await loadFigures().catch(() => undefined));
    if (!loaded || isOver) return;
    const { historyLength, judgeQuality, measureQuality } = loaded;
    const figures = before && measureQuality(before, now);
    before = now;
    if (!figures) return;
    history = [...history, figures].slice(-historyLength);
    quality = judgeQuality(history, quality);
    if (quality !== 'unknown') tell(quality);
  };
  const tick = (): void => {
    stop = clock.after(sampleMs, tick);
    if (!isTaking) void look();
  };
  // Not all people in the same moment, though a newcomer is connected to all in one.
  let stop = clock.after(sampleMs * (0.5 + clock.random() / 2), tick);
  return () => {
    isOver = true;
    stop();
  };
};

const createMeter = ({ connection, id }: Participant, options: MeasuringOptions): Meter => {
  const { roster, sample, onLook, clock } = options;
  const scope = createScope();
  const phase = computed(() => connection.value.is);
  let asked: Taken | undefined;
  let watched: Taken | undefined;
  let stopWatching: Stop = () => {};
  const take = async (): Promise<Taken | undefined> => {
    // A connection that closes in this moment has nothing to say.
    const taken = await sample(id).catch(() => undefined);
    return taken && !scope.signal.aborted ? { sample: taken, atMs: clock.nowMs() } : undefined;
  };
  const takeWatched = async (): Promise<StatsSample | undefined> => {
    const taken = await take();
    watched = taken ?? watched;
    if (taken) onLook(id, taken.sample);
    return taken?.sample;
  };
  const tell = (quality: ConnectionQuality): void => roster.get(id)?.setQuality(quality);
  const follow = (is: typeof phase.value): void => {
    stopWatching();
    stopWatching = () => {};
    if (is === 'reconnecting' || is === 'away') tell('poor');
    // Whoever is back stays as they were until there is a new verdict.
    else if (is !== 'connected') tell('unknown');
    else stopWatching = watchConnection(takeWatched, clock, tell);
  };
  scope.add(
    effect(() => {
      const is = phase.value;
      untracked(() => follow(is));
    }),
  );
  scope.add(() => stopWatching());
  return {
    report: async () => {
      const now = await take();
      if (!now) return undefined;
      const isFresh = (taken: Taken | undefined): boolean => taken !== undefined && now.atMs - taken.atMs < freshMs;
      const before = [asked, watched].find(isFresh);
      asked = now;
      return (await loadFigures()).readReport(before?.sample, now.sample);
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};

/** Measures nobody until somebody is connected. */
export const createMeasuring = (options: MeasuringOptions): Measuring => {
  const scope = createScope();
  const meters = new Map<Participant, Meter>();
  const sync = (people: readonly Participant[]): void => {
    for (const [participant, meter] of meters) {
      if (people.includes(participant)) continue;
      meter[Symbol.dispose]();
      meters.delete(participant);
    }
    for (const participant of people) {
      if (!meters.has(participant)) meters.set(participant, createMeter(participant, options));
    }
  };
  scope.add(
    effect(() => {
      const people = options.roster.people.value;
      untracked(() => sync(people));
    }),
  );
  scope.add(() => sync([]));
  return {
    report: async (id) => [...meters].find(([participant]) => participant.id === id)?.[1].report(),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
