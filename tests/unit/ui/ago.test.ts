import { describe, expect, test } from 'vitest';
import { agoOf } from '#ui/i18n/ago.ts';
import { formatAgo } from '#ui/i18n/t.ts';

const now = new Date(2026, 4, 13, 15, 0).getTime();
const minutes = (count: number): number => now - count * 60_000;
const at = (month: number, day: number, hour: number): number => new Date(2026, month - 1, day, hour).getTime();

describe('how long ago', () => {
  test.each([
    ['in this very minute', minutes(0.9), 'now'],
    ['minutes', minutes(1), '1 minute ago'],
    ['just below an hour', minutes(59.9), '59 minutes ago'],
    ['hours of this day', at(5, 13, 1), '14 hours ago'],
    ['the evening before', at(5, 12, 23), 'yesterday'],
    ['the morning before', at(5, 12, 1), 'yesterday'],
    ['days', at(5, 10, 9), '3 days ago'],
    ['a week', at(5, 6, 9), 'last week'],
    ['weeks', at(4, 20, 9), '3 weeks ago'],
    ['months', at(2, 1, 9), '3 months ago'],
    ['a year', new Date(2025, 4, 1).getTime(), 'last year'],
    ['a clock that was set back', minutes(-600), 'now'],
    ['no date at all', Number.NaN, 'now'],
  ])('%s', (_, dateMs, words) => expect(formatAgo(dateMs, now)).toBe(words));

  test('past midnight, a few hours are still hours', () => {
    const night = new Date(2026, 4, 13, 1, 0).getTime();
    expect(agoOf(at(5, 12, 22), night)).toEqual({ amount: -3, unit: 'hour' });
  });
});
