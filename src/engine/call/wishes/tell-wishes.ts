// Tells each person how their pictures are shown here: at once what appears and disappears, the rest when it has settled.

import type { PersonId } from '#core/base/ids.ts';
import type { Stop } from '#core/base/scope.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import type { Wish } from '#core/wire/wish-messages.ts';
import { judgeWish } from './judge-wish.ts';
import type { WishOptions } from './wishes.ts';

export interface Telling extends Disposable {
  show(person: PersonId, wish: Wish): void;
  /** They know nothing of it any more. */
  retell(person: PersonId): void;
}

/** A window that is being resized is told of a few times a second. */
const settleMs = 250;
/** What we tell one person: whoever scrolls fast stays below it. */
const budget = { perSecond: 4, burst: 8 } as const;

interface Told {
  wanted: Wish;
  told: Wish;
  stopTimer: Stop | undefined;
  readonly mayTell: (nowMs: number) => boolean;
}

const newcomer = (): Told => ({ wanted: {}, told: {}, stopTimer: undefined, mayTell: createTokenBucket(budget) });

/** Nothing is told yet. */
export const createTelling = ({ clock, send, mesh }: WishOptions): Telling => {
  const all = new Map<PersonId, Told>();
  const stopTimer = (each: Told): void => {
    each.stopTimer?.();
    each.stopTimer = undefined;
  };
  const look = (person: PersonId, each: Told, isDue: boolean): void => {
    const verdict = judgeWish(each.told, each.wanted);
    // It is as it was before anybody was told otherwise.
    if (verdict === 'not') return stopTimer(each);
    if ((verdict === 'now' || isDue) && each.mayTell(clock.nowMs())) {
      stopTimer(each);
      each.told = each.wanted;
      return send(person, 'wish', each.told);
    }
    each.stopTimer ??= clock.after(settleMs, () => {
      each.stopTimer = undefined;
      look(person, each, true);
    });
  };
  /** Who is gone is not remembered. */
  const prune = (): void => {
    for (const [person, each] of all) {
      if (mesh.peersOf(person).length > 0) continue;
      stopTimer(each);
      all.delete(person);
    }
  };
  return {
    show: (person, wanted) => {
      if (!all.has(person)) prune();
      const each = all.get(person) ?? newcomer();
      all.set(person, each);
      each.wanted = wanted;
      look(person, each, false);
    },
    retell: (person) => {
      const each = all.get(person);
      if (!each) return;
      each.told = {};
      look(person, each, true);
    },
    [Symbol.dispose]: () => all.forEach(stopTimer),
  };
};
