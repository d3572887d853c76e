// Whether the person helps others who cannot reach each other, remembered on this device.

import type { StorePort } from '#core/ports/store.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';

export interface HelpingModel {
  readonly isOn: ReadonlySignal<boolean>;
  set(isOn: boolean): void;
}

const storeKey = 'help-others';

/** On until the device's memory has answered. A choice that is made before stands. */
export const createHelping = (store: StorePort): HelpingModel => {
  const isOn = signal(true);
  let isChosen = false;
  void store.get(storeKey).then((kept) => {
    if (!isChosen && typeof kept === 'boolean') isOn.value = kept;
  });
  return {
    isOn,
    set: (next) => {
      isChosen = true;
      isOn.value = next;
      void store.set(storeKey, next);
    },
  };
};
