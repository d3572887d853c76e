// Reactions: chosen by keyboard or pointer, and seen rising over a tile.

// The order of the layers comes first, as in the app.
import '#ui/styles/layers.css';

import { signal } from '@preact/signals';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { PersonId } from '#core/base/ids.ts';
import { FloatingReactions } from '#features/reactions/floating-reactions.tsx';
import { reactionCodes } from '#features/reactions/reaction-codes.ts';
import { ReactionBar } from '#features/reactions/reaction-bar.tsx';
import type { ShownReaction } from '#features/reactions/reactions-types.ts';
import { faults, focused, show } from './show.tsx';

const [ana, ben] = ['A'.repeat(22), 'B'.repeat(22)] as [PersonId, PersonId];
const shown = signal<readonly ShownReaction[]>([]);

const Tile = () => (
  <div style={{ position: 'relative', inlineSize: '400px', blockSize: '240px', background: '#343046' }}>
    <FloatingReactions shown={shown} person={ana} />
  </div>
);

let hide = (): void => {};
afterEach(() => {
  hide();
  shown.value = [];
  document.documentElement.removeAttribute('data-motion');
  document.documentElement.removeAttribute('dir');
});

test('a bar of reactions is one stop, arrows move within it and follow the direction of the page', async () => {
  const chosen: string[] = [];
  hide = show(<ReactionBar onReact={(code) => chosen.push(code)} />);
  await expect.element(page.getByRole('toolbar', { name: 'Reactions' })).toBeVisible();
  expect(page.getByRole('button').elements()).toHaveLength(6);
  expect(await faults()).toEqual([]);
  await userEvent.tab();
  expect(focused()).toBe('Thumbs up');
  await userEvent.keyboard('{ArrowRight}{Enter}');
  expect([focused(), chosen]).toEqual(['Heart', ['heart']]);
  await userEvent.keyboard('{End} {ArrowRight}');
  expect([focused(), chosen]).toEqual(['Thumbs up', ['heart', 'party']]);
  await userEvent.tab();
  expect(document.activeElement?.tagName).not.toBe('BUTTON');
  await userEvent.tab({ shift: true });
  expect(focused()).toBe('Thumbs up');
  document.documentElement.dir = 'rtl';
  await userEvent.keyboard('{ArrowLeft}');
  expect(focused()).toBe('Heart');
});

test('it fits into 320 pixels, each target of 44', async () => {
  hide = show(
    <div style={{ inlineSize: '300px' }}>
      <ReactionBar onReact={() => {}} />
    </div>,
  );
  const boxes = page
    .getByRole('button')
    .elements()
    .map((element) => element.getBoundingClientRect());
  expect(Math.min(...boxes.flatMap(({ width, height }) => [width, height]))).toBeGreaterThanOrEqual(44);
  expect(Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left))).toBeLessThan(300);
});

test('what one person sends is seen over their tile, and not spoken', async () => {
  hide = show(<Tile />);
  const seen = (): string[] =>
    [...document.querySelectorAll('[aria-hidden] span')].map(({ textContent }) => textContent);
  expect(seen()).toEqual([]);
  shown.value = reactionCodes.map((reaction, key) => ({ key, person: key === 5 ? ben : ana, reaction, atMs: 0 }));
  await expect.poll(seen).toEqual(['👍', '❤️', '😂', '😮', '👏']);
  shown.value = [];
  await expect.poll(seen).toEqual([]);
});

test('with less motion it fades and stays where it is', async () => {
  document.documentElement.dataset['motion'] = 'less';
  shown.value = [{ key: 1, person: ana, reaction: 'heart', atMs: 0 }];
  hide = show(<Tile />);
  const [animation] = document.getAnimations();
  if (!(animation instanceof CSSAnimation)) throw new Error('it does not fade');
  animation.pause();
  const element = page.getByText('❤️').element();
  const boxAt = (timeMs: number): number => {
    animation.currentTime = timeMs;
    return element.getBoundingClientRect().top;
  };
  expect(boxAt(1_500)).toBe(boxAt(2_500));
  expect(getComputedStyle(element).opacity).toBe('1');
});
