import { describe, expect, test } from 'vitest';
import { readKey, showKeys, spokenKeys, type KeyPlace, type Press } from '#screens/stage/read-key.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: '',
  shiftKey: false,
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

  test('on keyboards of other scripts, the letter that is in its place', () => {
    for (const [key, code, keys] of [
      ['ь', 'KeyM', 'm'],
      ['ζ', 'KeyZ', 'z'],
      ['ה', 'KeyV', 'v'],
      ['л', 'KeyK', 'mod+k'],
    ] as const)
      expect(readKey(press(key, { code, ctrlKey: keys.startsWith('mod') }), place())).toEqual({ is: 'action', keys });
    // Latin letters are where the person's own keyboard has them.
    expect(readKey(press('m', { code: 'Semicolon' }), place())).toEqual({ is: 'action', keys: 'm' });
    expect(readKey(press('a', { code: 'KeyQ' }), place())).toEqual({ is: 'action', keys: 'a' });
    expect(readKey(press('é', { code: 'Digit2' }), place())).toEqual({ is: 'action', keys: 'é' });
  });

  test('Shift counts beside Ctrl only', () => {
    const more = { shiftKey: true, ctrlKey: true };
    expect(readKey(press('L', more), place())).toEqual({ is: 'action', keys: 'mod+shift+l' });
    expect(readKey(press('L', { shiftKey: true }), place())).toEqual({ is: 'action', keys: 'l' });
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
  expect(['mod+shift+l', 'm'].map((keys) => spokenKeys(keys, false))).toEqual(['Control+Shift+L', 'M']);
  expect([spokenKeys('mod+k', true), showKeys('mod+shift+l', true)]).toEqual(['Meta+K', '⌘+⇧+L']);
});
