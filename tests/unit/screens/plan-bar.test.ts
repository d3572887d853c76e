import { expect, test } from 'vitest';
import { planBar, type BarPlace } from '#screens/stage/plan-bar.ts';

const all: readonly BarPlace[] = ['microphone', 'camera', 'share', 'hand', 'reactions', 'chat', 'people', 'copy-link'];
const bar = (lengthPx: number, there = all) => planBar(there, { lengthPx, slotPx: 62, fixedPx: 150 });

test('a laptop has room for all, in their order', () => expect(bar(1200)).toEqual(all));

test('a phone keeps what is needed most', () => {
  expect(bar(344)).toEqual(['microphone', 'camera', 'chat']);
  expect(bar(0)).toEqual(['microphone', 'camera']);
});

test('what is not there leaves its room to others', () => {
  expect(bar(344, ['microphone', 'camera', 'hand', 'people'])).toEqual(['microphone', 'camera', 'hand']);
});

test('more room never takes a control away', () => {
  for (let lengthPx = 0; lengthPx < 900; lengthPx += 10)
    expect(bar(lengthPx + 10)).toEqual(expect.arrayContaining([...bar(lengthPx)]));
});
