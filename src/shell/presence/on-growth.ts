// A figure that matters only when it grows.

import { effect, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { Stop } from '#core/base/scope.ts';

/** Runs `onMore` whenever the figure grows. */
export const onGrowth = (figure: ReadonlySignal<number>, onMore: () => void): Stop => {
  let before = figure.peek();
  return effect(() => {
    const now = figure.value;
    const isMore = now > before;
    before = now;
    if (isMore) untracked(onMore);
  });
};
