// Whether a change of how somebody's pictures are shown is worth telling them, and how soon.

import type { Shown, Wish } from '#core/wire/wish-messages.ts';

export type WishVerdict = 'now' | 'soon' | 'not';

/** A side that changed by less than this, in parts, makes no difference to anybody. */
const worthRatio = 1.1;

const isOther = (told: number, now: number): boolean =>
  Math.max(told, now) > Math.min(told, now) * worthRatio && Math.abs(told - now) >= 1;

const judge = (told: Shown | undefined, now: Shown | undefined): WishVerdict => {
  if (!told || !now) return told === now ? 'not' : 'now';
  if ((told.priority === 'hidden') !== (now.priority === 'hidden')) return 'now';
  // Nobody sees how large it would be.
  if (now.priority === 'hidden') return 'not';
  const isChanged =
    told.priority !== now.priority ||
    told.framesPerSecond !== now.framesPerSecond ||
    isOther(told.width, now.width) ||
    isOther(told.height, now.height);
  return isChanged ? 'soon' : 'not';
};

/** `told`: what they know; nothing at first. What appears and disappears does not wait. */
export const judgeWish = (told: Wish, now: Wish): WishVerdict => {
  const verdicts = [judge(told.camera, now.camera), judge(told.screen, now.screen)];
  return (['now', 'soon'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'not';
};
