// Tasks for later that nobody takes back one by one: all of them end with their owner.

import type { Scope, Stop } from './scope.ts';

/** Runs `task` after `delayMs`, unless `scope` is over by then. Keeps nothing of a task that has run. */
export type Later = (delayMs: number, task: () => void) => void;

export const createLater = (scope: Scope, after: (delayMs: number, task: () => void) => Stop): Later => {
  const waiting = new Set<Stop>();
  scope.add(() => waiting.forEach((stop) => stop()));
  return (delayMs, task) => {
    if (scope.signal.aborted) return;
    const stop = after(delayMs, () => {
      waiting.delete(stop);
      task();
    });
    waiting.add(stop);
  };
};
