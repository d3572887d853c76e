import { describe, expect, test } from 'vitest';
import { readKey, showKeys, type KeyPlace, type Press } from '#screens/stage/read-key.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});
const place = (more: Partial<KeyPlace> = {}): KeyPlace => ({
  isWriting: false,
  isOnControl: false,
  hasShortcuts: true,
  isCovered: false,
  ...more,
});

describe('readKey', () => {
  test('letters in either case, and what needs Shift by its sign', () => {
    for (const key of ['m', 'M']) expect(readKey(press(key), place())).toEqual({ is: 'action', keys: 'm' });
    expect(readKey(press('?'), place())).toEqual({ is: 'action', keys: '?' });
  });

  test('Space talks, but not where it presses something or writes', () => {
    expect(readKey(press(' '), place())).toEqual({ is: 'talk' });
    expect(readKey(press(' ', { repeat: true }), place())).toEqual({ is: 'talk' });
    for (const where of [{ isOnControl: true }, { isWriting: true }, { hasShortcuts: false }])
      expect(readKey(press(' '), place(where))).toBeUndefined();
  });

  test('with Ctrl or Command also while writing and with the letters off', () => {
    for (const modifier of [{ ctrlKey: true }, { metaKey: true }])
      expect(readKey(press('k', modifier), place({ isWriting: true, hasShortcuts: false }))).toEqual({
        is: 'action',
        keys: 'mod+k',
      });
  });

  test('nothing while writing, composing, under a dialog, with Alt, or when held down', () => {
    expect(readKey(press('m'), place({ isWriting: true }))).toBeUndefined();
    expect(readKey(press('m'), place({ isCovered: true }))).toBeUndefined();
    for (const more of [{ isComposing: true }, { altKey: true }, { repeat: true }])
      expect(readKey(press('m', more), place())).toBeUndefined();
  });
});

test('keys are written as they stand on the keyboard', () => {
  expect([showKeys('mod+k', false), showKeys('mod+k', true), showKeys('?', false)]).toEqual(['Ctrl+K', '⌘+K', '?']);
});
