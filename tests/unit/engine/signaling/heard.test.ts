import { describe, expect, it } from 'vitest';
import { judgeHeard, type HeardVerdict, type Known } from '../../../../src/engine/signaling/heard.ts';
import { createNumberGate, readInboxMessage } from '../../../../src/engine/signaling/inbox-message.ts';
import { readAnnouncement } from '../../../../src/engine/signaling/announcement.ts';
import { pickRelays } from '../../../../src/engine/signaling/pick-relays.ts';

const known: Known = { instance: 'a', at: 1_000, heardMs: 50_000, hasLeft: false };
const gone: Known = { ...known, hasLeft: true };

describe('what was heard of a person', () => {
  it.each<[string, Known | undefined, { instance: string; at: number; isBye?: boolean }, HeardVerdict]>([
    ['somebody new', undefined, { instance: 'a', at: 1 }, 'new'],
    ['a goodbye of a stranger', undefined, { instance: 'a', at: 1, isBye: true }, 'outdated'],
    ['the same again', known, { instance: 'a', at: 1_001 }, 'same'],
    ['the same, late', known, { instance: 'a', at: 999 }, 'same'],
    ['a goodbye', known, { instance: 'a', at: 1_000, isBye: true }, 'left'],
    ['an old goodbye', known, { instance: 'a', at: 999, isBye: true }, 'outdated'],
    ['a late text after the goodbye', gone, { instance: 'a', at: 999 }, 'outdated'],
    ['the goodbye again', gone, { instance: 'a', at: 1_001, isBye: true }, 'outdated'],
    ['somebody back after the goodbye', gone, { instance: 'a', at: 1_001 }, 'new'],
    ['a reload', known, { instance: 'b', at: 1_001 }, 'replaces'],
    ['a reload after the goodbye', gone, { instance: 'b', at: 1_001 }, 'new'],
    ['yesterday, replayed', known, { instance: 'b', at: 999 }, 'outdated'],
    ['a goodbye of another instance', known, { instance: 'b', at: 1_001, isBye: true }, 'outdated'],
  ])('%s', (_name, before, { instance, at, isBye = false }, verdict) => {
    expect(judgeHeard(before, { instance, at, isBye }, 60_000)).toBe(verdict);
  });

  it('forgives a clock that was set back once the old instance is silent', () => {
    expect(judgeHeard(known, { instance: 'b', at: 1, isBye: false }, 50_000 + 121_000)).toBe('replaces');
  });
});

describe('numbers of messages', () => {
  it('pass once, in any order, and not from far behind', () => {
    const gate = createNumberGate();
    expect([1, 3, 2, 3, 1, 2, 4].map(gate)).toEqual([true, true, true, false, false, false, true]);
    expect(gate(5_000)).toBe(true);
    expect(gate(5)).toBe(false);
    expect(gate(4_999)).toBe(true);
  });
});

describe('what is read', () => {
  it.each(['', 'null', '[]', '{}', '{"v":2}', '{"v":1,"person":"0","instance":"a","at":1,"trystero":""}', `{"v":1,"person":"${'1'.repeat(20)}","instance":"../x","at":1,"trystero":""}`])(
    'is nothing for %s',
    (text) => {
      expect(readAnnouncement(text)).toBeUndefined();
      expect(readInboxMessage(text)).toBeUndefined();
    },
  );
});

describe('relays for a text', () => {
  const relay = (network: 'nostr' | 'mqtt' | 'device', isOpen = true) => ({ network, isOpen });
  const [nostr, nostr2, mqtt, device, closed] = [relay('nostr'), relay('nostr'), relay('mqtt'), relay('device'), relay('nostr', false)];
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
