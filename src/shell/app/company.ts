// Who was there during a call: how many people, counted once each.

import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { PersonId } from '#core/base/ids.ts';
import type { Call } from '#engine/call/api.ts';

export interface Company extends Disposable {
  /** Others who were really connected at some time of this call. */
  readonly count: ReadonlySignal<number>;
}

/** Whoever has the link can come under ever new names: beyond this it is "many". */
const maxCounted = 200;

export const createCompany = ({ people }: Pick<Call, 'people'>): Company => {
  const met = signal<ReadonlySet<PersonId>>(new Set());
  const stop = effect(() => {
    const here = people.value.filter(({ connection }) => connection.value.is === 'connected').map(({ id }) => id);
    const known = met.peek();
    const fresh = here.filter((id) => !known.has(id));
    if (fresh.length > 0 && known.size < maxCounted) met.value = new Set([...known, ...fresh]);
  });
  return { count: computed(() => met.value.size), [Symbol.dispose]: stop };
};
