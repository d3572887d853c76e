// "What you send" in the details of a connection: every state, in a narrow panel, and for whoever does not see it.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { EncodingReport } from '#engine/call/api.ts';
import { DetailsPanel } from '#screens/panels/details/details-panel.tsx';
import { setLocale } from '#ui/i18n/t.ts';
import { createFakeCall, fakeId, fakePerson } from '../../fixtures/fake-call.ts';
import { sharedEncoding, troubledEncoding } from '../../fixtures/fake-encoding.ts';
import { faults, focused, show } from './show.tsx';

const nothing = (): void => {};
let hide = nothing;
beforeEach(async () => {
  document.documentElement.style.height = '100%';
  await page.viewport(320, 640);
});
afterEach(async () => {
  hide();
  await setLocale('en');
  document.documentElement.dir = 'ltr';
});

const showPanel = (encoding: EncodingReport, count = 4) => {
  const call = createFakeCall({ name: 'Mira' });
  const people = Array.from({ length: count }, (_, index) => fakePerson(index, { name: `Guest ${index}` }));
  call.set.people.value = people;
  call.set.encoding.value = encoding;
  const asked = vi.fn(call.encoding);
  // Without figures of its own: they would be in the way.
  const person = { ...people[0]!, report: async () => undefined };
  hide = show(<DetailsPanel call={{ ...call, encoding: asked }} person={person} onBack={nothing} onClose={nothing} />);
  return { call, asked };
};

const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll(/[\u2068\u2069]/g, '');
const lines = (): readonly string[] =>
  [...document.querySelectorAll<HTMLElement>('details li')].map((each) => plain(each.innerText));
const isTooWide = (): boolean =>
  [...document.querySelectorAll('details, details *')].some(
    (each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline',
  );

test('once for everybody: each size, its cost, and who gets it', async () => {
  showPanel(sharedEncoding);
  await expect.element(page.getByRole('heading', { name: 'Camera, encoded once for 4 people' })).toBeVisible();
  expect(lines()).toEqual([
    '1280 × 720\n1.8 Mb/s\n\n30 frames a second\n\nEncoding takes 9.4 ms of every 33 ms\n\nGuest 0',
    '640 × 360\n604 kb/s to each\n\n30 frames a second\n\nEncoding takes 4.2 ms of every 33 ms\n\nGuest 1, Guest 2, and Guest 3',
    '1920 × 1080\n1.3 Mb/s to each\n\n15 frames a second\n\nEncoding takes 12 ms of every 67 ms\n\nGuest 0, Guest 1, Guest 2, and Guest 3',
  ]);
  expect(isTooWide()).toBe(false);
  expect(await faults()).toEqual([]);
});

test('nothing sent, muted in mid-call, one person, and nobody who looks', async () => {
  vi.useFakeTimers();
  const { call } = showPanel({});
  await vi.advanceTimersByTimeAsync(0);
  await expect.element(page.getByText('You send no picture, so nothing is encoded.')).toBeVisible();
  const [one] = troubledEncoding(1).camera ?? [];
  call.set.encoding.value = { camera: one ? [one] : [] };
  await vi.advanceTimersByTimeAsync(2_000);
  await expect.element(page.getByRole('heading', { name: 'Camera, encoded for 1 person' })).toBeVisible();
  expect(lines()[0]).toContain('400 kb/s\n');
  call.set.encoding.value = { camera: [] };
  await vi.advanceTimersByTimeAsync(2_000);
  await expect.element(page.getByText('Camera: nobody gets it right now')).toBeVisible();
  call.set.encoding.value = {};
  await vi.advanceTimersByTimeAsync(2_000);
  await expect.element(page.getByText('You send no picture, so nothing is encoded.')).toBeVisible();
  vi.useRealTimers();
  expect(await faults()).toEqual([]);
});

test('trouble among thirty: why, when it is tried again, and two lines instead of thirty', async () => {
  showPanel(troubledEncoding(29), 29);
  await expect.element(page.getByText(/^Encoding once for everybody failed/)).toBeVisible();
  await expect.element(page.getByText('The reason: worker-silent. We try again in 50 seconds.')).toBeVisible();
  await expect
    .element(page.getByRole('heading', { name: 'Camera, encoded 29 times, once for each person' }))
    .toBeVisible();
  expect(lines()).toHaveLength(2);
  expect(lines()[1]).toMatch(/Guest 1, .*Guest 6, and 22 more$/);
  expect(isTooWide()).toBe(false);
  expect(await faults()).toEqual([]);
});

test('somebody who left since is not named; the others are', async () => {
  showPanel({ camera: [{ isShared: true, people: [fakeId(0), fakeId(50)], width: 640, height: 360 }] });
  await expect.poll(lines).toEqual(['640 × 360\n\nGuest 0']);
});

test('by keyboard it closes and opens, and what changes is not read out', async () => {
  showPanel(sharedEncoding);
  await expect.element(page.getByText('What you send')).toBeVisible();
  const details = document.querySelector('details')!;
  const summary = details.querySelector('summary')!;
  for (let presses = 0; document.activeElement !== summary && presses < 8; presses += 1) await userEvent.tab();
  expect(focused()).toContain('What you send');
  await userEvent.keyboard('{Enter}');
  expect(details.open).toBe(false);
  await userEvent.keyboard(' ');
  expect(details.open).toBe(true);
  expect(details.closest('[aria-live], [role="status"], [role="log"]')).toBeNull();
  expect(details.querySelector('[aria-live], [role="status"], [role="alert"]')).toBeNull();
  // The bar says nothing that the words do not.
  expect(details.querySelectorAll('[style*="--load"][aria-hidden="true"]')).toHaveLength(3);
});

test('from right to left a size is still width by height', async () => {
  await setLocale('ar-XB');
  document.documentElement.dir = 'rtl';
  showPanel(sharedEncoding);
  await expect.poll(() => document.querySelector('details li bdi')?.textContent).toBe('1280 × 720');
  const bdi = document.querySelector('details li bdi')!;
  expect(getComputedStyle(bdi).direction).toBe('ltr');
  expect(isTooWide()).toBe(false);
  expect(await faults()).toEqual([]);
});

test('nothing is asked once nobody looks; the report has it without names', async () => {
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const { asked } = showPanel(sharedEncoding);
  await expect.element(page.getByText('What you send')).toBeVisible();
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect.element(page.getByText('Report copied')).toBeVisible();
  const text = plain(written.mock.lastCall?.[0] ?? '');
  expect(text).toContain('Camera, encoded once for 4 people\n    1280 × 720 · 1.8 Mb/s');
  expect(text).not.toContain('Guest');
  hide();
  hide = nothing;
  vi.useFakeTimers();
  const calls = asked.mock.calls.length;
  await vi.advanceTimersByTimeAsync(10_000);
  vi.useRealTimers();
  expect(asked).toHaveBeenCalledTimes(calls);
});
