import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFramePairing, type Token } from '#workers/pair-frames.ts';

const open = () => {
  const sent: number[] = [];
  let asked = 0;
  const pairing = createFramePairing<Token>({
    send: ({ data }) => void sent.push(new Uint8Array(data)[0] ?? -1),
    askForKeyFrame: () => void (asked += 1),
  });
  const frame = (name: number, isKey = false): void =>
    pairing.addFrame({ bytes: new Uint8Array([name]).buffer, isKey });
  const token = (isKey = false): void => pairing.addToken({ data: new ArrayBuffer(0), isKey });
  return { pairing, sent, asked: () => asked, frame, token };
};

test('each frame takes the place of one token, in order, from the first key frame on', () => {
  const { sent, frame, token } = open();
  token(true);
  frame(1);
  frame(2, true);
  frame(3);
  token();
  token();
  expect(sent).toEqual([2, 3]);
});

test('no token is left out: after a gap in their numbers a receiver shows nothing', () => {
  const { sent, frame, token } = open();
  for (let count = 0; count < 3; count += 1) token();
  frame(1, true);
  frame(2);
  frame(3);
  expect(sent).toEqual([1, 2, 3]);
});

test('as many tokens are asked for as there are frames without one, and one before the first', () => {
  const { pairing, frame, token } = open();
  expect([pairing.takeNeed(0), pairing.takeNeed(0)]).toEqual([true, false]);
  token();
  expect(pairing.takeNeed(10)).toBe(false);
  frame(1, true);
  expect(pairing.takeNeed(20)).toBe(false);
  frame(2);
  frame(3);
  expect([1, 2, 3].map(() => pairing.takeNeed(30))).toEqual([true, true, false]);
  token();
  expect(pairing.takeNeed(40)).toBe(false);
});

test('an encoder that has dropped a still frame is given another', () => {
  const { pairing, frame } = open();
  frame(1, true);
  expect(pairing.takeNeed(1_000)).toBe(true);
  expect(pairing.takeNeed(1_050)).toBe(false);
  expect(pairing.takeNeed(1_200)).toBe(true);
});

test('a receiver that asks for a key frame gets nothing before there is one, and it is asked for', () => {
  const { sent, asked, frame, token } = open();
  frame(1, true);
  token();
  const before = asked();
  token(true);
  frame(2);
  frame(3, true);
  token();
  expect(sent).toEqual([1, 3]);
  expect(asked()).toBe(before + 1);
});

test('an outlet that falls behind begins anew at a key frame', () => {
  const { pairing, sent, asked, frame, token } = open();
  frame(0, true);
  for (let name = 1; name < 30; name += 1) frame(name);
  expect(pairing.takeNeed(0) && pairing.takeNeed(0)).toBe(false);
  expect(asked()).toBe(1);
  token();
  frame(40, true);
  expect(sent).toEqual([40]);
});

test('whatever comes: what goes out begins with a key frame, and after a gap again with one', () => {
  const step = fc.record({ isFrame: fc.boolean(), isKey: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const { sent, frame, token } = open();
      const keys = new Set<number>();
      let name = 0;
      for (const { isFrame, isKey } of steps) {
        if (!isFrame) token(isKey);
        else if (name < 250) {
          name += 1;
          if (isKey) keys.add(name);
          frame(name, isKey);
        }
      }
      sent.forEach((each, index) => {
        const last = sent[index - 1];
        // What it depends on was sent right before it.
        if (!keys.has(each)) expect(each).toBe((last ?? -1) + 1);
      });
    }),
  );
});

test('a request for a key frame that got lost is made again while frames come, and not when none do', () => {
  const { pairing, asked, frame } = open();
  pairing.takeNeed(0);
  pairing.restart();
  for (let ms = 0; ms < 2_000; ms += 16) pairing.takeNeed(ms);
  expect(asked()).toBe(1);
  for (let ms = 2_000; ms < 4_100; ms += 16) {
    frame(1);
    pairing.takeNeed(ms);
  }
  expect(asked()).toBe(5);
  frame(2, true);
  for (let ms = 4_100; ms < 6_000; ms += 16) pairing.takeNeed(ms);
  expect(asked()).toBe(5);
});
