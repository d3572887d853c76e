// Trystero, loaded when somebody who was heard is still missing: the second way to a person (decision 018).

import { createEmitter, type News } from '#core/base/emitter.ts';
import { reasonOf } from '#core/base/log.ts';
import type { Stop } from '#core/base/scope.ts';
import type { Link } from '#core/ports/link.ts';
import type { Relay } from './relay.ts';
import type { TrysteroFinder, TrysteroOptions } from './trystero.ts';

export interface LateTrystero extends Disposable {
  readonly onLink: News<Link>;
  /** What Trystero wants to announce; goes into our announcement. Empty until it is there. */
  readonly announcement: string;
  /**
   * Hands Trystero an announcement that `relay` brought and that our checks let through. The first one loads it first.
   */
  hear(announcement: string, relay: Relay): void;
}

type LoadTrystero = () => Promise<Pick<typeof import('./trystero.ts'), 'createTrysteroFinder'>>;

/** Nobody was missing for so long: its twenty waiting connections can go. Whoever is missing announces every 75 s at the latest. */
const restAfterMs = 90_000;

/** Nothing is loaded, and no connection made, before the first `hear`; and when nobody is missing any more, or met through it, it ends. A load that failed is tried again at the next. */
export const createLateTrystero = (
  options: TrysteroOptions,
  load: LoadTrystero = () => import('./trystero.ts'),
): LateTrystero => {
  const onLink = createEmitter<Link>();
  let finder: TrysteroFinder | undefined;
  let stage: 'idle' | 'loading' | 'over' = 'idle';
  let stopWaiting: Stop = () => {};
  const rest = (): void => {
    if (finder?.isUsed() || (!finder && stage === 'loading')) return restLater();
    finder?.[Symbol.dispose]();
    finder = undefined;
    stage = 'idle';
  };
  const restLater = (): void => {
    stopWaiting();
    stopWaiting = options.clock.after(restAfterMs, rest);
  };
  const start = async (announcement: string, relay: Relay): Promise<void> => {
    stage = 'loading';
    try {
      const { createTrysteroFinder } = await load();
      if (isOver()) return;
      finder = createTrysteroFinder(options);
      finder.onLink.on(onLink.emit);
      finder.start();
      finder.hear(announcement, relay);
    } catch (error) {
      if (!isOver()) stage = 'idle';
      options.log.warn('trystero-not-loaded', { reason: reasonOf(error) });
    }
  };
  const isOver = (): boolean => stage === 'over';
  return {
    onLink,
    get announcement() {
      return finder?.announcement ?? '';
    },
    hear: (announcement, relay) => {
      if (isOver()) return;
      restLater();
      if (finder) finder.hear(announcement, relay);
      else if (stage === 'idle') void start(announcement, relay);
    },
    [Symbol.dispose]: () => {
      stage = 'over';
      stopWaiting();
      finder?.[Symbol.dispose]();
    },
  };
};
