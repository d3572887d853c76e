// Controls step back when nothing was touched for a while, and are back at the first movement.

import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const stillAfterMs = 4_000;

/** Whatever keeps the controls in sight: the mouse on them, the focus shown in them, something open. */
const isBusy = (controls: HTMLElement, isTouched: boolean): boolean =>
  // After a tap `:hover` stays where the finger was.
  (!isTouched && controls.matches(':hover')) ||
  controls.querySelector(':focus-visible, [aria-expanded="true"], [role="toolbar"]') !== null ||
  document.querySelector('dialog[open], [popover]:popover-open') !== null;

/**
 * Marks `stage` with `data-still`. A touch that finds the controls away only brings them back: nobody leaves a call by
 * tapping where nothing was to be seen.
 */
export const useStillness = (stage: RefObject<HTMLElement | null>, controls: RefObject<HTMLElement | null>): void => {
  useLayoutEffect(() => {
    const [area, bar] = [stage.current, controls.current];
    if (!area || !bar) return undefined;
    const gone = new AbortController();
    const options = { signal: gone.signal, capture: true, passive: true } as const;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasStill = false;
    let isTouched = false;
    const rest = (): void => {
      if (isBusy(bar, isTouched)) return wake();
      area.dataset['still'] = '';
    };
    const wake = (): void => {
      delete area.dataset['still'];
      clearTimeout(timer);
      timer = setTimeout(rest, stillAfterMs);
    };
    const onPointerMove = ({ pointerType }: PointerEvent): void => {
      isTouched = pointerType === 'touch';
      wake();
    };
    const onPointerDown = (event: PointerEvent): void => {
      isTouched = event.pointerType === 'touch';
      wasStill = event.pointerType !== 'mouse' && area.dataset['still'] !== undefined;
      wake();
    };
    const onClick = (event: MouseEvent): void => {
      if (wasStill && event.target instanceof Node && bar.contains(event.target)) {
        event.preventDefault();
        event.stopPropagation();
      }
      wasStill = false;
    };
    for (const type of ['keydown', 'focusin', 'wheel'] as const) document.addEventListener(type, wake, options);
    document.addEventListener('pointermove', onPointerMove, options);
    document.addEventListener('pointerdown', onPointerDown, options);
    document.addEventListener('click', onClick, { signal: gone.signal, capture: true });
    wake();
    return () => {
      clearTimeout(timer);
      gone.abort();
      delete area.dataset['still'];
    };
  }, [stage, controls]);
};
