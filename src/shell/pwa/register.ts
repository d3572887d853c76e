// Registers the service worker and changes to a new version between calls, without a word.

import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { type Log, reasonOf } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import { heldCallLocks, whenReleased } from './call-lock.ts';
import { scriptUrl } from './script-url.ts';
import { planReload, settleUpdate } from './update.ts';

/** An installed app can stay open for weeks, and browsers look for a new version only when a page is opened. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;

export interface RegisterOptions {
  /** True while a reload loses nothing: on the landing page. */
  readonly canReload: ReadonlySignal<boolean>;
  readonly log: Log;
}

/** Reloads this window after a new version took over, at once or when it may. */
const followTakeover = (scope: Scope, container: ServiceWorkerContainer, { canReload, log }: RegisterOptions): void => {
  let hadController = container.controller !== null;
  const isOld = signal(false);
  scope.listen(container, 'controllerchange', () => {
    const plan = planReload({ hadController, canReload: canReload.value });
    hadController = true;
    log.info('pwa.takeover', { reload: plan });
    if (plan !== 'nothing') isOld.value = true;
  });
  scope.add(
    effect(() => {
      if (isOld.value && canReload.value) location.reload();
    }),
  );
};

const lookAgainWhenSeen = (scope: Scope, look: () => Promise<void>): void => {
  let lastMs = performance.now();
  scope.listen(document, 'visibilitychange', () => {
    if (document.visibilityState !== 'visible' || performance.now() - lastMs < LOOK_AGAIN_MS) return;
    lastMs = performance.now();
    void look();
  });
};

const start = async (scope: Scope, container: ServiceWorkerContainer, options: RegisterOptions): Promise<void> => {
  followTakeover(scope, container, options);
  const { Workbox } = await import('workbox-window');
  const workbox = new Workbox(scriptUrl('sw.js'));
  const report = (error: unknown): void => options.log.warn('pwa.failed', { reason: reasonOf(error) });
  const registered = workbox.register();
  const settle = async (): Promise<void> => {
    const registration = await registered;
    await settleUpdate({
      isWaiting: () => !scope.signal.aborted && registration?.waiting != null,
      callLocks: () => heldCallLocks(),
      whenReleased: (names) => whenReleased(names, scope.signal),
      activate: () => workbox.messageSkipWaiting(),
    });
  };
  workbox.addEventListener('waiting', () => void settle().catch(report));
  lookAgainWhenSeen(scope, () => workbox.update().catch(report));
  await registered;
};

/** Does nothing in development, and where there are no service workers (insecure origins, private windows). */
export const registerWorker = (options: RegisterOptions): Disposable => {
  const scope = createScope();
  const container = (navigator as Partial<Navigator>).serviceWorker;
  if (import.meta.env.PROD && container !== undefined) {
    start(scope, container, options).catch((error: unknown) => {
      options.log.warn('pwa.failed', { reason: reasonOf(error) });
    });
  }
  return scope;
};
