// How long to wait before the next try.

import type { Random } from './random.ts';

export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * The wait before try number `attempt` (0 is the first repeat): doubles up to `maxMs`, of which the upper half is
 * random, so that many clients of one dead relay don't come back at the same instant.
 */
export const backoffMs = (attempt: number, { firstMs, maxMs }: BackoffOptions, random: Random): number => {
  const fullMs = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return fullMs * (0.5 + random() / 2);
};
