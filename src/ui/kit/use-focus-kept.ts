// Keeps the focus on the page when the element that has it goes away.

import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { focusHeading } from './focus-heading.ts';

/** When what is in `ref` leaves with the focus inside, the focus goes to the heading of the screen. */
export const useFocusKept = (ref: RefObject<HTMLElement | null>): void => {
  useLayoutEffect(() => {
    const element = ref.current;
    // Runs before the element is taken out.
    return () => {
      if (element?.contains(document.activeElement)) focusHeading();
    };
  }, [ref]);
};
