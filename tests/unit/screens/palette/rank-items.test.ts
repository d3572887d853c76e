// What is found, and what comes first.

import { expect, test } from 'vitest';
import { rankItems } from '#screens/palette/rank-items.ts';

const items = (...labels: string[]) => labels.map((label) => ({ label, isEnabled: true }));
const found = (typed: string, ...labels: string[]): readonly string[] =>
  rankItems(items(...labels), typed).map(({ label }) => label);

test('nothing typed: everything, in the order given', () =>
  expect(found('  ', 'Open chat', 'Leave call')).toEqual(['Open chat', 'Leave call']));

test('beginnings come before word starts, word starts before middles, middles before scattered letters', () => {
  expect(found('ca', 'Special', 'Turn off camera', 'Camera: Desk', 'Copy link again')).toEqual([
    'Camera: Desk',
    'Turn off camera',
    'Special',
    'Copy link again',
  ]);
});

test('words in any order, accents and case do not matter', () => {
  expect(found('mic off', 'Turn off microphone', 'Turn on microphone')).toEqual(['Turn off microphone']);
  expect(found('ELAN', 'Élan')).toEqual(['Élan']);
  expect(found('é', 'elan')).toEqual(['elan']);
});

test('what does not fit is left out; signs alone find nothing', () => {
  expect(found('xyz', 'Leave call')).toEqual([]);
  expect(found('([*', 'Leave call')).toEqual([]);
});

test('what cannot be done now comes last', () => {
  const now = [
    { label: 'Share screen', isEnabled: false },
    { label: 'Open settings', isEnabled: true },
  ];
  expect(rankItems(now, 's').map(({ label }) => label)).toEqual(['Open settings', 'Share screen']);
});
