import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TileBox } from '#screens/stage/plan-grid.ts';
import { corners, nearestCorner, placeFloating, placeTiles, type TileWish } from '#screens/stage/place-tiles.ts';

const slack = 1e-6;
const spaces = fc.record({
  width: fc.integer({ min: 280, max: 3000 }),
  height: fc.integer({ min: 280, max: 2000 }),
  gap: fc.integer({ min: 0, max: 12 }),
});
/** Up to thirty people, some of them with a screen; up to four of all are large. */
const wishes = fc
  .record({
    faces: fc.integer({ min: 1, max: 30 }),
    screens: fc.integer({ min: 0, max: 4 }),
    large: fc.array(fc.integer({ min: 0, max: 33 }), { maxLength: 4 }),
  })
  .map(({ faces, screens, large }) => ({
    tiles: [
      ...Array.from({ length: faces }, (_, index): TileWish => ({ id: `t${index}`, kind: 'face' })),
      ...Array.from({ length: screens }, (_, index): TileWish => ({ id: `t${faces + index}`, kind: 'screen' })),
    ],
    large: large.map((index) => `t${index}`),
  }));

const overlap = (a: TileBox, b: TileBox): boolean =>
  a.x + a.width > b.x + slack &&
  b.x + b.width > a.x + slack &&
  a.y + a.height > b.y + slack &&
  b.y + b.height > a.y + slack;

describe('placeTiles', () => {
  test('gives each tile one box inside the window, and lets none overlap', () =>
    fc.assert(
      fc.property(wishes, spaces, (wish, space) => {
        const boxes = [...placeTiles(wish, space).boxes.values()];
        expect(boxes).toHaveLength(wish.tiles.length);
        for (const box of boxes) {
          expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(-slack);
          expect(Math.min(box.width, box.height)).toBeGreaterThan(0);
          expect(box.x + box.width).toBeLessThanOrEqual(space.width + slack);
          expect(box.y + box.height).toBeLessThanOrEqual(space.height + slack);
        }
        expect(boxes.every((box, index) => boxes.slice(index + 1).every((other) => !overlap(box, other)))).toBe(true);
      }),
    ));

  test('makes equals where nobody is large', () =>
    fc.assert(
      fc.property(wishes, spaces, ({ tiles }, space) => {
        const areas = [...placeTiles({ tiles, large: [] }, space).boxes.values()].map(
          ({ width, height }) => width * height,
        );
        expect(Math.max(...areas) - Math.min(...areas)).toBeLessThan(slack * Math.max(1, ...areas));
      }),
    ));

  test('never makes a large one smaller than an equal share', () =>
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), spaces, (count, space) => {
        const tiles = Array.from({ length: count }, (_, index): TileWish => ({ id: `t${index}`, kind: 'face' }));
        const areaOf = (box: TileBox | undefined): number => (box?.width ?? 0) * (box?.height ?? 0);
        const large = placeTiles({ tiles, large: ['t0'] }, space).boxes;
        for (const { id } of tiles.slice(1))
          expect(areaOf(large.get('t0'))).toBeGreaterThanOrEqual(areaOf(large.get(id)));
      }),
    ));

  test('a shared screen has at least half of a laptop’s window, with nine people beside it', () => {
    const tiles: TileWish[] = Array.from({ length: 9 }, (_, index) => ({ id: `t${index}`, kind: 'face' }));
    const { boxes } = placeTiles(
      { tiles: [...tiles, { id: 'screen', kind: 'screen' }], large: ['screen'] },
      { width: 1240, height: 680, gap: 12 },
    );
    const screen = boxes.get('screen');
    expect((screen?.width ?? 0) * (screen?.height ?? 0)).toBeGreaterThan(0.5 * 1240 * 680);
  });

  test('a screen on an upright phone takes what it can use, and the faces get the rest', () => {
    const tiles: TileWish[] = Array.from({ length: 4 }, (_, index) => ({ id: `t${index}`, kind: 'face' }));
    const { boxes } = placeTiles(
      { tiles: [...tiles, { id: 'screen', kind: 'screen' }], large: ['screen'] },
      { width: 344, height: 640, gap: 6 },
    );
    const [screen, face] = [boxes.get('screen'), boxes.get('t0')];
    expect(screen?.width).toBe(344);
    expect(screen?.height).toBeGreaterThan((344 * 9) / 16);
    expect(screen?.height).toBeLessThanOrEqual((344 * 3) / 4);
    expect(Math.min(face?.width ?? 0, face?.height ?? 0)).toBeGreaterThan(130);
  });

  test('who is large and not there changes nothing; a window without size is survived', () => {
    const tiles: TileWish[] = [{ id: 'a', kind: 'face' }];
    const space = { width: 400, height: 300, gap: 6 };
    expect(placeTiles({ tiles, large: ['b'] }, space)).toEqual(placeTiles({ tiles, large: [] }, space));
    expect(placeTiles({ tiles, large: ['a'] }, { width: 0, height: 0, gap: 6 }).boxes.size).toBe(1);
    expect(placeTiles({ tiles: [], large: [] }, space).bounds).toEqual({ x: 0, y: 0, width: 400, height: 300 });
  });
});

describe('the own tile', () => {
  test('stays inside, in every corner and both sizes', () =>
    fc.assert(
      fc.property(spaces, fc.constantFrom(...corners), fc.boolean(), ({ width, height }, corner, isSmall) => {
        const bounds = { x: 10, y: 20, width, height };
        const box = placeFloating(corner, bounds, isSmall);
        expect(box.x).toBeGreaterThanOrEqual(bounds.x);
        expect(box.x + box.width).toBeLessThanOrEqual(bounds.x + width);
        expect(box.y).toBeGreaterThanOrEqual(bounds.y);
        expect(box.y + box.height).toBeLessThanOrEqual(bounds.y + height);
        const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        expect(nearestCorner(middle, bounds)).toBe(corner);
      }),
    ));

  test('leaves the menu of a large tile free, in the corner where it is', () => {
    const bounds = { x: 0, y: 0, width: 1240, height: 680 };
    expect(placeFloating('top-end', bounds, false).y).toBeGreaterThanOrEqual(44);
    expect(placeFloating('top-start', bounds, false).y).toBe(12);
  });

  test('shrinks', () => {
    const bounds = { x: 0, y: 0, width: 1240, height: 680 };
    expect(placeFloating('bottom-end', bounds, true).width).toBeLessThan(
      placeFloating('bottom-end', bounds, false).width,
    );
  });
});
