// The part of introductions that is always there: loads the rest as soon as somebody says that they reach a third person.

import { reasonOf } from '#core/base/log.ts';
import type { Scope } from '#core/base/scope.ts';
import type { Introductions, IntroductionsOptions } from './introductions.ts';

export interface IntroductionDoorOptions extends IntroductionsOptions {
  /** What is loaded ends with it. */
  readonly scope: Scope;
}

/** Does nothing while there are two. What comes while the rest is loading waits, in its order. */
export const createIntroductionDoor = (
  options: IntroductionDoorOptions,
): Omit<Introductions, typeof Symbol.dispose> => {
  let introductions: Promise<Introductions> | undefined;
  const load = async (): Promise<Introductions> =>
    options.scope.use((await import('./introductions.ts')).createIntroductions(options));
  const use = (what: (loaded: Introductions) => void): void =>
    void introductions?.then(what, (error: unknown) => {
      // Offline with an old cache: relays go on to serve, and the next word tries again.
      options.log.warn('introductions-missing', { reason: reasonOf(error) });
      introductions = undefined;
    });
  return {
    tell: (person, reaches) => {
      if (reaches.some(([to]) => to !== options.self)) introductions ??= load();
      use((loaded) => loaded.tell(person, reaches));
    },
    forget: (person) => use((loaded) => loaded.forget(person)),
    takePass: (from, body) => {
      introductions ??= load();
      use((loaded) => loaded.takePass(from, body));
    },
    takePassed: (through, body) => {
      introductions ??= load();
      use((loaded) => loaded.takePassed(through, body));
    },
  };
};
