import { expect, test } from 'vitest';
import { namedOf, readAsked } from '../../bench/options.ts';

const known = { defaultRuns: 3, isWord: (word: string): boolean => word === 'a' || word === 'b', flags: ['--loud'] };

test('words, flags and a number of runs, in any order', () => {
  expect(readAsked(['--runs', '2', 'a', '--dry', '--loud'], known)).toEqual({
    words: ['a'],
    runs: 2,
    isContinued: false,
    isDry: true,
    isPageOnly: false,
    more: new Set(['--dry', '--loud']),
  });
  expect(readAsked([], known)).toMatchObject({ words: [], runs: 3 });
});

test.each([['c'], ['--quiet'], ['a', '--runs'], ['--runs', '0'], ['--runs', '1.5']])(
  'what means nothing is refused: %s %s',
  (...options) => {
    expect(readAsked(options, known)).toBeUndefined();
  },
);

test('nothing named is all', () => {
  expect(namedOf(['a', 'b'], [])).toEqual(['a', 'b']);
  expect(namedOf(['a', 'b'], ['b', '7'])).toEqual(['b']);
});
