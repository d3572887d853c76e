// Sends each receiver what the plan has for it: at once where it asks seldom, else the latest of what it asked a moment later.

import type { Stop } from '#core/base/scope.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import type { Wish } from '#core/wire/wish-messages.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import { planPictures, unwishedPlan, type PicturePlan } from '#engine/mesh/plan-pictures.ts';
import type { WishOptions } from './wishes.ts';

export interface Obeying extends Disposable {
  take(peer: Peer, wish: Wish): void;
  /** On a new connection everything goes out, until they say otherwise. */
  reset(peer: Peer): void;
}

/** What one of them can make our encoder do: another size is a key frame. A little more than an app of ours asks. */
const budget = { perSecond: 5, burst: 12 } as const;
const retryMs = 250;

const isSame = (a: PicturePlan['camera'], b: PicturePlan['camera']): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Nobody asks for anything yet. */
export const createObeying = ({ clock, mesh }: WishOptions): Obeying => {
  const latest = new Map<Peer, Wish>();
  /** Of these, what is obeyed by now. */
  const obeyed = new Map<Peer, Wish>();
  const waiting = new Map<Peer, Stop>();
  const budgets = new WeakMap<Peer, (nowMs: number) => boolean>();
  let plans: ReadonlyMap<Peer, PicturePlan> = new Map();

  const apply = (peer: Peer, before = unwishedPlan, now = unwishedPlan): void => {
    if (!isSame(before.camera, now.camera)) mesh.showPicture(peer, now.camera);
    if (before.isScreenSent !== now.isScreenSent) peer.sendScreen(now.isScreenSent);
  };
  const replan = (): void => {
    const before = plans;
    plans = planPictures(obeyed, before);
    for (const peer of new Set([...before.keys(), ...plans.keys()])) apply(peer, before.get(peer), plans.get(peer));
  };
  const obey = (peer: Peer): void => {
    const mayPass = budgets.get(peer) ?? createTokenBucket(budget);
    budgets.set(peer, mayPass);
    const wish = latest.get(peer);
    if (!wish || waiting.has(peer)) return;
    if (mayPass(clock.nowMs())) {
      obeyed.set(peer, wish);
      return replan();
    }
    const retry = (): void => {
      waiting.delete(peer);
      obey(peer);
    };
    waiting.set(peer, clock.after(retryMs, retry));
  };
  const forget = (peer: Peer): void => {
    waiting.get(peer)?.();
    for (const each of [waiting, latest, obeyed]) each.delete(peer);
  };
  return {
    take: (peer, wish) => {
      for (const other of [...latest.keys()]) if (!mesh.peersOf(other.person).includes(other)) forget(other);
      latest.set(peer, wish);
      obey(peer);
    },
    reset: (peer) => {
      if (!latest.has(peer)) return;
      forget(peer);
      replan();
    },
    [Symbol.dispose]: () => waiting.forEach((stop) => stop()),
  };
};
