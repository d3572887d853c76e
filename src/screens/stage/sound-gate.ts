// Videos whose sound the browser held back, until the person asks for it with a click.

import { signal, type ReadonlySignal } from '@preact/signals';

export interface SoundGate {
  readonly isBlocked: ReadonlySignal<boolean>;
  /** Called by a video that may not sound. */
  block(retry: () => void): void;
  /** Call this from a click. */
  open(): void;
}

/** One for each stage. */
export const createSoundGate = (): SoundGate => {
  const isBlocked = signal(false);
  let retries: (() => void)[] = [];
  return {
    isBlocked,
    block: (retry) => {
      retries.push(retry);
      isBlocked.value = true;
    },
    open: () => {
      const waiting = retries;
      retries = [];
      isBlocked.value = false;
      for (const retry of waiting) retry();
    },
  };
};
