import { describe, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import { limits } from '#core/wire/limits.ts';
import { createLate } from '#engine/call/late.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

interface Sent {
  readonly type: string;
  readonly body: unknown;
  readonly to: PersonId | undefined;
}

const ben = 'B'.repeat(22) as PersonId;
const cem = 'C'.repeat(22) as PersonId;

const setUp = (text = 'what was said') => {
  const clock = createFakeClock();
  const sent: Sent[] = [];
  const loaded: unknown[] = [];
  const memory = { text, digest: 'ours', isNew: true };
  const source = {
    id: 'chat',
    save: () => memory.text,
    digest: () => memory.digest,
    load: (value: unknown) => {
      loaded.push(value);
      return memory.isNew;
    },
  };
  const late = createLate({
    sources: () => [source],
    clock,
    log: createLog(clock.nowMs),
    send: (type, body, to) => sent.push({ type, body, to }),
  });
  return { clock, late, sent, loaded, memory };
};

const please = { features: ['chat'] };

describe('telling', () => {
  test('comes in parts that fit into messages, and whoever joins them has the whole', () => {
    const long = '"\\\n🐦'.repeat(20_000);
    const teller = setUp(long);
    const newcomer = setUp();
    teller.late.take('late-please', please, ben);
    expect(teller.sent.length).toBeGreaterThan(3);
    for (const { type, body, to } of teller.sent) {
      expect([type, to]).toEqual(['late', ben]);
      expect(JSON.stringify(body).length).toBeLessThan(limits.controlBytes - 200);
      newcomer.late.take(type, JSON.parse(JSON.stringify(body)), ben);
    }
    expect(newcomer.loaded).toEqual([long]);
  });

  test('goes to the one who asked, and says nothing of features that were not asked for', () => {
    const { late, sent } = setUp();
    late.take('late-please', { features: ['files'] }, ben);
    expect(sent).toEqual([]);
    late.take('late-please', please, cem);
    expect(sent.map(({ to }) => to)).toEqual([cem]);
  });

  test('is done a few times for each person, not in a loop', async () => {
    const { late, sent, clock } = setUp();
    for (let count = 0; count < 100; count += 1) late.take('late-please', please, ben);
    expect(sent).toHaveLength(6);
    late.take('late-please', please, cem);
    expect(sent).toHaveLength(7);
    await clock.advance(10_000);
    for (let count = 0; count < 100; count += 1) late.take('late-please', please, ben);
    expect(sent).toHaveLength(9);
  });

  test('leaves out what is too much', () => {
    const { late, sent } = setUp('x'.repeat(limits.lateBytes));
    late.take('late-please', please, ben);
    expect(sent).toEqual([]);
  });
});

describe('hearing', () => {
  const part = (at: number, parts: number, text: string, feature = 'chat') => ({ feature, part: at, parts, text });

  test('joins parts in order, each sender’s for itself', () => {
    const { late, loaded } = setUp();
    late.take('late', part(0, 2, '"from '), ben);
    late.take('late', part(0, 2, '"from '), cem);
    late.take('late', part(1, 2, 'Ben"'), ben);
    late.take('late', part(1, 2, 'Cem"'), cem);
    expect(loaded).toEqual(['from Ben', 'from Cem']);
  });

  test.each([
    ['a part is missing', [part(0, 3, '"a'), part(2, 3, 'c"')]],
    ['the first is missing', [part(1, 2, 'b"')]],
    ['a part comes twice', [part(0, 2, '"a'), part(0, 2, '"a'), part(0, 2, '"a')]],
    ['a part is beyond the end', [part(5, 2, '"x"')]],
    ['there are too many', [part(0, 64, '"a')]],
    ['the feature is unknown', [part(0, 1, '"a"', 'files')]],
    ['the form is wrong', [{ feature: 'chat' }, null, 7, part(-1, 1, '')] as unknown[]],
  ])('takes nothing over when %s', (_, parts) => {
    const { late, loaded } = setUp();
    for (const each of parts) late.take('late', each, ben);
    expect(loaded).toEqual([]);
  });

  test('what is no JSON is nothing, for the schema to refuse', () => {
    const { late, loaded } = setUp();
    late.take('late', part(0, 1, '{broken'), ben);
    expect(loaded).toEqual([undefined]);
  });

  test('holds little of those who begin and never end', () => {
    const { late, loaded } = setUp();
    const people = Array.from(
      { length: 150 },
      (_, index) => `${'B'.repeat(19)}${100 + index}`.replaceAll('0', 'z') as PersonId,
    );
    for (const person of people) late.take('late', part(0, 2, '"a'), person);
    for (const person of people) late.take('late', part(1, 2, 'b"'), person);
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.length).toBeLessThanOrEqual(101);
  });

  test('passes new words on, and only new ones', async () => {
    const { late, sent, clock, memory } = setUp();
    memory.isNew = false;
    late.take('late', part(0, 1, '"a"'), ben);
    await clock.advance(10_000);
    expect(sent).toEqual([]);
    memory.isNew = true;
    late.take('late', part(0, 1, '"a"'), ben);
    await clock.advance(10_000);
    expect(sent).toEqual([{ type: 'late-digest', body: { digests: { chat: 'ours' } }, to: undefined }]);
  });
});

describe('comparing notes', () => {
  test('happens once, however often it is wished for', async () => {
    const { late, sent, clock } = setUp();
    for (let count = 0; count < 20; count += 1) late.compareSoon();
    await clock.advance(5_000);
    expect(sent.map(({ type }) => type)).toEqual(['late-digest']);
  });

  test('asks whoever holds something else, and nobody who holds the same', () => {
    const { late, sent } = setUp();
    late.take('late-digest', { digests: { chat: 'ours', files: 'x' } }, ben);
    expect(sent).toEqual([]);
    late.take('late-digest', { digests: { chat: 'theirs', files: 'x' } }, ben);
    expect(sent).toEqual([{ type: 'late-please', body: please, to: ben }]);
  });

  test('takes no rubbish', () => {
    const { late, sent } = setUp();
    for (const body of [null, {}, { digests: [1] }, { digests: { chat: 7 } }]) late.take('late-digest', body, ben);
    late.take('constructor', {}, ben);
    expect(sent).toEqual([]);
  });

  test('ends with its timer', async () => {
    const { late, sent, clock } = setUp();
    late.compareSoon();
    late[Symbol.dispose]();
    late.compareSoon();
    await clock.advance(10_000);
    expect([sent, clock.pending()]).toEqual([[], 0]);
  });
});
