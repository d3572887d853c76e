// Which box each tile gets: a grid of equals, or one or a few large with the others beside them.

import { planGrid, tileShape, type GridSpace, type TileBox } from './plan-grid.ts';

export interface TileWish {
  readonly id: string;
  /** A screen is shown whole, in any shape; a face bears some cropping. */
  readonly kind: 'face' | 'screen';
}

export interface StageWish {
  /** Everything that is to be seen, in the order of arrival; the own tile only where it stands among the others. */
  readonly tiles: readonly TileWish[];
  /** Ids of the large ones; those that are not among `tiles` are left out. Nobody: all are equal. */
  readonly large: readonly string[];
}

export interface Placement {
  readonly boxes: ReadonlyMap<string, TileBox>;
  /** Where all the tiles end, so that a floating own tile can keep to a corner of the picture instead of the window. */
  readonly bounds: TileBox;
}

const areaOf = ({ width, height }: TileBox): number => width * height;

/** Large ones fill their space: screens any shape of it, faces the allowed ones. */
const placeLarge = (tiles: readonly TileWish[], space: GridSpace): readonly TileBox[] => {
  if (tiles.every(({ kind }) => kind === 'face')) return planGrid(tiles.length, space);
  const isRow = space.width >= space.height;
  const count = tiles.length;
  const columns = isRow ? Math.min(count, Math.ceil(Math.sqrt(count))) : 1;
  const rows = Math.ceil(count / columns);
  const width = Math.max(0, (space.width - space.gap * (columns - 1)) / columns);
  const height = Math.max(0, (space.height - space.gap * (rows - 1)) / rows);
  return tiles.map((_, index) => ({
    x: (index % columns) * (width + space.gap),
    y: Math.floor(index / columns) * (height + space.gap),
    width,
    height,
  }));
};

/** How much of the window the small ones may take, tried from little to much. */
const stripShares = [0.14, 0.17, 0.2, 0.24, 0.28, 0.33, 0.38];
/** A face below this, in CSS pixels along its shorter side, cannot be recognised. */
const smallestFacePx = 84;

interface Split {
  readonly main: GridSpace;
  readonly strip: GridSpace;
  /** Where the strip begins. */
  readonly offset: { readonly x: number; readonly y: number };
}

/** And never more than this for the others, however few they are. */
const mostForFaces = 0.6;

/** A lone screen has no use for more than this, 4:3 below and 16:9 beside: what is left over makes the faces larger. */
const mostForScreen = ({ width, height }: GridSpace, isBeside: boolean): number =>
  isBeside ? height * tileShape.widest : (width * 3) / 4;

const splitAt = (space: GridSpace, stripLength: number, isBeside: boolean): Split => {
  const { width, height, gap } = space;
  const whole = isBeside ? width : height;
  const mainLength = Math.max(0, whole - stripLength - gap);
  return isBeside
    ? {
        main: { width: mainLength, height, gap },
        strip: { width: stripLength, height, gap },
        offset: { x: mainLength + gap, y: 0 },
      }
    : {
        main: { width, height: mainLength, gap },
        strip: { width, height: stripLength, gap },
        offset: { x: 0, y: mainLength + gap },
      };
};

interface StripPlace {
  readonly isBeside: boolean;
  /** The large one is a single screen. */
  readonly isForScreen: boolean;
}

/** The smallest strip in which faces can be told; where none is large enough, the one with the largest faces. */
const planStrip = (count: number, space: GridSpace, { isBeside, isForScreen }: StripPlace): Split => {
  const whole = isBeside ? space.width : space.height;
  const spare = isForScreen ? whole - space.gap - mostForScreen(space, isBeside) : 0;
  const least = Math.min(spare, whole * mostForFaces);
  const splits = stripShares.map((share) => splitAt(space, Math.round(Math.max(whole * share, least)), isBeside));
  const faceOf = ({ strip }: Split): number => {
    const [box] = planGrid(count, strip);
    return box ? Math.min(box.width, box.height) : 0;
  };
  const [widest] = splits.toSorted((a, b) => faceOf(b) - faceOf(a));
  return splits.find((split) => faceOf(split) >= smallestFacePx) ?? widest ?? splitAt(space, whole / 5, isBeside);
};

const boundsOf = (boxes: readonly TileBox[], space: GridSpace): TileBox => {
  if (boxes.length === 0) return { x: 0, y: 0, width: space.width, height: space.height };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
};

const shift = (box: TileBox, by: { readonly x: number; readonly y: number }): TileBox => ({
  ...box,
  x: box.x + by.x,
  y: box.y + by.y,
});

const together = (tiles: readonly TileWish[], boxes: readonly TileBox[]): (readonly [string, TileBox])[] =>
  tiles.flatMap(({ id }, index) => {
    const box = boxes[index];
    return box ? [[id, box] as const] : [];
  });

/** The boxes of all tiles inside `space`: none overlaps another, and each has one. */
export const placeTiles = ({ tiles, large }: StageWish, space: GridSpace): Placement => {
  const main = tiles.filter(({ id }) => large.includes(id));
  const others = tiles.filter(({ id }) => !large.includes(id));
  let entries: (readonly [string, TileBox])[];
  if (main.length === 0) entries = together(tiles, planGrid(tiles.length, space));
  else if (others.length === 0) entries = together(main, placeLarge(main, space));
  else {
    // Beside or below: whatever leaves the large ones larger.
    const isForScreen = main.length === 1 && main[0]?.kind === 'screen';
    const plans = [true, false].map((isBeside) => {
      const split = planStrip(others.length, space, { isBeside, isForScreen });
      return { split, boxes: placeLarge(main, split.main) };
    });
    const [best] = plans.toSorted((a, b) => usedBy(main, b.boxes) - usedBy(main, a.boxes));
    entries = best
      ? [
          ...together(main, best.boxes),
          ...together(
            others,
            planGrid(others.length, best.split.strip).map((box) => shift(box, best.split.offset)),
          ),
        ]
      : [];
  }
  return {
    boxes: new Map(entries),
    bounds: boundsOf(
      entries.map(([, box]) => box),
      space,
    ),
  };
};

/** What is seen of a picture in its box: screens are 16:9 as a rule, and are never cropped. */
const usedBy = (tiles: readonly TileWish[], boxes: readonly TileBox[]): number =>
  tiles.reduce((sum, { kind }, index) => {
    const box = boxes[index];
    if (!box) return sum;
    if (kind === 'face') return sum + areaOf(box);
    const width = Math.min(box.width, box.height * tileShape.widest);
    return sum + (width * width) / tileShape.widest;
  }, 0);

export type Corner = 'top-start' | 'top-end' | 'bottom-start' | 'bottom-end';
export const corners: readonly Corner[] = ['top-start', 'top-end', 'bottom-start', 'bottom-end'];

const floatMarginPx = 12;
/** A large tile has its menu in this corner: it is not to be covered where there is room below it. */
const menuCorner: Corner = 'top-end';
const menuHeightPx = 44;

/** The own tile in a corner of `bounds`; `isSmall` shrinks it. `x` runs from the start of the line. */
export const placeFloating = (corner: Corner, bounds: TileBox, isSmall: boolean): TileBox => {
  const shorter = Math.min(bounds.width, bounds.height);
  const widest = isSmall ? 132 : 300;
  const narrowest = isSmall ? 88 : 112;
  const wanted =
    bounds.width > bounds.height ? bounds.width * (isSmall ? 0.1 : 0.2) : shorter * (isSmall ? 0.22 : 0.32);
  const width = Math.min(Math.max(narrowest, Math.min(widest, wanted)), Math.max(0, bounds.width - 2 * floatMarginPx));
  const height = width / (bounds.width > bounds.height ? tileShape.widest : 4 / 5);
  const isStart = corner.endsWith('start');
  const isTop = corner.startsWith('top');
  const belowMenuPx = floatMarginPx + menuHeightPx;
  const hasRoom = belowMenuPx + height / 2 < bounds.height / 2;
  const topPx = corner === menuCorner && hasRoom ? belowMenuPx : floatMarginPx;
  return {
    x: isStart ? bounds.x + floatMarginPx : bounds.x + bounds.width - width - floatMarginPx,
    y: isTop ? bounds.y + topPx : bounds.y + bounds.height - height - floatMarginPx,
    width,
    height,
  };
};

/** The corner of `space` that is nearest to a point; `x` from the start of the line. */
export const nearestCorner = (point: { readonly x: number; readonly y: number }, space: TileBox): Corner =>
  `${point.y < space.y + space.height / 2 ? 'top' : 'bottom'}-${point.x < space.x + space.width / 2 ? 'start' : 'end'}`;
