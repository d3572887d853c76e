// Time and chance, so that tests can own both.

import type { Stop } from '#core/base/scope.ts';
import type { Random } from '#core/base/random.ts';

export interface ClockPort {
  /** Milliseconds since an arbitrary start; never goes back. */
  nowMs(): number;
  /** Wall clock, milliseconds since 1970. */
  dateMs(): number;
  /** Runs `task` once after `delayMs`. */
  after(delayMs: number, task: () => void): Stop;
  readonly random: Random;
}
