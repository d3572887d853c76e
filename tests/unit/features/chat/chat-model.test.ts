import { signal } from '@preact/signals-core';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import type { PersonId } from '#core/base/ids.ts';
import { limits } from '#core/wire/limits.ts';
import type { FeatureHost, Participant } from '#engine/call/api.ts';
import { createChat } from '#features/chat/chat-model.ts';
import { historySchema, maxHistoryLength, maxMessages, messageSchema } from '#features/chat/chat-wire.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeStore } from '../../../fakes/store.ts';

const [self, ben, cem] = ['A', 'B', 'C'].map((letter) => letter.repeat(22)) as [PersonId, PersonId, PersonId];

interface Message {
  readonly id: string;
  readonly text: string;
  readonly sentAtMs: number;
}

const setUp = () => {
  const sent: unknown[] = [];
  let hear: (message: Message, from: PersonId) => void = () => {};
  const host: FeatureHost = {
    self,
    selfName: signal('Ana'),
    people: signal([{ id: ben, name: signal('Ben') } as unknown as Participant]),
    scope: createScope(),
    send: (_, body) => sent.push(body),
    on: (_, handler) => (hear = handler as typeof hear),
    clock: createFakeClock(),
    store: createFakeStore(),
    log: createLog(() => 0),
  };
  const chat = createChat(host);
  const texts = (): string[] => chat.messages.value.map(({ text }) => text);
  const write = (text: string): boolean => {
    chat.setDraft(text);
    return chat.send();
  };
  return { chat, sent, texts, write, hear: (message: Message, from = ben) => hear(message, from) };
};

const idOf = (number: number): string => number.toString(16).padStart(12, '0');
const message = (number: number, text = `text ${number}`, sentAtMs = number): Message => ({
  id: idOf(number),
  text,
  sentAtMs,
});
const told = (number: number, text?: string, from = ben) => ({ ...message(number, text), from, name: 'Ben' });

describe('writing', () => {
  test('sends the draft to everybody, shows it as own, and empties the field', () => {
    const { chat, sent, write } = setUp();
    expect(write('  hello\nBen ')).toBe(true);
    expect(sent).toEqual([expect.objectContaining({ text: 'hello\nBen' })]);
    expect(chat.messages.value[0]).toMatchObject({ text: 'hello\nBen', from: self, name: 'Ana', isOwn: true });
    expect([chat.draft.value, chat.unread.value]).toEqual(['', 0]);
  });

  test('nothing, or what would be nothing for the others, is not sent', () => {
    const { sent, write } = setUp();
    for (const text of ['', ' \n\t ', '\u0007', '\u202e\u2066']) expect(write(text)).toBe(false);
    expect(sent).toEqual([]);
  });

  test('4,000 characters go out, what is above them does not', () => {
    const { sent, write } = setUp();
    write('a'.repeat(4_000));
    write('b'.repeat(4_001));
    expect(sent.map((each) => (each as Message).text.length)).toEqual([4_000, 4_000]);
  });

  test('whatever is written, the others take it as it is shown here', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        const { chat, sent, write } = setUp();
        if (!write(text)) return;
        const taken = v.safeParse(messageSchema, JSON.parse(JSON.stringify(sent[0])));
        expect(taken.success && taken.output.text).toBe(chat.messages.value[0]?.text);
        expect(v.parse(historySchema, chat.history())).toHaveLength(1);
      }),
    );
  });
});

describe('hearing', () => {
  test('messages stand in the order of sending, the same for everybody', () => {
    const all = [message(3), message(1), message(2), { ...message(5), sentAtMs: 2 }];
    for (const order of [all, all.toReversed()]) {
      const { hear, texts } = setUp();
      for (const each of order) hear(each);
      expect(texts()).toEqual(['text 1', 'text 2', 'text 5', 'text 3']);
    }
  });

  test('a message that comes twice stands there once, and counts once', () => {
    const { chat, hear, texts } = setUp();
    hear(message(1));
    hear({ ...message(1), text: 'forged' }, cem);
    expect([texts(), chat.unread.value]).toEqual([['text 1'], 1]);
  });

  test('the name is the one at that time; somebody unknown has none', () => {
    const { chat, hear } = setUp();
    hear(message(1));
    hear(message(2), cem);
    expect(chat.messages.value.map(({ name, from }) => [name, from])).toEqual([
      ['Ben', ben],
      ['', cem],
    ]);
  });

  test('unread counts while the panel is closed, and what was told late, too', () => {
    const { chat, hear, write } = setUp();
    hear(message(1));
    hear(message(2));
    write('own');
    chat.addHistory([told(3), told(2), told(4, 'mine', self)]);
    expect(chat.unread.value).toBe(3);
    chat.setOpen(true);
    hear(message(5));
    expect(chat.unread.value).toBe(0);
    chat.setOpen(false);
    hear(message(6));
    expect(chat.unread.value).toBe(1);
  });
});

describe('history', () => {
  test('is taken over once; own words come back as own', () => {
    const { chat, texts } = setUp();
    const history = [told(1), told(2, 'mine', self)];
    expect([chat.addHistory(history), chat.addHistory(history)]).toEqual([true, false]);
    expect(texts()).toEqual(['text 1', 'mine']);
    expect(chat.messages.value.map(({ isOwn }) => isOwn)).toEqual([false, true]);
  });

  test('from a time that no clock shows pushes nothing away, and stands above what is said later', () => {
    const { chat, texts, write, hear } = setUp();
    write('ours');
    const future = 4_000_000_000_000;
    chat.addHistory(Array.from({ length: 500 }, (_, index) => ({ ...told(100 + index), sentAtMs: future + index })));
    expect(texts()).toEqual(['ours']);
    hear(message(7, 'said now, as if in 2096', future));
    expect(texts()).toEqual(['ours', 'said now, as if in 2096']);
    const [, late] = chat.messages.value;
    expect(late?.sentAtMs).toBeLessThan(future);
  });

  test('that says something twice is taken over once', () => {
    const { chat, texts } = setUp();
    chat.addHistory([told(1), told(1, 'again'), told(1, 'and again')]);
    expect([texts(), chat.unread.value]).toEqual([['text 1'], 1]);
  });

  test('keeps the newest 500', () => {
    const { chat, hear, texts } = setUp();
    for (let number = 0; number < maxMessages + 20; number += 1) hear(message(number));
    expect([texts().length, texts()[0], texts().at(-1)]).toEqual([500, 'text 20', 'text 519']);
    expect(chat.history()).toHaveLength(500);
  });

  test('tells the newest that fit, the oldest left out, and fits into what may be told', () => {
    const { chat, hear } = setUp();
    for (let number = 0; number < 200; number += 1) hear(message(number, '"'.repeat(4_000)));
    const history = chat.history();
    expect(history).toHaveLength(Math.floor(maxHistoryLength / 4_000));
    expect(history.at(-1)?.id).toBe(idOf(199));
    expect(JSON.stringify(history).length).toBeLessThan(limits.lateBytes);
    expect(v.parse(historySchema, JSON.parse(JSON.stringify(history)))).toEqual(history);
  });

  test('two that hold the same have one digest, in whatever order it came; two that don’t have two', () => {
    const numbers = fc.uniqueArray(fc.nat({ max: 50 }), { maxLength: 20 });
    fc.assert(
      fc.property(numbers, numbers, fc.nat(), (some, others, turn) => {
        const [here, there] = [setUp(), setUp()];
        for (const number of some) here.hear(message(number));
        const at = some.length === 0 ? 0 : turn % some.length;
        there.chat.addHistory([...some.slice(at), ...some.slice(0, at)].map((number) => told(number)));
        expect(there.chat.digest()).toBe(here.chat.digest());
        for (const number of others) there.hear(message(number));
        const isSame = others.every((number) => some.includes(number));
        expect(there.chat.digest() === here.chat.digest()).toBe(isSame);
        here.chat.addHistory(there.chat.history());
        expect(there.chat.digest()).toBe(here.chat.digest());
      }),
    );
  });
});

describe('on the wire', () => {
  const parse = (more: object) => v.safeParse(messageSchema, { ...message(1), ...more });

  test('line ends and tabs stay; control characters and direction overrides go', () => {
    const text = 'a\tb\nc\u0000\u0007\u001b\u007f\u202e\u2066<b>';
    expect(parse({ text })).toMatchObject({ success: true, output: { text: 'a\tb\nc<b>' } });
  });

  test.each([
    ['an empty text', { text: '' }],
    ['a text of spaces', { text: ' \n ' }],
    ['a text of control characters', { text: '\u0000\u202e' }],
    ['4,001 characters', { text: 'a'.repeat(4_001) }],
    ['a text that is none', { text: { toString: 'x' } }],
    ['an id that could be markup', { id: '<img src=x>' }],
    ['a short id', { id: 'abc' }],
    ['a time before time', { sentAtMs: -1 }],
    ['a time that no calendar knows', { sentAtMs: Number.MAX_SAFE_INTEGER }],
    ['half a millisecond', { sentAtMs: 0.5 }],
  ])('%s is refused', (_, more) => {
    expect(parse(more).success).toBe(false);
  });

  test('every time that is let through can be shown', () => {
    for (const sentAtMs of [8.64e15, 8.64e15 + 1, 4_102_444_800_000]) {
      const parsed = parse({ sentAtMs });
      if (parsed.success) expect(() => new Date(parsed.output.sentAtMs).toISOString()).not.toThrow();
    }
  });

  test('one entry of a history that does not fit spoils nothing; too many do', () => {
    expect(
      v.parse(historySchema, [told(1), { ...told(2), from: 'nobody' }, null, { ...told(3), text: '\u0007' }]),
    ).toEqual([told(1)]);
    expect(
      v.safeParse(
        historySchema,
        Array.from({ length: maxMessages + 1 }, (_, index) => told(index)),
      ).success,
    ).toBe(false);
  });

  test('names in a history are made safe', () => {
    const [entry] = v.parse(historySchema, [{ ...told(1), name: '\u202eneB\n' }]);
    expect(entry?.name).toBe('neB');
  });
});
