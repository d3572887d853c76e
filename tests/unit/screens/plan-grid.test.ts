import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitTile, planGrid, tileShape, type GridSpace, type TileBox } from '#screens/stage/plan-grid.ts';

const counts = fc.integer({ min: 1, max: 30 });
const spaces: fc.Arbitrary<GridSpace> = fc.record({
  width: fc.integer({ min: 300, max: 3000 }),
  height: fc.integer({ min: 300, max: 2000 }),
  gap: fc.integer({ min: 0, max: 8 }),
});
const slack = 1e-6;

const overlap = (a: TileBox, b: TileBox): boolean =>
  a.x + a.width > b.x + slack &&
  b.x + b.width > a.x + slack &&
  a.y + a.height > b.y + slack &&
  b.y + b.height > a.y + slack;

const check = (property: (count: number, space: GridSpace, boxes: readonly TileBox[]) => void): void =>
  fc.assert(fc.property(counts, spaces, (count, space) => property(count, space, planGrid(count, space))));

describe('planGrid', () => {
  test('gives every tile a box of one size inside the window', () =>
    check((count, space, boxes) => {
      expect(boxes).toHaveLength(count);
      for (const box of boxes) {
        expect([box.width, box.height]).toEqual([boxes[0]?.width, boxes[0]?.height]);
        expect(box.width).toBeGreaterThan(0);
        expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(-slack);
        expect(box.x + box.width).toBeLessThanOrEqual(space.width + slack);
        expect(box.y + box.height).toBeLessThanOrEqual(space.height + slack);
      }
    }));

  test('never lets two tiles overlap', () =>
    check((_count, _space, boxes) => {
      const isClear = boxes.every((box, index) => boxes.slice(index + 1).every((other) => !overlap(box, other)));
      expect(isClear).toBe(true);
    }));

  test('keeps to the shapes that faces bear', () =>
    check((_count, _space, [box]) => {
      const shape = (box?.width ?? 0) / (box?.height ?? 1);
      expect(shape).toBeLessThanOrEqual(tileShape.widest + slack);
      expect(shape).toBeGreaterThanOrEqual(tileShape.narrowest - slack);
    }));

  test('is never worse than any packing in rows and columns', () =>
    check((count, space, [box]) => {
      const area = (box?.width ?? 0) * (box?.height ?? 0);
      for (let columns = 1; columns <= count; columns += 1) {
        const other = fitTile(columns, Math.ceil(count / columns), space);
        expect(area).toBeGreaterThanOrEqual(other.width * other.height * 0.9998);
      }
    }));

  test('has nothing for nobody', () => expect(planGrid(0, { width: 100, height: 100, gap: 0 })).toEqual([]));
  test('survives a window without size', () => expect(planGrid(3, { width: 0, height: 0, gap: 12 })).toHaveLength(3));
});
