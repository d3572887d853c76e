// The frame of a panel: where the focus starts, and how it is closed.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Panel } from '#ui/kit/panel.tsx';
import { faults, focused, show } from './show.tsx';

const onClose = vi.fn<() => void>();
const back = vi.fn<() => void>();
let hide = (): void => {};
beforeEach(() => hide());
afterEach(() => hide());

test('starts at its heading, is a landmark with a name, and closes by button and by Escape from inside', async () => {
  hide = show(
    <Panel title="People" count={3} back={{ label: 'Back to people', run: back }} onClose={onClose}>
      <label>
        Search <input />
      </label>
    </Panel>,
  );
  expect(focused()).toBe('People 3');
  await expect.element(page.getByRole('complementary', { name: 'People 3' })).toBeVisible();
  expect(await faults()).toEqual([]);
  await userEvent.tab();
  expect(focused()).toBe('Close People');
  await userEvent.keyboard('{Enter}');
  expect(onClose).toHaveBeenCalledTimes(1);
  await userEvent.tab();
  await userEvent.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledTimes(2);
  await page.getByRole('button', { name: 'Back to people' }).click();
  expect(back).toHaveBeenCalledTimes(1);
});

test('the system’s way back closes it, also when the focus is elsewhere', async () => {
  hide = show(
    <>
      <button type="button">Elsewhere</button>
      <Panel title="Notes" onClose={onClose}>
        Words
      </Panel>
    </>,
  );
  const before = onClose.mock.calls.length;
  await page.getByRole('button', { name: 'Elsewhere' }).click();
  // On a desktop it is Escape that asks to close what is open.
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => onClose.mock.calls.length).toBe(before + 1);
});

test('starts at its first field where writing is the point', () => {
  hide = show(
    <Panel title="Notes" startsAt="field" onClose={onClose}>
      <textarea aria-label="Note" />
    </Panel>,
  );
  expect(focused()).toBe('Note');
});
