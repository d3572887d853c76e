import { expect, test } from 'vitest';
import type { Signal } from '#core/wire/signal.ts';
import { createCallHold, createOfferHold } from '#engine/mesh/offer-hold.ts';

const offer = (n: number): Signal => ({ instance: 'page', n, session: 'ours', kind: 'offer', sdp: `v=${n}` });

const setUp = () => {
  let nowMs = 0;
  return { hold: createOfferHold(() => nowMs), pass: (ms: number) => void (nowMs += ms) };
};

test('an offer is kept until the path breaks, and given once', () => {
  const { hold, pass } = setUp();
  expect(hold.keep(offer(1))).toBeUndefined();
  pass(5_000);
  expect(hold.take()).toEqual(offer(1));
  expect(hold.take()).toBeUndefined();
});

test('of several that come together the last one counts', () => {
  const { hold, pass } = setUp();
  for (const n of [1, 2, 3]) {
    expect(hold.keep(offer(n))).toBeUndefined();
    pass(100);
  }
  expect(hold.take()).toEqual(offer(3));
});

test('whoever asks again later does not hear us', () => {
  const { hold, pass } = setUp();
  hold.keep(offer(1));
  pass(2_000);
  expect(hold.keep(offer(2))).toEqual(offer(2));
  expect(hold.take()).toBeUndefined();
});

test('what is old is forgotten, and counts for nothing that comes later', () => {
  const { hold, pass } = setUp();
  hold.keep(offer(1));
  pass(15_000);
  expect(hold.keep(offer(2))).toBeUndefined();
  pass(15_000);
  expect(hold.take()).toBeUndefined();
});

test('a call of another session is given once, not before it is due, and not when it is old', () => {
  let nowMs = 0;
  const hold = createCallHold(() => nowMs);
  expect(hold.take()).toBeUndefined();
  hold.keep(offer(1), 250);
  nowMs = 249;
  expect(hold.take()).toBeUndefined();
  nowMs = 250;
  expect(hold.take()).toEqual(offer(1));
  expect(hold.take()).toBeUndefined();
  hold.keep(offer(2));
  nowMs += 15_000;
  expect(hold.take()).toBeUndefined();
});
