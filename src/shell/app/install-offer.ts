// Whether to offer installing the app, and that a "no" is remembered.

import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Installer } from '#shell/pwa/install.ts';

export interface InstallOffer {
  /** The browser would install it, and the person has not said no. When it is a good moment, the screens know. */
  readonly isOpen: ReadonlySignal<boolean>;
  /** The person has said no. */
  readonly isDeclined: ReadonlySignal<boolean>;
  /** Shows the browser's dialog. Whoever declines there is not asked again either. */
  accept(): Promise<void>;
  decline(): void;
}

type OfferStorage = Pick<Storage, 'getItem' | 'setItem'>;

const key = 'starling.install';
const declined = 'declined';

const wasDeclined = (storage: OfferStorage): boolean => {
  try {
    return storage.getItem(key) === declined;
  } catch {
    return false;
  }
};

export const createInstallOffer = (
  installer: Pick<Installer, 'canInstall' | 'install'> | undefined,
  storage: OfferStorage,
): InstallOffer => {
  const isDeclined = signal(wasDeclined(storage));
  const decline = (): void => {
    isDeclined.value = true;
    try {
      storage.setItem(key, declined);
    } catch {
      // Asked again the next time, then.
    }
  };
  return {
    isOpen: computed(() => installer?.canInstall.value === true && !isDeclined.value),
    isDeclined,
    accept: async () => {
      if (!(await installer?.install())) decline();
    },
    decline,
  };
};
