import { expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import { createAttemptSlot } from '#engine/mesh/attempt.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeNetwork } from '../../../fakes/rtc-network.ts';
import { createTestConnection } from './test-connection.ts';

const nothing = (): void => {};

const setUp = () => {
  const clock = createFakeClock();
  const rtc = createFakeNetwork(clock).port('Ana');
  const broken: string[] = [];
  const slot = createAttemptSlot(
    {
      adopted: nothing,
      candidate: nothing,
      transport: nothing,
      open: nothing,
      path: () => {},
      tracks: nothing,
      described: nothing,
      message: nothing,
      broke: (session) => broken.push(session),
    },
    createLog(clock.nowMs),
  );
  return { slot, broken, open: () => createTestConnection(rtc) };
};

test('a description that is under way on a connection that is given up does not hold up the next one', async () => {
  const { slot, broken, open } = setUp();
  const done: string[] = [];
  slot.adopt(open(), 'first');
  slot.enqueue(async ({ connection }) => void done.push(await connection.offer()));
  // The browser is at it.
  await Promise.resolve();
  slot.adopt(open(), 'second');
  const next = new Promise<void>((resolve) => {
    slot.enqueue(async ({ connection, session }) => {
      await connection.offer();
      done.push(session);
      resolve();
    });
  });
  await next;
  expect(done).toEqual(['second']);
  expect(broken).toEqual([]);
});
