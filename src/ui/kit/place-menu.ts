// Where a menu goes: beside its button, inside the window.

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface MenuPlace {
  readonly left: number;
  readonly top: number;
  readonly maxHeight: number;
}

interface Question {
  readonly button: Box;
  /** The menu as high as it would like to be. */
  readonly menu: { readonly width: number; readonly height: number };
  readonly window: { readonly width: number; readonly height: number };
  readonly isRtl: boolean;
}

/** Between button and menu, and between menu and the edge of the window. */
const gap = 8;
/** A menu lower than this is no menu: it covers its button instead. */
const leastHeight = 180;

const clamp = (value: number, min: number, max: number): number => Math.max(min, Math.min(value, max));

/** In px of the window: below the button where it fits, else where there is more room, its start at the button's start. */
export const placeMenu = ({ button, menu, window, isRtl }: Question): MenuPlace => {
  const start = isRtl ? button.right - menu.width : button.left;
  const left = clamp(start, gap, Math.max(gap, window.width - gap - menu.width));
  const below = window.height - button.bottom - 2 * gap;
  const above = button.top - 2 * gap;
  const room = Math.max(below, above);
  if (room < Math.min(menu.height, leastHeight)) {
    const maxHeight = window.height - 2 * gap;
    return { left, top: Math.max(gap, window.height - gap - menu.height), maxHeight };
  }
  const isBelow = menu.height <= below || below >= above;
  const maxHeight = isBelow ? below : above;
  const top = isBelow ? button.bottom + gap : button.top - gap - Math.min(menu.height, maxHeight);
  return { left, top, maxHeight };
};
