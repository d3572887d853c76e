// The part of carrying that is always there: notices that it is needed, and loads the rest.

import { reasonOf } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { PersonState } from '#core/wire/call-messages.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { CarriedPair } from './carrier.ts';
import type { Carriage, CarriageOptions } from './carriage.ts';
import { maxPairs, streamsOfPair } from './streams.ts';

export interface CarryDoorOptions extends Omit<CarriageOptions, 'said' | 'neededSinceMs' | 'onCarrying'> {
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

/** The chunk is there when the pair has been given its time for a direct path. */
const loadAfterMs = 2_000;
const lookEveryMs = 500;
/** Messages that wait for the chunk. */
const maxEarly = 40;

/** Looks twice a second, until the rest is needed. */
export const createCarryDoor = (options: CarryDoorOptions): CarryDoor => {
  const { clock, peers, self } = options;
  const scope = createScope();
  const said = new Map<PersonId, PersonState>();
  const carrying = signal<readonly CarriedPair[]>([]);
  const early: [from: PersonId, type: string, body: unknown][] = [];
  let carriage: Carriage | undefined;
  let isLoading = false;
  let sinceMs: number | undefined;
  let stopTimer: Stop = () => {};

  const load = async (): Promise<void> => {
    if (isLoading) return;
    isLoading = true;
    try {
      const { createCarriage } = await import('./carriage.ts');
      if (scope.signal.aborted) return;
      const onCarrying = (pairs: readonly CarriedPair[]): void => {
        carrying.value = pairs;
        options.onWord();
      };
      carriage = scope.use(createCarriage({ ...options, said, neededSinceMs: sinceMs ?? clock.nowMs(), onCarrying }));
      for (const message of early.splice(0)) carriage.take(...message);
    } catch (error) {
      // Offline with an old cache: it is tried again.
      options.log.warn('carriage-missing', { reason: reasonOf(error) });
    }
    isLoading = false;
  };

  /** Somebody in the call is not reached by everybody: by us, or by two of whom we might be the one in between. */
  const isNeeded = (): boolean => {
    const reached = [...said].map(([id, { reaches = [] }]) => new Set([id, ...reaches.map(([each]) => each)]));
    const all = [...new Set([self, ...reached.flatMap((each) => [...each])])];
    const isMissing = (id: PersonId): boolean => id !== self && peers.directInstance(id) === undefined;
    return all.some((id) => isMissing(id) || reached.some((each) => !each.has(id)));
  };

  const watch = (): void => {
    if (carriage) return;
    if (!isNeeded()) sinceMs = undefined;
    else sinceMs ??= clock.nowMs();
    if (sinceMs !== undefined && clock.nowMs() - sinceMs >= loadAfterMs) void load();
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
      if (!options.isWilling()) return {};
      const streams = (maxPairs - carrying.peek().length) * streamsOfPair;
      return { carries: { streams, ...carriage?.outlook() } };
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
