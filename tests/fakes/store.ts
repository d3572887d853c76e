// A store in memory.

import type { StorePort } from '#core/ports/store.ts';

export const createFakeStore = (): StorePort => {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => structuredClone(values.get(key)),
    set: async (key, value) => {
      try {
        values.set(key, structuredClone(value));
        return true;
      } catch {
        return false;
      }
    },
    remove: async (key) => void values.delete(key),
  };
};
