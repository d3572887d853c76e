// A choice that is kept on this device.

import type { StorePort } from '#core/ports/store.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';

export interface Kept<T> {
  readonly value: ReadonlySignal<T>;
  /** Resolves when what was kept is known. */
  readonly isRead: Promise<void>;
  /** From now on, and the next time. */
  set(value: T): void;
}

export interface KeptOptions<T> {
  readonly store: StorePort;
  readonly key: string;
  readonly initial: T;
  /** What was kept, checked; undefined when it is none. */
  read(kept: unknown): T | undefined;
}

/** What was kept under `key`, or `initial`. A choice that is made before it was read stands. */
export const createKept = <T>({ store, key, initial, read }: KeptOptions<T>): Kept<T> => {
  const value = signal(initial);
  let isChosen = false;
  const isRead = store.get(key).then((kept) => {
    const found = read(kept);
    if (!isChosen && found !== undefined) value.value = found;
  });
  return {
    value,
    isRead,
    set: (next) => {
      isChosen = true;
      value.value = next;
      void store.set(key, next);
    },
  };
};

/** For ids: a text that is not too long to be one. */
export const readId = (kept: unknown): string | undefined =>
  typeof kept === 'string' && kept.length <= 500 ? kept : undefined;
