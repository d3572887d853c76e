// For what is nice to have: never while a page loads, and not before anybody can have seen it.

import { createScope, type Stop } from '#core/base/scope.ts';

const quietMs = 6000;
const signsOfLife = ['pointermove', 'scroll', 'keydown', 'touchstart'] as const;

/** Calls `work` once: in an idle moment after the person first stirs, or after the page has been quiet for a while. */
export const whenIdle = (work: () => void): Stop => {
  const scope = createScope();
  let isDue = false;
  const idle = (): void => {
    if (isDue) return;
    isDue = true;
    // Safari has no idle callbacks: there the next turn has to do.
    if (typeof requestIdleCallback === 'function') {
      const handle = requestIdleCallback(work);
      scope.add(() => cancelIdleCallback(handle));
    } else {
      const handle = setTimeout(work);
      scope.add(() => clearTimeout(handle));
    }
  };
  const wait = (): void => {
    const timer = setTimeout(idle, quietMs);
    scope.add(() => clearTimeout(timer));
    for (const sign of signsOfLife) scope.listen(globalThis, sign, idle);
  };
  if (document.readyState === 'complete') wait();
  else scope.listen(globalThis, 'load', wait);
  return () => scope[Symbol.dispose]();
};
