import { expect, test } from 'vitest';
import { isPersonId } from '#core/base/ids.ts';

test.each([
  ['1'.repeat(22), true],
  ['z'.repeat(16), true],
  ['A'.repeat(24), true],
  ['A'.repeat(15), false],
  ['A'.repeat(25), false],
  [`${'A'.repeat(21)}0`, false],
  [`${'A'.repeat(21)}\n`, false],
  [undefined, false],
  [22, false],
])('%j is a person’s id: %s', (text, expected) => {
  expect(isPersonId(text)).toBe(expected);
});
