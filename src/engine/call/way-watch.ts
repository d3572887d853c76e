// Between people and relays: whoever falls silent has the relays looked after, and a relay that is back has everybody
// looked for at once.

import { createScope } from '#core/base/scope.ts';
import type { RelayStatus } from '#core/ports/link.ts';
import { effect, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { Participant } from './api.ts';

export interface WayWatchOptions {
  readonly relays: ReadonlySignal<readonly RelayStatus[]>;
  readonly people: ReadonlySignal<readonly Participant[]>;
  /** Somebody has fallen silent: asks every relay for a sign of life. */
  onSilence(): void;
  /** A relay takes texts that it didn't take before. `isBack`: it once did, so something was between us and it. */
  onWayOpened(isBack: boolean): void;
}

const hasSocket = ({ state }: RelayStatus): boolean => state.is === 'open' || state.is === 'probing';
const keyOf = ({ network, name }: RelayStatus): string => `${network} ${name}`;

/** Watches until disposed of. */
export const createWayWatch = ({ relays, people, onSilence, onWayOpened }: WayWatchOptions): Disposable => {
  const scope = createScope();
  let open = new Set<string>();
  const everOpen = new Set<string>();
  let silent = new Set<string>();
  scope.add(
    effect(() => {
      const now = new Set(relays.value.filter(hasSocket).map(keyOf));
      const opened = [...now].filter((key) => !open.has(key));
      const isBack = opened.some((key) => everOpen.has(key));
      open = now;
      for (const key of opened) everOpen.add(key);
      if (opened.length > 0) untracked(() => onWayOpened(isBack));
    }),
  );
  scope.add(
    effect(() => {
      const now = new Set(
        people.value.filter((each) => each.connection.value.is === 'reconnecting').map(({ id }) => id),
      );
      const isNew = [...now].some((id) => !silent.has(id));
      silent = now;
      if (isNew) untracked(onSilence);
    }),
  );
  return { [Symbol.dispose]: () => scope[Symbol.dispose]() };
};
