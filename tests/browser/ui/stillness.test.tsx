// Controls step back when nothing is touched for a while, and are back at once.

import { useRef } from 'preact/hooks';
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { useStillness } from '#screens/stage/use-stillness.ts';
import { show } from './show.tsx';

let presses = 0;
let remove = (): void => {};

const Stage = () => {
  const stage = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLElement>(null);
  useStillness(stage, bar);
  return (
    <div ref={stage} data-testid="stage" style="padding: 100px">
      <section ref={bar} aria-label="Call controls">
        <button type="button" onClick={() => (presses += 1)}>
          Leave call
        </button>
      </section>
    </div>
  );
};

afterEach(() => {
  vi.useRealTimers();
  remove();
});

const showStage = (): void => {
  presses = 0;
  remove = show(<Stage />);
};
/** The page's own time: a while passes at once. */
const showStageOutOfTime = (): void => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  showStage();
};
const waitLong = (): unknown => vi.advanceTimersByTime(60_000);
const isStill = (): boolean =>
  document.querySelector<HTMLElement>('[data-testid="stage"]')?.dataset['still'] !== undefined;
const leave = () => document.querySelector('button')!;
const touch = (type: string): boolean =>
  leave().dispatchEvent(new PointerEvent(type, { pointerType: 'touch', bubbles: true, cancelable: true }));

test('they step back, and the first movement, key, focus or turn of a wheel brings them back at once', () => {
  showStageOutOfTime();
  expect(isStill()).toBe(false);
  const wakers: readonly (() => void)[] = [
    () => document.body.dispatchEvent(new PointerEvent('pointermove', { pointerType: 'mouse', bubbles: true })),
    () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true })),
    () => document.body.dispatchEvent(new FocusEvent('focusin', { bubbles: true })),
    () => document.body.dispatchEvent(new WheelEvent('wheel', { bubbles: true })),
    () => touch('pointerdown'),
  ];
  for (const wake of wakers) {
    waitLong();
    expect(isStill()).toBe(true);
    wake();
    expect(isStill()).toBe(false);
  }
});

test('after a tap they step back all the same: a finger that is gone hovers nowhere', async () => {
  showStage();
  await userEvent.hover(page.getByRole('button', { name: 'Leave call' }));
  await expect.poll(() => leave().matches(':hover')).toBe(true);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  touch('pointermove');
  touch('pointerdown');
  waitLong();
  expect([isStill(), leave().matches(':hover')]).toEqual([true, true]);
  document.body.dispatchEvent(new PointerEvent('pointermove', { pointerType: 'mouse', bubbles: true }));
  waitLong();
  expect(isStill()).toBe(false);
});

test('a tap where nothing was to be seen presses nothing; the next one does', () => {
  showStageOutOfTime();
  waitLong();
  const tap = (): void => {
    touch('pointerdown');
    leave().dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  };
  tap();
  expect([isStill(), presses]).toEqual([false, 0]);
  tap();
  expect(presses).toBe(1);
});

test('what is open keeps them in sight until it is closed', () => {
  showStageOutOfTime();
  leave().setAttribute('aria-expanded', 'true');
  waitLong();
  expect(isStill()).toBe(false);
  leave().removeAttribute('aria-expanded');
  waitLong();
  expect(isStill()).toBe(true);
});
