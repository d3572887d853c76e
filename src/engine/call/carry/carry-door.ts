// The part of carrying that is always there: notices that it is needed, and loads the rest.

import { reasonOf } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import { known } from '#core/base/known.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { Carries, PersonState } from '#core/wire/call-messages.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { CarriedPair } from './carrier.ts';
import type { Carriage, CarriageOptions } from './carriage.ts';
import { streamsOfPair } from './streams.ts';

export interface CarryDoorOptions extends Omit<CarriageOptions, 'said' | 'neededSinceMs' | 'maxPairs' | 'onCarrying'> {
  /** The person wants to help others. */
  readonly isWilling: () => boolean;
  /** How our own connections are doing. */
  readonly figures: () => Pick<Carries, 'roundTripMs' | 'uplinkBps'>;
  /** What we say of ourselves has changed. */
  onWord(): void;
}

export interface CarryDoor extends Disposable {
  /** What somebody to whom we are connected directly says of themselves. */
  tell(person: PersonId, state: PersonState): void;
  /** Somebody is not connected to us any more. */
  forget(person: PersonId): void;
  /** A `carry-…` message. */
  take(from: PersonId, type: string, body: unknown): void;
  /** Who is connected may have changed. */
  look(): void;
  /** What our `state` says of it. */
  word(): Pick<PersonState, 'carries'>;
  /** Whom we carry at this moment. */
  readonly carrying: ReadonlySignal<readonly CarriedPair[]>;
}

/** By default two streams: one pair, both ways. */
const maxPairs = 1;
/** The chunk is there when the pair has been given its time for a direct path. */
const loadAfterMs = 2_000;
const lookEveryMs = 500;
/** Messages that wait for the chunk. */
const maxEarly = 40;
/** Coarse, so that what we say of ourselves rarely changes. */
const roundTripStepMs = 25;
const uplinkStepBps = 500_000;

const rounded = (value: number | undefined, step: number): number | undefined =>
  value === undefined ? undefined : Math.ceil(value / step) * step;

/** Looks twice a second, until the rest is needed. */
export const createCarryDoor = (options: CarryDoorOptions): CarryDoor => {
  const { clock, log, peers, self } = options;
  const scope = createScope();
  const said = new Map<PersonId, PersonState>();
  const carrying = signal<readonly CarriedPair[]>([]);
  const early: [from: PersonId, type: string, body: unknown][] = [];
  let carriage: Carriage | undefined;
  let isLoading = false;
  let neededSinceMs: number | undefined;
  let stopTimer: Stop = () => {};

  const isWilling = (): boolean => options.isWilling() && options.forward.canForward && !options.forward.isBatteryLow();

  const load = async (): Promise<void> => {
    if (isLoading || scope.signal.aborted) return;
    isLoading = true;
    try {
      const { createCarriage } = await import('./carriage.ts');
      if (scope.signal.aborted) return;
      stopTimer();
      carriage = scope.use(
        createCarriage({
          ...options,
          said,
          neededSinceMs: neededSinceMs ?? clock.nowMs(),
          maxPairs: () => (isWilling() ? maxPairs : 0),
          onCarrying: (pairs) => {
            carrying.value = pairs;
            if (!scope.signal.aborted) options.onWord();
          },
        }),
      );
      for (const message of early.splice(0)) carriage.take(...message);
    } catch (error) {
      // Offline with an old cache: it is tried again.
      log.warn('carriage-missing', { reason: reasonOf(error) });
    }
    isLoading = false;
  };

  /** Somebody reaches a person whom we don't reach, and somebody would help. */
  const isNeeded = (): boolean =>
    [...said.values()].some(
      ({ carries, reaches = [] }) =>
        carries && reaches.some(([id]) => id !== self && peers.directInstance(id) === undefined),
    );

  const watch = (): void => {
    if (carriage) return;
    if (!isNeeded()) neededSinceMs = undefined;
    else neededSinceMs ??= clock.nowMs();
    if (neededSinceMs !== undefined && clock.nowMs() - neededSinceMs >= loadAfterMs) void load();
    stopTimer = clock.after(lookEveryMs, watch);
  };
  watch();

  scope.add(() => stopTimer());
  return {
    carrying,
    tell: (person, state) => {
      said.set(person, state);
      carriage?.look();
    },
    forget: (person) => {
      said.delete(person);
      carriage?.forget(person);
    },
    take: (from, type, body) => {
      if (carriage) return carriage.take(from, type, body);
      if (early.length < maxEarly) early.push([from, type, body]);
      void load();
    },
    look: () => carriage?.look(),
    word: () => {
      if (!isWilling()) return {};
      const { roundTripMs, uplinkBps } = options.figures();
      const streams = (maxPairs - carrying.peek().length) * streamsOfPair;
      const figures = {
        roundTripMs: rounded(roundTripMs, roundTripStepMs),
        uplinkBps: rounded(uplinkBps, uplinkStepBps),
      };
      return { carries: { streams, ...known(figures) } };
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
