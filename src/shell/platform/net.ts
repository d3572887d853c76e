// What the browser says of the network and of the page.

import { createEmitter } from '#core/base/emitter.ts';
import { createScope } from '#core/base/scope.ts';
import type { NetPort } from '#core/ports/net.ts';

/** Listens until disposed of. */
export const createNet = (): NetPort & Disposable => {
  const scope = createScope();
  const onNetworkChange = createEmitter<void>();
  const onWake = createEmitter<void>();
  const onPageHide = createEmitter<void>();
  scope.listen(window, 'online', () => onNetworkChange.emit());
  const { connection } = navigator as Navigator & { connection?: EventTarget & { readonly type?: string } };
  let type = connection?.type;
  // Chromium also tells every new guess of the speed: that is no other network (Network Information, 4).
  const follow = (): void => {
    if (connection?.type === type) return;
    type = connection?.type;
    onNetworkChange.emit();
  };
  if (connection) scope.listen(connection, 'change', follow);
  scope.listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') onWake.emit();
  });
  scope.listen(document, 'resume', () => onWake.emit());
  scope.listen(window, 'pagehide', () => onPageHide.emit());
  // Brought back from the back-forward cache, where our goodbye was already said: start over from the seat.
  scope.listen<PageTransitionEvent>(window, 'pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
  return {
    isOnline: () => navigator.onLine,
    onNetworkChange,
    onWake,
    onPageHide,
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
