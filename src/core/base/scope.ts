// Owns everything that was started: disposing of the scope stops it all, last started first, each once.

export type Stop = () => void;

export interface Scope extends Disposable {
  /** Aborted when the scope is disposed of. */
  readonly signal: AbortSignal;
  /** Runs `stop` at the end, or at once when the scope is already over. */
  add(stop: Stop): void;
  /** Disposes of `resource` at the end and gives it back. */
  use<T extends Disposable>(resource: T): T;
  /** Listens until the end. */
  listen<E extends Event = Event>(target: EventTarget, type: string, listener: (event: E) => void): void;
}

/** A new scope. Errors thrown by one stop don't keep the others from running; they are thrown together at the end. */
export const createScope = (): Scope => {
  const controller = new AbortController();
  const stops: Stop[] = [];
  const add = (stop: Stop): void => {
    if (controller.signal.aborted) stop();
    else stops.push(stop);
  };
  return {
    signal: controller.signal,
    add,
    use: (resource) => {
      add(() => resource[Symbol.dispose]());
      return resource;
    },
    listen: (target, type, listener) => {
      target.addEventListener(type, listener as (event: Event) => void, { signal: controller.signal });
    },
    [Symbol.dispose]: () => {
      if (controller.signal.aborted) return;
      controller.abort();
      const errors: unknown[] = [];
      for (let stop = stops.pop(); stop; stop = stops.pop()) {
        try {
          stop();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw new AggregateError(errors, 'a scope could not stop everything');
    },
  };
};
