// The browser's time and chance.

import type { ClockPort } from '#core/ports/clock.ts';

/** `performance.now`, `Date.now`, timers of the page. */
export const createClock = (): ClockPort => ({
  nowMs: () => performance.now(),
  dateMs: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});
