// IndexedDB as a drawer of keys and values; where the browser refuses it, memory for as long as the page lives.

import type { StorePort } from '#core/ports/store.ts';

const database = 'starling';
const table = 'values';

const openDatabase = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('indexedDB'));
    request.onblocked = () => reject(new Error('indexedDB blocked'));
  });

export interface BrowserStore extends StorePort {
  /** Forgets every value. Never rejects. */
  clear(): Promise<void>;
}

/** Opens the database at the first use. */
export const createStore = (): BrowserStore => {
  const memory = new Map<string, unknown>();
  let opening: Promise<IDBDatabase> | undefined;

  const run = async <T>(mode: IDBTransactionMode, act: (values: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    opening ??= openDatabase();
    const values = (await opening).transaction(table, mode).objectStore(table);
    return new Promise((resolve, reject) => {
      const request = act(values);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('indexedDB'));
    });
  };

  return {
    get: async (key) => {
      if (memory.has(key)) return memory.get(key);
      try {
        return await run('readonly', (values) => values.get(key) as IDBRequest<unknown>);
      } catch {
        return undefined;
      }
    },
    set: async (key, value) => {
      try {
        await run('readwrite', (values) => values.put(value, key));
        memory.delete(key);
        return true;
      } catch {
        memory.set(key, value);
        return false;
      }
    },
    remove: async (key) => {
      memory.delete(key);
      try {
        await run('readwrite', (values) => values.delete(key));
      } catch {
        // Nothing is kept, so nothing is left.
      }
    },
    clear: async () => {
      memory.clear();
      try {
        await run('readwrite', (values) => values.clear());
      } catch {
        // As above.
      }
    },
  };
};
