// The page for developers: its main module opens the encoder, and frames of each size come out at the other ends.

import { afterAll, expect, test } from 'vitest';
import type { Lab } from '../../../lab/lab.ts';
import { faults } from '../ui/show.tsx';

const patience = { timeout: 90_000, interval: 100 };
let lab: Lab | undefined;
afterAll(() => lab?.[Symbol.dispose]());

test('the laboratory of the encoder runs: each gets its size, and it is drawn', { timeout: 200_000 }, async () => {
  document.title = 'Lab';
  document.documentElement.lang = 'en';
  document.body.innerHTML = '<main id="lab"></main>';
  ({ lab } = await import('../../../lab/main.ts'));
  const running = lab;
  await expect.poll(() => running.receivers.length, patience).toBe(4);
  await expect
    .poll(() => Math.min(...running.receivers.map(({ frames }) => frames.length)), patience)
    .toBeGreaterThan(3);
  const heights = (): readonly number[] => running.receivers.map(({ video }) => video.videoHeight);
  await expect.poll(heights, patience).toEqual([180, 360, 360, 720]);
  await expect.poll(() => running.rungs.map(({ outlets }) => outlets), patience).toEqual([1, 2, 1]);
  await expect.poll(() => Math.min(...running.rungs.map(({ bitrateBps }) => bitrateBps)), patience).toBeGreaterThan(0);
  const { drawn } = running;
  await expect.poll(() => running.drawn, patience).toBeGreaterThan(drawn + 5);
  const select = document.querySelector('select')!;
  select.value = '1';
  select.dispatchEvent(new Event('change'));
  await expect.poll(heights, patience).toEqual([360, 360, 360, 720]);
  expect(await faults()).toEqual([]);
});
