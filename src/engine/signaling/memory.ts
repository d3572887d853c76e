// Remembers the newest of what was seen, and no more.

export interface Memory {
  has(key: string): boolean;
  add(key: string): void;
}

/** Remembers the last `size` keys. */
export const createMemory = (size: number): Memory => {
  const keys = new Set<string>();
  return {
    has: (key) => keys.has(key),
    add: (key) => {
      keys.add(key);
      if (keys.size > size) for (const oldest of keys) return void keys.delete(oldest);
    },
  };
};
