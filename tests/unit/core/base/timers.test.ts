import { expect, test } from 'vitest';
import { createScope } from '#core/base/scope.ts';
import { createLater } from '#core/base/timers.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

test('tasks run in time, and none after the end of their owner', async () => {
  const clock = createFakeClock(1);
  const scope = createScope();
  const later = createLater(scope, clock.after);
  const ran: string[] = [];
  later(10, () => ran.push('soon'));
  later(100, () => ran.push('late'));
  await clock.advance(50);
  expect([ran, clock.pending()]).toEqual([['soon'], 1]);
  scope[Symbol.dispose]();
  expect(clock.pending()).toBe(0);
  later(10, () => ran.push('after the end'));
  await clock.advance(500);
  expect([ran, clock.pending()]).toEqual([['soon'], 0]);
});

test('a task may plan the next one', async () => {
  const clock = createFakeClock(1);
  const scope = createScope();
  const later = createLater(scope, clock.after);
  let count = 0;
  const again = (): void => {
    count += 1;
    if (count < 5) later(10, again);
  };
  later(10, again);
  await clock.advance(200);
  expect([count, clock.pending()]).toEqual([5, 0]);
});
