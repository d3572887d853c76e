import { expect, test, vi } from 'vitest';
import { createGate } from '#engine/call/gate.ts';
import { encodeEnvelope } from '#core/wire/envelope.ts';
import { limits } from '#core/wire/limits.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

const setUp = () => {
  const clock = createFakeClock();
  const refused: string[] = [];
  const gate = createGate(clock, ({ code }) => refused.push(code));
  return { clock, gate, refused };
};
const message = (id = 1): string => encodeEnvelope({ feature: 'chat', type: 'message', version: 1, id, body: 'x' });

test('what fits passes as it is', () => {
  const { gate, refused } = setUp();
  expect(gate.pass(message(7))).toEqual({ feature: 'chat', type: 'message', version: 1, id: 7, body: 'x' });
  expect(refused).toEqual([]);
});

test('10 MB is dropped unread, and costs the peer none of what may pass', () => {
  const { gate, refused } = setUp();
  const parse = vi.spyOn(JSON, 'parse');
  const huge = 'x'.repeat(10 * 1024 * 1024);
  for (let count = 0; count < 1_000; count += 1) expect(gate.pass(huge)).toBeUndefined();
  expect(parse).not.toHaveBeenCalled();
  parse.mockRestore();
  expect(gate.pass(message())).toBeDefined();
  expect(refused).toEqual(['wire/too-large']);
});

test('a flood is cut off before it is parsed, is told once, and heals with time', async () => {
  const { gate, refused, clock } = setUp();
  const parse = vi.spyOn(JSON, 'parse');
  const passed = (count: number): number =>
    Array.from({ length: count }, () => gate.pass(message())).filter(Boolean).length;
  expect(passed(1_000)).toBe(limits.controlBurst);
  expect(parse).toHaveBeenCalledTimes(limits.controlBurst);
  parse.mockRestore();
  await clock.advance(1_000);
  expect(passed(1_000)).toBe(limits.controlPerSecond);
  expect(refused).toEqual(['wire/too-many']);
});

test('rubbish counts against the rate as well', () => {
  const { gate } = setUp();
  for (let count = 0; count < limits.controlBurst; count += 1) gate.pass('rubbish');
  expect(gate.pass(message())).toBeUndefined();
});

test('each kind of trouble is told once', () => {
  const { gate, refused } = setUp();
  const wrong = [
    'rubbish',
    '{}',
    '[2,"call","hello",2,1,{}]',
    '[3,"call","hello",3,1,{}]',
    'x'.repeat(limits.controlBytes + 1),
  ];
  for (const data of [...wrong, ...wrong]) gate.pass(data);
  expect(refused).toEqual(['wire/malformed', 'wire/old-app', 'wire/too-large']);
});

test('what is no text is dropped by its size or its form', () => {
  const { gate, refused } = setUp();
  for (const data of [new ArrayBuffer(8), new ArrayBuffer(limits.controlBytes + 1), new Blob(['x']), undefined, 7]) {
    expect(gate.pass(data)).toBeUndefined();
  }
  expect(refused.toSorted()).toEqual(['wire/malformed', 'wire/too-large']);
});
