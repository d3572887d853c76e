// Where the tiles of the stage go: equal tiles, as large as the window allows, rows in the middle.

export interface GridSpace {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

export interface TileBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Faces bear some cropping: between upright 3:4 and wide 16:9 a tile takes the shape that fills the window. */
export const tileShape = { narrowest: 3 / 4, widest: 16 / 9 } as const;

interface Fit {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
}

/** The largest tile of an allowed shape in a cell of the given packing. */
export const fitTile = (columns: number, rows: number, { width, height, gap }: GridSpace): Fit => {
  const cellWidth = Math.max(0, (width - gap * (columns - 1)) / columns);
  const cellHeight = Math.max(0, (height - gap * (rows - 1)) / rows);
  const tileWidth = Math.min(cellWidth, cellHeight * tileShape.widest);
  const tileHeight = Math.min(cellHeight, tileWidth / tileShape.narrowest);
  return { columns, rows, width: tileWidth, height: tileHeight };
};

const areaOf = ({ width, height }: Fit): number => width * height;

/** The packing with the largest tiles; of two alike, the one with fewer empty cells. */
const bestFit = (count: number, space: GridSpace): Fit => {
  let best = fitTile(1, count, space);
  for (let columns = 2; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const fit = fitTile(columns, rows, space);
    const isLarger = areaOf(fit) > areaOf(best) * 1.0001;
    const isAlike = areaOf(fit) > areaOf(best) * 0.9999;
    if (isLarger || (isAlike && columns * rows < best.columns * best.rows)) best = fit;
  }
  return best;
};

/** The boxes of `count` tiles, in reading order; a last row that is not full stands in the middle. */
export const planGrid = (count: number, space: GridSpace): readonly TileBox[] => {
  if (count < 1) return [];
  const { columns, rows, width, height } = bestFit(count, space);
  const top = (space.height - rows * height - (rows - 1) * space.gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = (space.width - inRow * width - (inRow - 1) * space.gap) / 2;
    return {
      x: left + (index % columns) * (width + space.gap),
      y: top + row * (height + space.gap),
      width,
      height,
    };
  });
};
