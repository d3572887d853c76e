// The part of wishes that is always there: loads the rest with the first one that is told or comes.

import { reasonOf, type Log } from '#core/base/log.ts';
import type { Scope } from '#core/base/scope.ts';
import type { WishOptions, Wishes } from './wishes.ts';

export interface WishDoorOptions extends WishOptions {
  readonly log: Log;
  /** What is loaded ends with it. */
  readonly scope: Scope;
}

export type WishDoor = Omit<Wishes, typeof Symbol.dispose>;

/** Does nothing until it is used. What comes while the rest is loading waits, in its order. */
export const createWishDoor = (options: WishDoorOptions): WishDoor => {
  let wishes: Promise<Wishes> | undefined;
  const load = async (): Promise<Wishes> => options.scope.use((await import('./wishes.ts')).createWishes(options));
  const use = (what: (loaded: Wishes) => void): void =>
    void wishes?.then(what, (error: unknown) => {
      // Offline with an old cache: all goes out as without wishes, and the next one tries again.
      options.log.warn('wishes-missing', { reason: reasonOf(error) });
      wishes = undefined;
    });
  return {
    show: (person, wish) => {
      wishes ??= load();
      use((loaded) => loaded.show(person, wish));
    },
    take: (peer, body) => {
      wishes ??= load();
      use((loaded) => loaded.take(peer, body));
    },
    greeted: (peer) => use((loaded) => loaded.greeted(peer)),
  };
};
