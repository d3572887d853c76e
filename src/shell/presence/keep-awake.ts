// Keeps the screen on. The browser takes the lock back whenever the page is hidden: it is asked for again.

import type { Stop } from '#core/base/scope.ts';
import type { PagePort, WakeLockPort } from '#core/ports/presence.ts';

export const keepAwake = (wakeLock: WakeLockPort, page: PagePort): Stop => {
  let held: WakeLockSentinel | undefined;
  let isAsking = false;
  let isOver = false;

  const release = (lock: WakeLockSentinel | undefined): void => void lock?.release().catch(() => {});
  const ask = async (): Promise<void> => {
    if (isOver || isAsking || !page.isVisible() || (held && !held.released)) return;
    isAsking = true;
    const lock = await wakeLock.request();
    isAsking = false;
    if (isOver) release(lock);
    else held = lock;
  };

  const stop = page.onVisibility.on(() => void ask());
  void ask();
  return () => {
    isOver = true;
    stop();
    release(held);
  };
};
