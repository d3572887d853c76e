import { expect, test } from 'vitest';
import { firstWords } from '#features/chat/first-words.ts';

test('a short message stands as it is, in one line', () => {
  expect(firstWords('Hello')).toBe('Hello');
  expect(firstWords('First:\n\n  one\ttwo')).toBe('First: one two');
});

test('a long one is cut, between letters as people count them', () => {
  expect(firstWords('a'.repeat(60))).toBe('a'.repeat(60));
  expect(firstWords('a'.repeat(61))).toBe(`${'a'.repeat(60)}…`);
  expect(firstWords('👨‍👩‍👧'.repeat(300))).toBe(`${'👨‍👩‍👧'.repeat(60)}…`);
  expect(firstWords('word '.repeat(800)).length).toBeLessThan(64);
});

test('nothing in it turns the line around or hides', () => {
  expect(firstWords('\u202egnp.\u2066cat\u200b')).toBe('gnp.cat');
});
