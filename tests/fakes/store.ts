// A store in memory.

import type { StorePort } from '#core/ports/store.ts';

export const createFakeStore = (): StorePort => {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => {
      values.set(key, value);
      return true;
    },
    remove: async (key) => void values.delete(key),
  };
};
