import { describe, expect, it } from 'vitest';
import {
  judgeHeard,
  learn,
  type Heard,
  type HeardVerdict,
  type Known,
} from '../../../../src/engine/signaling/heard.ts';
import { createNumberGate, readInboxMessage, takeBatch } from '../../../../src/engine/signaling/inbox-message.ts';
import { readAnnouncement } from '../../../../src/engine/signaling/announcement.ts';
import { pickRelays } from '../../../../src/engine/signaling/pick-relays.ts';

const known: Known = { instance: 'a', at: 1_010, announcedAt: 1_000, heardMs: 50_000, hasLeft: false };
const gone: Known = { ...known, hasLeft: true };

describe('what was heard of a person', () => {
  it.each<[string, Known | undefined, { instance: string; at: number; kind?: Heard['kind'] }, HeardVerdict]>([
    ['somebody new', undefined, { instance: 'a', at: 1 }, 'new'],
    ['a goodbye of a stranger', undefined, { instance: 'a', at: 1, kind: 'bye' }, 'outdated'],
    ['the same again', known, { instance: 'a', at: 1_001 }, 'same'],
    ['the same, late', known, { instance: 'a', at: 999 }, 'same'],
    ['a goodbye', known, { instance: 'a', at: 1_000, kind: 'bye' }, 'left'],
    ['an old goodbye', known, { instance: 'a', at: 999, kind: 'bye' }, 'outdated'],
    ['a late text after the goodbye', gone, { instance: 'a', at: 999 }, 'outdated'],
    ['the goodbye again', gone, { instance: 'a', at: 1_001, kind: 'bye' }, 'outdated'],
    ['somebody back after the goodbye', gone, { instance: 'a', at: 1_001 }, 'new'],
    ['a late message after the goodbye', gone, { instance: 'a', at: 1_020, kind: 'message' }, 'outdated'],
    ['a message', known, { instance: 'a', at: 5, kind: 'message' }, 'same'],
    ['a first message', undefined, { instance: 'a', at: 5, kind: 'message' }, 'new'],
    ['a reload', known, { instance: 'b', at: 1_011 }, 'replaces'],
    ['a reload after the goodbye', gone, { instance: 'b', at: 1_011 }, 'new'],
    ['yesterday, replayed', known, { instance: 'b', at: 999 }, 'outdated'],
    ['a goodbye of another instance', known, { instance: 'b', at: 1_011, kind: 'bye' }, 'outdated'],
  ])('%s', (_name, before, { instance, at, kind = 'announcement' }, verdict) => {
    expect(judgeHeard(before, { instance, at, kind }, 60_000)).toBe(verdict);
  });

  it('forgives a clock that was set back once the old instance is silent', () => {
    expect(judgeHeard(known, { instance: 'b', at: 1, kind: 'announcement' }, 50_000 + 121_000)).toBe('replaces');
  });
});

describe('what is known after it', () => {
  it('keeps times that messages do not move', () => {
    const first = learn(undefined, { instance: 'a', at: 5, kind: 'message' }, 1);
    expect(first).toEqual({ instance: 'a', at: 5, announcedAt: 0, heardMs: 1, hasLeft: false });
    const second = learn(first, { instance: 'a', at: 3, kind: 'announcement' }, 2);
    expect(second).toEqual({ instance: 'a', at: 5, announcedAt: 3, heardMs: 2, hasLeft: false });
    expect(learn(second, { instance: 'b', at: 9, kind: 'message' }, 3)).toEqual({
      instance: 'b',
      at: 9,
      announcedAt: 0,
      heardMs: 3,
      hasLeft: false,
    });
    expect(learn(second, { instance: 'a', at: 4, kind: 'bye' }, 3)).toMatchObject({ announcedAt: 4, hasLeft: true });
  });
});

describe('numbers of messages', () => {
  it('pass once, in any order, and none shuts out others', () => {
    const gate = createNumberGate();
    expect([1, 3, 2, 3, 1, 2, 4].map(gate)).toEqual([true, true, true, false, false, false, true]);
    // Anybody with the link can forge this one.
    expect(gate(Number.MAX_SAFE_INTEGER)).toBe(true);
    expect([5, 5].map(gate)).toEqual([true, false]);
  });
});

describe('texts that go together', () => {
  it('are as many as fit, and one at least', () => {
    const [small, half, whole] = ['s', 'h'.repeat(40_000), 'w'.repeat(64 * 1024)];
    const waiting = [small, half, half, whole, whole, small];
    const batches: string[][] = [];
    while (waiting.length > 0) batches.push(takeBatch(waiting));
    expect(batches).toEqual([[small, half], [half], [whole], [whole], [small]]);
    const many = Array.from({ length: 200 }, String);
    expect(takeBatch(many)).toHaveLength(64);
    expect(takeBatch([])).toEqual([]);
  });
});

describe('what is read', () => {
  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"v":2}',
    '{"v":1,"person":"0","instance":"a","at":1,"trystero":""}',
    `{"v":1,"person":"${'1'.repeat(20)}","instance":"../x","at":1,"trystero":""}`,
  ])('is nothing for %s', (text) => {
    expect(readAnnouncement(text)).toBeUndefined();
    expect(readInboxMessage(text)).toBeUndefined();
  });
});

describe('relays for a text', () => {
  const relay = (network: 'nostr' | 'mqtt' | 'device', isOpen = true) => ({ network, isOpen });
  const [nostr, nostr2, mqtt, device, closed] = [
    relay('nostr'),
    relay('nostr'),
    relay('mqtt'),
    relay('device'),
    relay('nostr', false),
  ];
  it.each([
    ['two networks, fastest first', [nostr, nostr2, mqtt], [nostr, mqtt]],
    ['two of one network', [nostr2, nostr], [nostr2, nostr]],
    ['another that is open beside the only one', [nostr], [nostr, mqtt]],
    ['the device and a network', [device], [device, nostr]],
    ['none that is closed', [closed], [nostr, mqtt]],
    ['any, where nothing was heard', [], [nostr, mqtt]],
  ])('%s', (_name, heard, picked) => {
    expect(pickRelays(heard, [device, closed, nostr, nostr2, mqtt])).toEqual(picked);
  });
  it('are none where none is open', () => expect(pickRelays([closed], [closed])).toEqual([]));
});
