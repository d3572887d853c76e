// A tile that gets another place glides there. It is laid out once, at its new place, and only seems to come from the old
// one: the compositor does that beside the page. Sizes and places that change frame by frame cost a layout each, for every
// tile, in the very moment somebody comes in.

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { wantsLessMotion } from '#ui/kit/less-motion.ts';
import type { TileBox } from './plan-grid.ts';

/** `--calm` and `--ease` of the style sheets. */
const timing = { duration: 260, easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)' };

/** The CSS `transform` that makes a tile at `now` look as if it were at `before`, around its middle. Boxes count from the start of the line. */
export const glideTransform = (before: TileBox, now: TileBox, isRtl: boolean): string => {
  const x = before.x + before.width / 2 - (now.x + now.width / 2);
  const y = before.y + before.height / 2 - (now.y + now.height / 2);
  return `translate(${isRtl ? -x : x}px, ${y}px) scale(${before.width / now.width}, ${before.height / now.height})`;
};

const isSame = (one: TileBox, other: TileBox): boolean =>
  one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;

const hasArea = ({ width, height }: TileBox): boolean => width > 0 && height > 0;

export const useGlide = (ref: RefObject<HTMLElement | null>, box: TileBox | undefined): void => {
  const last = useRef<TileBox | undefined>(undefined);
  const glide = useRef<Animation | undefined>(undefined);
  useLayoutEffect(() => {
    const tile = ref.current;
    const before = last.current;
    last.current = box;
    if (!tile || !before || !box || isSame(before, box) || !hasArea(before) || !hasArea(box)) return;
    glide.current?.cancel();
    if (wantsLessMotion()) return;
    const transform = glideTransform(before, box, tile.matches(':dir(rtl)'));
    glide.current = tile.animate([{ transform }, { transform: 'none' }], timing);
  }, [ref, box]);
};
