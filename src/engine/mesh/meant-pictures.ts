// What of our camera would go to whom if nothing were in its way: by how many are there, what we give, what they want and show.

import { planCameraLimits, type CameraLimits } from './camera-limits.ts';
import { limitCameraFor, type PictureWish } from './camera-share.ts';

export interface MeantPictures<P> {
  /** For this one; undefined: for whoever comes. */
  limits(peer?: P): CameraLimits;
  /** The same where the number of people does not count, because nothing is encoded for this one alone. */
  sharedLimits(peer: P): CameraLimits;
  /** So many others are there, or about to be. */
  count(others: number): void;
  /** How much of it we want to give to anybody. */
  offer(wish: PictureWish): void;
  /** How much of it they want. */
  want(peer: P, wish: PictureWish): void;
  /** As small as they show it, it is enough for them; undefined: they have not said. */
  show(peer: P, limits: CameraLimits | undefined): void;
}

/** Nobody is there; everything is offered and wanted. `onChanged`: for this one; undefined: for all. */
export const createMeantPictures = <P extends object>(onChanged: (peer?: P) => void): MeantPictures<P> => {
  let allowed = planCameraLimits(1);
  let offered: PictureWish = 'full';
  const wanted = new WeakMap<P, PictureWish>();
  const shown = new WeakMap<P, CameraLimits | undefined>();
  const limits = (peer: P | undefined, upTo: CameraLimits): CameraLimits =>
    limitCameraFor(upTo, offered, ...(peer ? [wanted.get(peer), shown.get(peer)] : []));
  return {
    limits: (peer) => limits(peer, allowed),
    // The table is about encoders: whoever says what they show gets that.
    sharedLimits: (peer) => limits(peer, shown.get(peer) ?? allowed),
    count: (others) => {
      const next = planCameraLimits(others);
      if (next === allowed) return;
      allowed = next;
      onChanged();
    },
    offer: (wish) => {
      if (wish === offered) return;
      offered = wish;
      onChanged();
    },
    want: (peer, wish) => {
      if ((wanted.get(peer) ?? 'full') === wish) return;
      wanted.set(peer, wish);
      onChanged(peer);
    },
    show: (peer, limits) => {
      shown.set(peer, limits);
      onChanged(peer);
    },
  };
};
