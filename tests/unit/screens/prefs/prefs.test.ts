import { expect, test } from 'vitest';
import { createPrefs, readPrefs } from '#screens/prefs/prefs.ts';

const storageOf = (kept: string | null) => {
  const items = new Map(kept === null ? [] : [['starling.prefs', kept]]);
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
};
const builtIn = readPrefs(storageOf(null));

test('what is missing or wrong has its built-in value, and the rest is kept', () => {
  expect(readPrefs(storageOf('{"theme":"dark","motion":7,"hasSounds":false,"locale":"tlh"}'))).toEqual({
    ...builtIn,
    theme: 'dark',
    hasSounds: false,
  });
  for (const kept of ['', 'null', '[]', '7', '{', '"dark"']) expect(readPrefs(storageOf(kept))).toEqual(builtIn);
});

test('what is set is there the next time, until it is forgotten', () => {
  const storage = storageOf(null);
  const prefs = createPrefs(storage);
  prefs.set('theme', 'contrast');
  prefs.set('keepsRecentCalls', false);
  expect(createPrefs(storage).values.theme.value).toBe('contrast');
  prefs.forget();
  expect(prefs.values.keepsRecentCalls.value).toBe(true);
  expect([...storage.items]).toEqual([]);
});

test('a storage that refuses costs only the memory', () => {
  const refuse = (): never => {
    throw new DOMException('no', 'SecurityError');
  };
  const prefs = createPrefs({ getItem: refuse, setItem: refuse, removeItem: refuse });
  prefs.set('theme', 'light');
  expect(prefs.values.theme.value).toBe('light');
  prefs.forget();
  expect(prefs.values.theme.value).toBe('system');
});

test('what another window has set is taken over when asked for', () => {
  const storage = storageOf(null);
  const [here, there] = [createPrefs(storage), createPrefs(storage)];
  there.set('theme', 'light');
  expect(here.values.theme.value).toBe('system');
  here.reread();
  expect(here.values.theme.value).toBe('light');
});
