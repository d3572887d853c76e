// Dragging the floating tile: it follows the pointer and settles in the nearest corner.

import type { RefObject } from 'preact';
import { nearestCorner, type Corner } from './place-tiles.ts';

/** A press that moves less than this is a press. */
const slackPx = 6;

const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, [popover]') !== null;

/** What to do on `pointerdown`; undefined where nothing is to be dragged. `settle` gets the corner where it was let go. */
export const useDrag = (ref: RefObject<HTMLElement | null>, settle: ((corner: Corner) => void) | undefined) =>
  settle &&
  ((down: PointerEvent): void => {
    const tile = ref.current;
    const stage = tile?.offsetParent;
    if (!tile || !stage || down.button !== 0 || isControl(down.target)) return;
    const gone = new AbortController();
    const { signal } = gone;
    let isMoving = false;
    const follow = ({ clientX, clientY }: PointerEvent): void => {
      const [x, y] = [clientX - down.clientX, clientY - down.clientY];
      isMoving ||= Math.hypot(x, y) > slackPx;
      if (!isMoving) return;
      tile.dataset['dragged'] = '';
      tile.style.translate = `${x}px ${y}px`;
    };
    const letGo = (up: PointerEvent): void => {
      gone.abort();
      delete tile.dataset['dragged'];
      tile.style.translate = '';
      if (!isMoving || up.type === 'pointercancel') return;
      const area = stage.getBoundingClientRect();
      const isRtl = getComputedStyle(stage).direction === 'rtl';
      const fromLeft = up.clientX - area.left;
      settle(
        nearestCorner(
          { x: isRtl ? area.width - fromLeft : fromLeft, y: up.clientY - area.top },
          { x: 0, y: 0, width: area.width, height: area.height },
        ),
      );
    };
    tile.setPointerCapture(down.pointerId);
    tile.addEventListener('pointermove', follow, { signal });
    tile.addEventListener('pointerup', letGo, { signal });
    tile.addEventListener('pointercancel', letGo, { signal });
  });
