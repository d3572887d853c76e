// The browser's drawers of text; one that keeps nothing where the browser refuses them.

export type WebStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const refused: WebStorage = {
  getItem: () => null,
  setItem: () => {},
  removeItem: () => {},
  key: () => null,
  length: 0,
};

/** Private windows of some browsers throw on the mere mention of storage. */
export const openWebStorage = (kind: 'localStorage' | 'sessionStorage'): WebStorage => {
  try {
    return globalThis[kind];
  } catch {
    return refused;
  }
};

/** Pages beside ours may keep things in the same drawer: only what is named after us goes. */
export const forgetOurs = (storage: WebStorage): void => {
  try {
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
    for (const key of keys) if (/^starling\b/.test(key)) storage.removeItem(key);
  } catch {
    // Refused: then nothing was kept either.
  }
};
