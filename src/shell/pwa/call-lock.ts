// Says to the other windows of this browser that this one is in a call, in a way that ends with the window, however
// it ends: a Web Lock.

import type { Stop } from '#core/base/scope.ts';

const PREFIX = 'starling-call:';

/** Web Locks exist in secure contexts only; elsewhere there is no service worker to hold back either. */
const ourLocks = (): LockManager | null => (globalThis.navigator as Partial<Navigator> | undefined)?.locks ?? null;

/** From now until the returned function is called, no window of this origin changes to a new version. */
export const holdCallLock = (locks: LockManager | null = ourLocks()): Stop => {
  let release: Stop = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // The name is of this window alone, so the lock is granted at once. A rejection means that the window is going away.
  locks?.request(`${PREFIX}${crypto.randomUUID()}`, () => released).catch(() => undefined);
  return release;
};

/** The locks of all windows that are in a call. */
export const heldCallLocks = async (locks: LockManager | null = ourLocks()): Promise<readonly string[]> => {
  const snapshot = await locks?.query();
  const names = (snapshot?.held ?? []).map((lock) => lock.name ?? '');
  return names.filter((name) => name.startsWith(PREFIX));
};

/** Resolves when all of `names` are free, without asking again and again. */
export const whenReleased = async (
  names: readonly string[],
  signal: AbortSignal,
  locks: LockManager | null = ourLocks(),
): Promise<void> => {
  if (locks === null) return;
  await Promise.all(names.map((name) => locks.request(name, { signal }, () => undefined)));
};
