// The system's way back (the Back of a phone) closes what stands over or beside the page, instead of leaving the page.

import { useLayoutEffect, useRef } from 'preact/hooks';

/** WICG close watcher, as far as it is used here; not in every browser. */
interface Watcher {
  onclose: (() => void) | null;
  destroy(): void;
}

const createWatcher = (): Watcher | undefined => {
  const { CloseWatcher: Known } = globalThis as { readonly CloseWatcher?: new () => Watcher };
  return Known && new Known();
};

/** As long as whoever uses it is there. Also hears Escape, where nothing nearer took it. */
export const useWayBack = (onClose: () => void): void => {
  const latest = useRef(onClose);
  latest.current = onClose;
  useLayoutEffect(() => {
    const watcher = createWatcher();
    if (!watcher) return undefined;
    watcher.onclose = () => latest.current();
    return () => watcher.destroy();
  }, []);
};
