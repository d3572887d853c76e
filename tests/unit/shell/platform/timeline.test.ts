import { expect, onTestFinished, test } from 'vitest';
import type { LogEntry } from '#core/base/log.ts';
import { createTimeline } from '#shell/platform/timeline.ts';

const entry = (event: string, level: LogEntry['level'] = 'info'): LogEntry => ({
  atMs: 0,
  level,
  area: 'test',
  event,
  details: {},
});
const marks = (): string[] =>
  performance
    .getEntriesByType('mark')
    .flatMap(({ name }) => (name.startsWith('starling:test-') ? [name.replace('starling:test-', '')] : []));

test('every change of a lifecycle is a mark; of very many the last of each stays', () => {
  onTestFinished(() => performance.clearMarks());
  const note = createTimeline();
  note(entry('test-join'));
  note(entry('test-detail', 'debug'));
  note(entry('test-join'));
  expect(marks()).toEqual(['join', 'join']);
  for (let time = 0; time < 2_000; time += 1) note(entry(time % 2 === 0 ? 'test-come' : 'test-go'));
  expect(marks().length).toBeLessThanOrEqual(300);
  const since = performance.now();
  note(entry('test-go'));
  expect(performance.getEntriesByName('starling:test-go').map(({ startTime }) => startTime >= since)).toEqual([true]);
  expect(marks().slice(0, 2)).toEqual(['join', 'join']);
});
