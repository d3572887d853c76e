import { expect, test } from 'vitest';
import { createLog, reasonOf, type LogEntry } from '#core/base/log.ts';

test('keeps the last entries, oldest first, and forgets the rest', () => {
  let nowMs = 0;
  const log = createLog(() => ++nowMs, 3);
  for (const event of ['a', 'b', 'c', 'd']) log.info(event);
  expect(log.entries().map(({ event, atMs }) => `${event}${atMs}`)).toEqual(['b2', 'c3', 'd4']);
});

test('areas write into one ring under their own name', () => {
  const log = createLog(() => 5);
  log.debug('one');
  log.area('mesh').warn('two', { count: 2 });
  log.area('mesh').area('call').error('three');
  expect(log.area('other').entries()).toEqual([
    { atMs: 5, level: 'debug', area: 'app', event: 'one', details: {} },
    { atMs: 5, level: 'warn', area: 'mesh', event: 'two', details: { count: 2 } },
    { atMs: 5, level: 'error', area: 'call', event: 'three', details: {} },
  ]);
});

test('what was read does not change afterwards', () => {
  const log = createLog(() => 0);
  log.info('one');
  const read = log.entries();
  log.info('two');
  expect(read).toHaveLength(1);
});

test('the sink gets every entry, also those that the ring forgets', () => {
  const heard: LogEntry[] = [];
  const log = createLog(
    () => 0,
    1,
    (entry) => heard.push(entry),
  );
  log.info('one');
  log.info('two');
  expect(heard.map(({ event }) => event)).toEqual(['one', 'two']);
});

test('a reason is a name, never a message: messages of browsers can hold addresses', () => {
  expect(reasonOf(new TypeError('192.0.2.1'))).toBe('TypeError');
  expect(reasonOf(new DOMException('192.0.2.1', 'NotFoundError'))).toBe('NotFoundError');
  expect(reasonOf('192.0.2.1')).toBe('string');
  expect(reasonOf(undefined)).toBe('undefined');
});
