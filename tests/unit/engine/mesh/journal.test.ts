import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createJournal } from '#engine/mesh/journal.ts';
import { readJournal, type JournalRecord } from '#engine/mesh/read-journal.ts';
import type { NegotiationEffect, NegotiationEvent } from '#engine/mesh/negotiation-states.ts';

const session = 'attempt';
const tick: NegotiationEvent = { is: 'tick' };
const host = 'a=candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host\r\n';
const reflexive = 'a=candidate:2 1 udp 1686052607 198.51.100.7 41000 typ srflx raddr 192.0.2.7 rport 50000\r\n';

const setUp = () => {
  const now = { ms: 0 };
  const sdp = { local: '', remote: '' };
  let looks = 0;
  const journal = createJournal({
    nowMs: () => now.ms,
    descriptions: () => {
      looks += 1;
      return sdp.local || sdp.remote ? { ...sdp } : undefined;
    },
  });
  return { now, sdp, journal, looks: () => looks };
};
const told = ({ entries }: JournalRecord): string[] =>
  entries.map(({ what, way, times }) => `${what}${way ? ` ${way}` : ''}${times > 1 ? ` ×${times}` : ''}`);
const transport = (state: 'connected' | 'disconnected' | 'failed'): NegotiationEvent => ({
  is: 'transport',
  session,
  transport: state,
});

test('a call that goes well, in the order in which it went', () => {
  const { journal, now } = setUp();
  journal.heard('nostr');
  journal.note({ is: 'link-opened' }, [{ do: 'call', session }]);
  now.ms = 1_200;
  journal.note(tick, [{ do: 'repeat-offer' }]);
  journal.heard('nostr');
  journal.heard('person');
  journal.note({ is: 'answer', session }, [{ do: 'accept-answer' }]);
  journal.path();
  journal.note(transport('connected'), []);
  journal.note({ is: 'channel-opened', session }, [{ do: 'greet' }]);
  journal.note({ is: 'hello-accepted' }, []);
  const read = readJournal(journal.read());
  expect(told(read)).toEqual([
    'heard nostr',
    'offer-sent ×2',
    'heard person',
    ...['answer-received', 'path', 'dtls', 'channel', 'hello'],
  ]);
  expect(read.entries[1]).toEqual({ what: 'offer-sent', atMs: 0, lastMs: 1_200, times: 2 });
});

test('an offer that is answered, one that is ignored, a break, a restart, an end', () => {
  const { journal } = setUp();
  journal.note({ is: 'offer', session }, []);
  journal.note({ is: 'offer', session }, [{ do: 'answer' }]);
  journal.note(transport('disconnected'), [{ do: 'restart-ice' }]);
  journal.note(transport('failed'), [{ do: 'drop' }]);
  journal.note({ is: 'bye' }, [{ do: 'drop' }]);
  journal.note({ is: 'hello-refused', why: 'wire/old-app' }, [{ do: 'drop' }]);
  expect(told(readJournal(journal.read()))).toEqual([
    ...['offer-received', 'answer-sent', 'broken', 'restarted', 'failed', 'gave-up', 'left', 'refused'],
  ]);
});

test('the addresses of an attempt are kept when it is given up, and those of the next are its own', () => {
  const { journal, sdp } = setUp();
  Object.assign(sdp, { local: host + reflexive, remote: host });
  expect(readJournal(journal.read()).candidates.here).toMatchObject({ host: 1, reflexive: 1 });
  journal.note(tick, [{ do: 'drop' }]);
  sdp.local = '';
  sdp.remote = '';
  const read = readJournal(journal.read());
  expect(read.candidates.here.host).toBe(0);
  expect(read.candidatesBefore?.here).toMatchObject({ host: 1, reflexive: 1 });
});

test('descriptions are read when an attempt is given up or somebody asks, and at no other time', () => {
  const { journal, looks } = setUp();
  journal.note({ is: 'link-opened' }, [{ do: 'call', session }]);
  journal.note({ is: 'answer', session }, [{ do: 'accept-answer' }]);
  journal.note(tick, []);
  journal.note(transport('connected'), []);
  expect(looks()).toBe(0);
  journal.note({ is: 'broke', session }, [{ do: 'drop' }]);
  journal.read();
  expect(looks()).toBe(2);
});

const anyEffects = fc.subarray<NegotiationEffect>([
  { do: 'call', session },
  { do: 'repeat-offer' },
  { do: 'answer' },
  { do: 'renegotiate' },
  { do: 'accept-answer' },
  { do: 'greet' },
  { do: 'restart-ice' },
  { do: 'drop' },
]);
const anyEvent = fc.constantFrom<NegotiationEvent>(
  { is: 'link-opened' },
  { is: 'offer', session },
  { is: 'answer', session },
  { is: 'open-offer-answered', session },
  transport('connected'),
  transport('disconnected'),
  transport('failed'),
  { is: 'channel-opened', session },
  { is: 'hello-accepted' },
  { is: 'broke', session },
  { is: 'bye' },
  { is: 'network-changed' },
  tick,
);

test('it stays small whatever happens, in order, with the ways told once', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent, anyEffects), { maxLength: 300 }), (happened) => {
      const { journal, now } = setUp();
      for (const way of ['nostr', 'mqtt', 'person', 'trystero'] as const) journal.heard(way);
      for (const [event, effects] of happened) {
        now.ms += 100;
        journal.note(event, effects);
      }
      const { entries } = readJournal(journal.read());
      expect(entries.length).toBeLessThanOrEqual(124);
      expect(entries.filter(({ what }) => what === 'heard')).toHaveLength(4);
      expect(entries.map(({ atMs }) => atMs)).toEqual(entries.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    }),
  );
});
