// The command palette and the overlay of shortcuts: by keyboard, and where the focus goes.

import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Palette, type PaletteItem } from '#screens/palette/palette.tsx';
import { Shortcuts } from '#screens/palette/shortcuts.tsx';
import { faults, focused, show } from './show.tsx';

const open = signal<'palette' | 'shortcuts' | undefined>(undefined);
const ran = vi.fn<(id: string) => void>();
const close = (): void => void (open.value = undefined);

const item = (id: string, label: string, rest: Partial<PaletteItem> = {}): PaletteItem => ({
  id,
  label,
  isEnabled: true,
  run: () => ran(id),
  ...rest,
});
const items: readonly PaletteItem[] = [
  item('chat', 'Open chat', { icon: 'chat', keys: 'C' }),
  item('camera', 'Turn off camera', { icon: 'camera' }),
  item('screen', 'Share your screen', { isEnabled: false }),
  item('keys', 'Keyboard shortcuts', { keys: '?', run: () => void (open.value = 'shortcuts') }),
];
const groups = [{ title: 'Everything', shortcuts: [{ label: 'Commands', keys: 'Ctrl+K' }] }];

const Page = () => (
  <main>
    <button type="button" onClick={() => (open.value = 'palette')}>
      Commands
    </button>
    {open.value === 'palette' && <Palette items={items} onClose={close} />}
    {open.value === 'shortcuts' && <Shortcuts groups={groups} onClose={close} />}
  </main>
);

let hide: () => void;
beforeEach(async () => {
  open.value = undefined;
  hide = show(<Page />);
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  await expect.poll(focused).toBe('What would you like to do?');
});
afterEach(() => hide());

const active = (): string | undefined => {
  const id = document.activeElement?.getAttribute('aria-activedescendant');
  return id ? document.getElementById(id)?.querySelector('bdi')?.textContent : undefined;
};

test('typing finds, arrows walk, Enter runs, and the focus is back before', async () => {
  expect(active()).toBe('Open chat');
  expect(await faults()).toEqual([]);
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(active).toBe('Share your screen');
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await expect.poll(active).toBe('Turn off camera');
  await userEvent.keyboard('kéy');
  await expect.poll(active).toBe('Keyboard shortcuts');
  await userEvent.keyboard('{Backspace}{Backspace}{Backspace}cam');
  await expect.poll(active).toBe('Turn off camera');
  ran.mockImplementationOnce(() => expect(focused()).toBe('Commands'));
  await userEvent.keyboard('{Enter}');
  expect(ran.mock.calls).toEqual([['camera']]);
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(focused()).toBe('Commands');
});

test('what cannot be done now does nothing; what is not there is said', async () => {
  await userEvent.keyboard('share{Enter}');
  await expect.poll(active).toBe('Share your screen');
  expect(ran).not.toHaveBeenCalled();
  await userEvent.keyboard('xyz');
  await expect.element(page.getByText('Nothing goes by that name. Try another word.')).toBeVisible();
  expect(active()).toBeUndefined();
  expect(await faults()).toEqual([]);
  await userEvent.keyboard('{Enter}{Escape}');
  await expect.poll(() => open.value).toBeUndefined();
  expect(focused()).toBe('Commands');
});

test('a click runs, a click beside closes', async () => {
  await page.getByRole('option', { name: /Open chat/ }).click();
  expect(ran.mock.calls).toEqual([['chat']]);
  await expect.poll(() => open.value).toBeUndefined();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog')).toBeVisible();
  const dialog = document.querySelector('dialog')!;
  const list = dialog.querySelector('[role="listbox"]')!;
  const press = (down: Element, up: Element): void => {
    down.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    up.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  };
  // Pressed inside and let go beside it, as one who marks a text does.
  press(list, dialog);
  expect(open.value).toBe('palette');
  press(dialog, dialog);
  await expect.poll(() => open.value).toBeUndefined();
});

test('one dialog opens the next, which stays; Escape closes it and gives the focus back', async () => {
  await userEvent.keyboard('keyb{Enter}');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect.element(dialog).toBeVisible();
  expect(focused()).toBe('Keyboard shortcuts');
  expect(await faults()).toEqual([]);
  expect(open.value).toBe('shortcuts');
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  expect(focused()).toBe('Commands');
});
