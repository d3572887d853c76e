// Which box each tile gets: a grid of equals, except when there are two people.

import { planGrid, tileShape, type GridSpace, type TileBox } from './plan-grid.ts';

export interface Placement {
  /** Of the others, in their order. */
  readonly others: readonly TileBox[];
  /** Nothing when the style sheet places it: alone, beside the invitation. */
  readonly self: TileBox | undefined;
  /** One's own tile lies on the other's picture, in its corner. */
  readonly isSelfFloating: boolean;
}

const floatMargin = 12;

/** A window wider than high shows the other person as large as can be, and oneself small in the corner. */
const placeTwo = (space: GridSpace): Placement => {
  const [other] = planGrid(1, space);
  const width = Math.min(300, Math.max(112, space.width * 0.2));
  const height = width / tileShape.widest;
  const right = other ? other.x + other.width : space.width;
  const bottom = other ? other.y + other.height : space.height;
  const self = { x: right - width - floatMargin, y: bottom - height - floatMargin, width, height };
  return { others: other ? [other] : [], self, isSelfFloating: true };
};

/** The boxes for `others` people and oneself, who comes last. */
export const placeTiles = (others: number, space: GridSpace): Placement => {
  if (others === 0) return { others: [], self: undefined, isSelfFloating: false };
  if (others === 1 && space.width > space.height) return placeTwo(space);
  const boxes = planGrid(others + 1, space);
  return { others: boxes.slice(0, others), self: boxes[others], isSelfFloating: false };
};
