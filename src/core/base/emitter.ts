// Typed news: any number of subscribers, none of which can hurt another.

import type { Stop } from './scope.ts';

export interface News<T> {
  /** Calls `handler` for everything that comes, until the returned function is called. */
  on(handler: (value: T) => void): Stop;
}

export interface Emitter<T> extends News<T> {
  emit(value: T): void;
}

/** `onError` hears of a handler that threw; the other handlers run all the same. */
export const createEmitter = <T>(onError: (error: unknown) => void = () => {}): Emitter<T> => {
  const handlers = new Set<(value: T) => void>();
  return {
    on: (handler) => {
      const own = (value: T): void => handler(value);
      handlers.add(own);
      return () => void handlers.delete(own);
    },
    emit: (value) => {
      for (const handler of handlers) {
        try {
          handler(value);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
};
