// How a menu is grouped, walked by keyboard and placed.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupsOf, indexAfterKey, indexTyped, type MenuItem } from '#ui/kit/menu-items.ts';
import { placeMenu } from '#ui/kit/place-menu.ts';

const run = (): void => {};
const action = (label: string): MenuItem => ({ kind: 'action', label, run });

describe('groupsOf', () => {
  test('headings name what follows, separators end it, and nothing empty is left', () => {
    const items: MenuItem[] = [
      { kind: 'separator' },
      action('a'),
      { kind: 'heading', label: 'Microphone' },
      action('b'),
      action('c'),
      { kind: 'separator' },
      action('d'),
      { kind: 'heading', label: 'Nothing' },
    ];
    expect(groupsOf(items).map(({ label, choices }) => [label, choices.map((choice) => choice.label)])).toEqual([
      [undefined, ['a']],
      ['Microphone', ['b', 'c']],
      [undefined, ['d']],
    ]);
  });
});

describe('by keyboard', () => {
  test('arrows go round the ends', () => {
    expect(indexAfterKey('ArrowDown', 2, 3)).toBe(0);
    expect(indexAfterKey('ArrowUp', 0, 3)).toBe(2);
    expect(indexAfterKey('ArrowDown', -1, 3)).toBe(0);
    expect(indexAfterKey('ArrowUp', -1, 3)).toBe(2);
    expect(indexAfterKey('Home', 1, 3)).toBe(0);
    expect(indexAfterKey('End', 1, 3)).toBe(2);
    expect(indexAfterKey('a', 1, 3)).toBeUndefined();
    expect(indexAfterKey('Home', -1, 0)).toBeUndefined();
  });
  const labels = ['Pin', 'Picture in picture', 'Mute for me', 'Élan'];
  test('letters lead to what begins with them', () => {
    expect(indexTyped('m', 0, labels)).toBe(2);
    expect(indexTyped('pic', 0, labels)).toBe(1);
    expect(indexTyped('É', 0, labels)).toBe(3);
    expect(indexTyped('x', 0, labels)).toBeUndefined();
    expect(indexTyped('x', -1, [])).toBeUndefined();
  });
  test('a growing word may stay where it is, the same letter again goes on', () => {
    expect(indexTyped('pi', 0, labels)).toBe(0);
    expect(indexTyped('p', 0, labels)).toBe(1);
    expect(indexTyped('pp', 1, labels)).toBe(0);
  });
});

describe('placeMenu', () => {
  const window = { width: 1000, height: 800 };
  const button = (left: number, top: number) => ({ left, right: left + 44, top, bottom: top + 44 });
  const menu = { width: 200, height: 300 };

  test('below and in line with the button where it fits, above at the bottom of the window', () => {
    expect(placeMenu({ button: button(100, 100), menu, window, isRtl: false })).toMatchObject({ left: 100, top: 152 });
    expect(placeMenu({ button: button(100, 740), menu, window, isRtl: false })).toMatchObject({ left: 100, top: 432 });
    expect(placeMenu({ button: button(600, 100), menu, window, isRtl: true })).toMatchObject({ left: 444, top: 152 });
  });
  test('whatever the window, it is inside, and covers its button only where there is no room', () => {
    const question = fc.record({
      window: fc.record({ width: fc.integer({ min: 320, max: 2000 }), height: fc.integer({ min: 150, max: 1200 }) }),
      menu: fc.record({ width: fc.integer({ min: 100, max: 300 }), height: fc.integer({ min: 44, max: 2000 }) }),
      x: fc.double({ min: 0, max: 1, noNaN: true }),
      y: fc.double({ min: 0, max: 1, noNaN: true }),
      isRtl: fc.boolean(),
    });
    fc.assert(
      fc.property(question, ({ window, menu, x, y, isRtl }) => {
        const at = button(x * (window.width - 44), y * (window.height - 44));
        const { left, top, maxHeight } = placeMenu({ button: at, menu, window, isRtl });
        const height = Math.min(menu.height, maxHeight);
        expect(left).toBeGreaterThanOrEqual(8);
        expect(left + menu.width).toBeLessThanOrEqual(window.width - 8);
        expect(top).toBeGreaterThanOrEqual(8);
        expect(top + height).toBeLessThanOrEqual(window.height - 8 + 1e-6);
        const isCovering = top < at.bottom && top + height > at.top;
        if (isCovering) expect(Math.max(at.top, window.height - at.bottom)).toBeLessThan(180 + 16);
      }),
    );
  });
});
