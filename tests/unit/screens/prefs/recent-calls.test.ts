import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecentCalls, parseRecentCalls, recentCallsKey, withCall } from '#screens/prefs/recent-calls.ts';
import { createMemoryStorage } from '../../../fixtures/memory-storage.ts';

const call = (secret: string, atMs: number, name = '') => ({ secret, name, atMs });

describe('the list', () => {
  test('newest first, one for each room, at most 12', () => {
    const recent = createRecentCalls(createMemoryStorage());
    for (let index = 0; index < 20; index += 1) recent.note(call(`room${index}`, index));
    recent.note(call('room15', 99, 'Birds'));
    const calls = recent.calls.value;
    expect(calls).toHaveLength(12);
    expect(calls[0]).toEqual(call('room15', 99, 'Birds'));
    expect(calls.map(({ secret }) => secret).slice(1, 4)).toEqual(['room19', 'room18', 'room17']);
    expect(new Set(calls.map(({ secret }) => secret)).size).toBe(12);
  });

  test('has the names of two who were there, those who were met last first', () => {
    const storage = createMemoryStorage();
    const recent = createRecentCalls(storage);
    recent.note({ ...call('a', 1), people: [] });
    expect(recent.calls.value).toEqual([call('a', 1)]);
    recent.note({ ...call('a', 2), people: ['Ana', '', 'Ana'] });
    recent.note({ ...call('a', 3), people: ['Bo\u202e'] });
    expect(recent.calls.value[0]?.people).toEqual(['Bo', 'Ana']);
    recent.note({ ...call('a', 4), people: ['Chen'] });
    recent.note({ ...call('a', 5), people: [] });
    expect(createRecentCalls(storage).calls.value).toEqual([{ ...call('a', 5), people: ['Chen', 'Bo'] }]);
  });

  test('is there again for the next page, and what was forgotten is not', () => {
    const storage = createMemoryStorage();
    const recent = createRecentCalls(storage);
    for (const secret of ['a', 'b', 'c']) recent.note(call(secret, 1));
    recent.forget('b');
    expect(
      createRecentCalls(storage)
        .calls.value.map(({ secret }) => secret)
        .toSorted(),
    ).toEqual(['a', 'c']);
  });

  test('cleared: nothing of it is left in storage', () => {
    const storage = createMemoryStorage();
    const recent = createRecentCalls(storage);
    recent.note(call('a', 1));
    expect(storage.getItem(recentCallsKey)).not.toBeNull();
    recent.clear();
    expect(recent.calls.value).toEqual([]);
    expect(storage.getItem(recentCallsKey)).toBeNull();
  });

  test('takes over what another window noted', () => {
    const storage = createMemoryStorage();
    const [here, there] = [createRecentCalls(storage), createRecentCalls(storage)];
    there.note(call('a', 1));
    expect(here.calls.value).toEqual([]);
    here.reread();
    expect(here.calls.value).toEqual([call('a', 1)]);
  });

  test('lasts as long as the page where storage refuses', () => {
    const refuse = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    const recent = createRecentCalls({ getItem: refuse, setItem: refuse, removeItem: refuse });
    recent.note(call('a', 1));
    expect(recent.calls.value).toEqual([call('a', 1)]);
    recent.clear();
    expect(recent.calls.value).toEqual([]);
  });
});

describe('what storage may hold', () => {
  test.each([
    ['no JSON', '{'],
    ['no list', '{"0":{"secret":"a","name":"","atMs":1}}'],
    ['a number', '7'],
    ['null', 'null'],
    ['entries of any kind', '[null,1,"a",[],{},{"secret":1},{"secret":"","atMs":1},{"secret":"a","atMs":"1"}]'],
    ['a secret without end', JSON.stringify([call('x'.repeat(200_000), 1)])],
  ])('%s: an empty list', (_, text) => {
    expect(createRecentCalls(createMemoryStorage({ [recentCallsKey]: text })).calls.value).toEqual([]);
  });

  test('a name that is none, is far too long or turns the text around', () => {
    const names = parseRecentCalls([
      { secret: 'a', name: 7, atMs: 3 },
      { secret: 'b', name: '😀'.repeat(500), atMs: 2 },
      { secret: 'c', name: '\u202egnip\u0000', atMs: 1 },
    ]).map(({ name }) => name);
    expect(names).toEqual(['', '😀'.repeat(60), 'gnip']);
  });

  test('the same room twice: the later one stays', () => {
    expect(parseRecentCalls([call('a', 1, 'old'), call('a', 5, 'new'), call('b', 3)])).toEqual([
      call('a', 5, 'new'),
      call('b', 3),
    ]);
  });

  test('anything at all: never throws, never more than 12, always in order', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.record({ secret: fc.string(), atMs: fc.integer() })), (junk, some) => {
        for (const kept of [junk, [junk, ...some]]) {
          const calls = parseRecentCalls(kept);
          expect(calls.length).toBeLessThanOrEqual(12);
          expect(calls).toEqual(calls.toSorted((one, other) => other.atMs - one.atMs));
        }
      }),
      { numRuns: 100 },
    ));
});

test('withCall leaves the list that it was given alone', () => {
  const calls = [call('a', 1)];
  expect(withCall(calls, call('b', 2))).toHaveLength(2);
  expect(calls).toHaveLength(1);
});
