// The menu button by keyboard and pointer: roles, states, the focus.

import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Menu } from '#ui/kit/menu.tsx';
import type { MenuItem } from '#ui/kit/menu-items.ts';
import { faults, focused, show } from './show.tsx';

const chosen = vi.fn<(label: string) => void>();
const shortcut = vi.fn<(key: string) => void>();
const camera = signal('Desk camera');

const radio = (label: string): MenuItem => ({
  kind: 'radio',
  label,
  isOn: camera.value === label,
  run: () => void (camera.value = label),
});

const Device = () => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- listens as the shortcuts of the call do
  <main
    style={{ display: 'grid', gap: '60vh' }}
    onKeyDown={({ key }) => {
      shortcut(key);
    }}
  >
    <Menu
      label="Camera options"
      icon="more"
      items={() => [
        { kind: 'heading', label: 'Camera' },
        radio('Front camera'),
        radio('Desk camera'),
        { kind: 'separator' },
        { kind: 'check', label: 'Mirror me', isOn: true, run: () => chosen('mirror') },
        { kind: 'action', label: 'Blur', isEnabled: false, run: () => chosen('blur') },
        { kind: 'action', label: 'Settings', icon: 'settings', run: () => chosen('settings') },
      ]}
    />
    <button type="button">After</button>
  </main>
);

let hide: () => void;
beforeEach(() => {
  camera.value = 'Desk camera';
  hide = show(<Device />);
});
afterEach(() => hide());

const button = () => page.getByRole('button', { name: 'Camera options', exact: true });
const menu = () => page.getByRole('menu', { name: 'Camera options' });

test('by keyboard: opens, walks, chooses, and the focus comes back', async () => {
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  await expect.poll(focused).toBe('Front camera');
  await expect.element(button()).toHaveAttribute('aria-expanded', 'true');
  await expect
    .element(page.getByRole('menuitemradio', { name: 'Desk camera' }))
    .toHaveAttribute('aria-checked', 'true');
  expect(await faults()).toEqual([]);
  await userEvent.keyboard('{End}');
  expect(focused()).toBe('Settings');
  await userEvent.keyboard('{ArrowDown}');
  expect(focused()).toBe('Front camera');
  await userEvent.keyboard('{ArrowUp}{ArrowUp}');
  expect(focused()).toBe('Blur');
  await userEvent.keyboard('{Enter}');
  expect(chosen).not.toHaveBeenCalled();
  await userEvent.keyboard('{Home}{Enter}');
  await expect.poll(() => camera.value).toBe('Front camera');
  await expect.element(menu()).not.toBeInTheDocument();
  expect(focused()).toBe('Camera options');
});

test('letters lead to a word and are no shortcuts; Escape closes only the menu', async () => {
  await userEvent.tab();
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(focused).toBe('Settings');
  shortcut.mockClear();
  await userEvent.keyboard('mi');
  expect(focused()).toBe('Mirror me');
  await userEvent.keyboard('{Escape}');
  await expect.element(menu()).not.toBeInTheDocument();
  expect(focused()).toBe('Camera options');
  expect(shortcut).not.toHaveBeenCalled();
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(focused).toBe('Front camera');
});

test('Tab closes it and goes on from the button', async () => {
  await userEvent.tab();
  await userEvent.keyboard(' ');
  await expect.poll(focused).toBe('Front camera');
  await userEvent.tab();
  expect(focused()).toBe('After');
  await expect.element(menu()).not.toBeInTheDocument();
});

test('by pointer: the button opens and closes, a click beside closes, a choice runs once', async () => {
  await button().click();
  await expect.element(menu()).toBeVisible();
  await button().click();
  await expect.element(menu()).not.toBeInTheDocument();
  await button().click();
  await expect.element(menu()).toBeVisible();
  await userEvent.click(document.querySelector('main')!, { position: { x: 300, y: 200 } });
  await expect.element(menu()).not.toBeInTheDocument();
  await expect.poll(focused).toBe('Camera options');
  await button().click();
  await page.getByRole('menuitemcheckbox', { name: 'Mirror me' }).click();
  expect(chosen.mock.calls).toEqual([['mirror']]);
});

test('one that grows while it is open stays inside the window', async () => {
  document.querySelector('main')!.style.justifyItems = 'end';
  await button().click();
  const list = menu().element() as HTMLElement;
  const end = (): number => Math.round(innerWidth - list.getBoundingClientRect().right);
  await expect.poll(end).toBe(8);
  list.style.fontSize = '1.4rem';
  await expect.poll(end).toBe(8);
});
