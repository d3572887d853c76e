// Waiting for a state, on a machine that may be busy with ten other things.

import { vi } from 'vitest';

/** Resolves as soon as `check` no longer throws; rejects with its error when that is not so within 15 s. */
export const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 10 });
