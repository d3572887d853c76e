// How much picture the person wants to spend their data on, remembered on this device, and what follows from it.

import type { StorePort } from '#core/ports/store.ts';
import type { PictureWish } from '#engine/mesh/camera-share.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';
import * as v from 'valibot';
import type { DataUse } from './api.ts';

export interface DataUseModel {
  readonly use: ReadonlySignal<DataUse>;
  set(use: DataUse): void;
}

const storeKey = 'data-use';
const schema = v.picklist(['automatic', 'save-data', 'sound-only']) satisfies v.GenericSchema<unknown, DataUse>;

/** The same for both ways: what we want of others' cameras, and what we give of our own. */
export const pictureWishOf = (use: DataUse): PictureWish => {
  switch (use) {
    case 'automatic':
      return 'full';
    case 'save-data':
      return 'less';
    case 'sound-only':
      return 'none';
  }
};

/** `automatic` until the device's memory has answered. A choice that is made before stands. */
export const createDataUse = (store: StorePort): DataUseModel => {
  const use = signal<DataUse>('automatic');
  let isChosen = false;
  void store.get(storeKey).then((kept) => {
    if (!isChosen && v.is(schema, kept)) use.value = kept;
  });
  return {
    use,
    set: (next) => {
      isChosen = true;
      use.value = next;
      void store.set(storeKey, next);
    },
  };
};
