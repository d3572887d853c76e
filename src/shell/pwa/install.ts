// Keeps the browser's offer to install the app until the person asks for it.

import { type ReadonlySignal, signal } from '@preact/signals-core';
import { createScope } from '#core/base/scope.ts';

/** Chromium's event; TypeScript's DOM library doesn't have it. */
interface InstallEvent extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

export interface Installer extends Disposable {
  /** True while the browser would show its dialog. */
  readonly canInstall: ReadonlySignal<boolean>;
  /** Shows the dialog; true when the person agreed. */
  install(): Promise<boolean>;
}

/** Must be made early: the browser makes its offer once, soon after the page is loaded. */
export const createInstaller = (target: EventTarget = window): Installer => {
  const scope = createScope();
  const canInstall = signal(false);
  let offer: InstallEvent | undefined;
  const keep = (event: InstallEvent | undefined): void => {
    offer = event;
    canInstall.value = event !== undefined;
  };
  scope.listen(target, 'beforeinstallprompt', (event: InstallEvent) => {
    // Without this, some browsers show a banner of their own over the page.
    event.preventDefault();
    keep(event);
  });
  scope.listen(target, 'appinstalled', () => keep(undefined));
  return {
    canInstall,
    install: async () => {
      const event = offer;
      // An offer can be used only once.
      keep(undefined);
      return event !== undefined && (await event.prompt()).outcome === 'accepted';
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
