import { expect, test } from 'vitest';
import type { Connection } from '#engine/mesh/connection.ts';
import { createSpare } from '#engine/mesh/spare.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeNetwork } from '../../../fakes/rtc-network.ts';
import { createTestConnection } from './test-connection.ts';

const setUp = () => {
  const clock = createFakeClock();
  const network = createFakeNetwork(clock);
  const rtc = network.port('Ana');
  const made: Connection[] = [];
  let isRefused = false;
  let knowsOutside = true;
  const spare = createSpare(() => {
    if (isRefused) throw new DOMException('too many', 'UnknownError');
    const connection = { ...createTestConnection(rtc), knowsOutside: () => knowsOutside };
    made.push(connection);
    return connection;
  }, clock);
  return {
    clock,
    network,
    spare,
    made,
    refuse: (next: boolean) => (isRefused = next),
    loseServers: () => (knowsOutside = false),
  };
};

test('an offer and its addresses are ready before anybody is there', async () => {
  const { clock, spare, made } = setUp();
  expect(spare.take()).toBeUndefined();
  expect(spare.waiting()).toBe(made[0]);
  await clock.advance(10);
  const taken = spare.take();
  expect(taken?.connection).toBe(made[0]);
  expect(taken?.sdp).toContain('a=fingerprint');
  expect(taken?.sdp).toContain('a=candidate');
});

test('one is taken once; the next is made when the join has had the processor for itself', async () => {
  const { clock, spare, made } = setUp();
  await clock.advance(10);
  spare.take();
  expect([spare.take(), spare.waiting()]).toEqual([undefined, undefined]);
  await clock.advance(1_499);
  expect(made).toHaveLength(1);
  await clock.advance(1);
  await clock.settle();
  expect(spare.take()?.connection).toBe(made[1]);
});

test('an offer that nobody took is renewed every minute, and never more than one is held', async () => {
  const { clock, network, made } = setUp();
  await clock.advance(180_500);
  expect(made).toHaveLength(4);
  expect(network.openCount()).toBe(1);
});

test('what was prepared while no server answered is not given away, except where they have not had the time to', async () => {
  const { clock, network, spare, made, loseServers } = setUp();
  loseServers();
  await clock.advance(900);
  expect(spare.take()?.connection).toBe(made[0]);
  await clock.advance(1_500 + 1_000);
  expect(spare.waiting()).toBe(made[1]);
  expect(spare.take()).toBeUndefined();
  await clock.advance(1_500);
  expect(spare.waiting()).toBe(made[2]);
  // The first was taken; the second is closed.
  expect(network.openCount()).toBe(2);
});

test('another network throws away what was prepared', async () => {
  const { clock, network, spare, made } = setUp();
  await clock.advance(10);
  spare.refresh();
  await clock.advance(10);
  expect(spare.take()?.connection).toBe(made[1]);
  expect(network.openCount()).toBe(1);
});

test('a browser that refuses another connection is asked again at the next join', async () => {
  const { clock, spare, refuse } = setUp();
  await clock.advance(10);
  refuse(true);
  spare.take();
  await clock.advance(1_500);
  expect(spare.take()).toBeUndefined();
  refuse(false);
  await clock.advance(1_510);
  expect(spare.take()).toBeDefined();
});

test('ends with what it holds, also while it is being made; what was taken belongs to whoever took it', async () => {
  const early = setUp();
  early.spare[Symbol.dispose]();
  await early.clock.advance(70_000);
  expect([early.network.openCount(), early.made.length, early.clock.pending()]).toEqual([0, 1, 0]);
  const late = setUp();
  await late.clock.advance(10);
  late.spare.take();
  await late.clock.advance(2_000);
  late.spare[Symbol.dispose]();
  await late.clock.advance(70_000);
  expect([late.network.openCount(), late.clock.pending()]).toEqual([1, 0]);
});
