// A tile that gets another place is there at once, glides by transform alone, and stands still for whoever wants that.

import { afterEach, expect, test } from 'vitest';
import { useRef } from 'preact/hooks';
import { signal } from '@preact/signals';
import type { TileBox } from '#screens/stage/plan-grid.ts';
import { useGlide } from '#screens/stage/use-glide.ts';
import { show } from './show.tsx';

let hide = (): void => {};
afterEach(() => {
  hide();
  delete document.documentElement.dataset['motion'];
  document.documentElement.dir = 'ltr';
});

const left: TileBox = { x: 0, y: 0, width: 200, height: 100 };
const right: TileBox = { x: 300, y: 50, width: 100, height: 100 };

const place = signal<TileBox | undefined>(undefined);

const Tile = () => {
  const ref = useRef<HTMLDivElement>(null);
  const box = place.value;
  useGlide(ref, box);
  if (!box) return <div ref={ref} id="tile" />;
  return (
    <div
      ref={ref}
      id="tile"
      style={{
        position: 'absolute',
        insetInlineStart: `${box.x}px`,
        insetBlockStart: `${box.y}px`,
        inlineSize: `${box.width}px`,
        blockSize: `${box.height}px`,
      }}
    />
  );
};

const tile = (): HTMLElement => document.querySelector<HTMLElement>('#tile')!;

/** What moves the tile, held at its beginning. */
const glide = (): Animation | undefined => {
  const [animation] = tile().getAnimations();
  animation?.pause();
  if (animation) animation.currentTime = 0;
  return animation;
};

const open = async (first: TileBox | undefined): Promise<void> => {
  place.value = first;
  hide = show(
    <div
      style={{ position: 'fixed', insetInlineStart: 0, insetBlockStart: 0, inlineSize: '400px', blockSize: '300px' }}
    >
      <Tile />
    </div>,
  );
  await expect.poll(() => document.querySelector('#tile')).not.toBeNull();
};

const moved = async (to: TileBox): Promise<void> => {
  place.value = to;
  await expect.poll(() => tile().style.inlineSize).toBe(`${to.width}px`);
};

test.each(['ltr', 'rtl'])('%s: it begins where it was, as large as it was', async (dir) => {
  document.documentElement.dir = dir;
  await open(left);
  const before = tile().getBoundingClientRect();
  await moved(right);
  expect(glide()).toBeDefined();
  const { x, y, width, height } = tile().getBoundingClientRect();
  expect([x, y, width, height]).toEqual([before.x, before.y, before.width, before.height]);
  tile().getAnimations()[0]?.finish();
  expect(tile().getBoundingClientRect().width).toBe(right.width);
});

test('its first place is no journey, and neither is the same place again', async () => {
  await open(undefined);
  await moved(left);
  expect(glide()).toBeUndefined();
  await moved({ ...left });
  expect(glide()).toBeUndefined();
});

test('a second move on the way takes the place of the first', async () => {
  await open(left);
  await moved(right);
  await moved({ ...right, width: 50 });
  expect(tile().getAnimations()).toHaveLength(1);
});

test('for whoever wants less motion it is just there', async () => {
  document.documentElement.dataset['motion'] = 'less';
  await open(left);
  await moved(right);
  expect(tile().getAnimations()).toEqual([]);
  expect(tile().getBoundingClientRect().width).toBe(right.width);
});
