import { describe, expect, test } from 'vitest';
import { diagnose, type Circumstances, type Diagnosis, type Standing } from '#engine/call/diagnosis.ts';
import { isAnyRelayThere } from '#engine/call/diagnosing.ts';
import type { RelayState, RelayStatus } from '#core/ports/link.ts';
import { noCandidates, type CandidateCounts } from '#engine/mesh/candidate-counts.ts';
import type { Happening, JournalEntry, JournalRecord } from '#engine/mesh/read-journal.ts';

const home: CandidateCounts = { ...noCandidates, host: 1, reflexive: 1, udp: 2, ipv4: 2 };
const shut: CandidateCounts = { ...noCandidates, host: 1, udp: 1, ipv4: 1 };
const shifting: CandidateCounts = { ...home, isShifting: true };
const calm: Omit<Circumstances, 'nowMs'> = {
  isOnline: true,
  hasRelay: true,
  isReachedByOthers: false,
  hasStun: true,
  hasTurn: false,
};

/** What happened, each with the second in which it did. */
const journalOf = (
  happened: readonly (readonly [second: number, what: Happening])[],
  {
    here = home,
    there = home,
    before,
  }: { here?: CandidateCounts; there?: CandidateCounts; before?: CandidateCounts } = {},
): JournalRecord => ({
  entries: happened.map(([second, what]): JournalEntry => {
    const atMs = second * 1_000;
    return { what, ...(what === 'heard' && { way: 'nostr' }), atMs, lastMs: atMs, times: 1 };
  }),
  candidates: { here, there },
  ...(before && { candidatesBefore: { here: before, there: home } }),
});

const look = (
  atSecond: number,
  journal: JournalRecord,
  around: Partial<Circumstances> = {},
  standing: Standing = { is: 'connecting' },
): Diagnosis => diagnose(journal, standing, { ...calm, nowMs: atSecond * 1_000, ...around });

const marks = ({ steps }: Diagnosis): string => steps.map(({ step, mark }) => `${step} ${mark}`).join(', ');

const heard = [0, 'heard'] as const;
const called = [heard, [0, 'offer-sent']] as const;
const answered = [...called, [1, 'answer-received']] as const;
const failed = [...answered, [16, 'failed'], [16, 'gave-up']] as const;

test('nothing is wrong while each thing comes in its time, and not a moment longer', () => {
  expect(look(1, journalOf(called)).is).toBe('under-way');
  expect(look(6, journalOf(answered)).is).toBe('under-way');
  expect(look(7, journalOf(answered)).is).toBe('no-path');
  expect(look(5, journalOf([...answered, [2, 'path']])).is).toBe('under-way');
  expect(look(5, journalOf([...answered, [2, 'path'], [2, 'dtls'], [3, 'channel']])).is).toBe('under-way');
  expect(marks(look(3, journalOf(answered)))).toBe(
    'heard done, offer done, answer done, addresses done, path now, encryption later, proof later',
  );
});

test('an offer without an answer', () => {
  const diagnosis = look(8, journalOf(called));
  expect(diagnosis.is).toBe('not-answering');
  expect(marks(diagnosis)).toContain('offer done, answer stuck, addresses later');
});

describe('no path, at most 10 s after the descriptions were exchanged and long before ICE gives up', () => {
  const stuck = (here: CandidateCounts, there: CandidateCounts, around: Partial<Circumstances> = {}) => {
    const { is, side, shifting: whose } = look(9, journalOf(answered, { here, there }), around);
    return [is, side ?? whose].filter(Boolean).join(' ');
  };
  test.each([
    [home, home, 'no-path'],
    [shifting, home, 'no-path here'],
    [home, shifting, 'no-path there'],
    [shifting, shifting, 'no-path both'],
    [shut, home, 'udp-blocked here'],
    [home, shut, 'udp-blocked there'],
    [shut, shut, 'udp-blocked both'],
    [noCandidates, home, 'no-candidates here'],
    [home, noCandidates, 'no-candidates there'],
    [noCandidates, noCandidates, 'no-candidates both'],
  ])('%#: %o and %o: %s', (here, there, expected) => expect(stuck(here, there)).toBe(expected));
  test('without a STUN server nothing is said about UDP, nor about an address that all can reach', () => {
    expect(stuck(shut, shut, { hasStun: false })).toBe('no-path');
    expect(stuck({ ...shut, isPublic: true }, home)).toBe('no-path');
  });
  test('the addresses themselves are what is stuck where one side has none', () => {
    expect(marks(look(9, journalOf(answered, { there: noCandidates })))).toContain('addresses stuck, path later');
    expect(marks(look(9, journalOf(answered)))).toContain('addresses done, path stuck, encryption later');
  });
});

test('what stopped one attempt is said until another comes further', () => {
  const again = [...failed, [17, 'offer-sent']] as const;
  const before = { here: noCandidates, there: noCandidates, before: shifting };
  for (const journal of [journalOf(failed, before), journalOf(again, before)]) {
    const diagnosis = look(18, journal);
    expect(diagnosis).toMatchObject({ is: 'no-path', shifting: 'here' });
    expect(marks(diagnosis)).toContain('addresses done, path stuck');
  }
  expect(look(19, journalOf([...again, [18, 'answer-received']], { before: shifting })).is).toBe('no-path');
  // They are not there any more.
  expect(look(25, journalOf(again, before)).is).toBe('not-answering');
  const further = [...again, [18, 'answer-received'], [20, 'path']] as const;
  expect(look(21, journalOf(further, { before: shifting })).is).toBe('under-way');
});

test('a path, and nothing encrypted on it; a connection, and no word', () => {
  expect(look(9, journalOf([...answered, [2, 'path']])).is).toBe('no-dtls');
  expect(look(9, journalOf([...answered, [2, 'path'], [2, 'dtls']])).is).toBe('no-dtls');
  const open = [...answered, [2, 'path'], [2, 'dtls'], [2, 'channel']] as const;
  const diagnosis = look(9, journalOf(open));
  expect(diagnosis.is).toBe('no-hello');
  expect(marks(diagnosis)).toContain('encryption done, proof stuck');
});

test('who is not who they say, and who has another version', () => {
  const of = (code: string) => look(3, journalOf(answered), {}, { is: 'failed', code }).is;
  expect(of('security/wrong-identity')).toBe('wrong-identity');
  expect(of('wire/old-app')).toBe('old-app');
  expect(of('peer/unreachable')).toBe('under-way');
});

test('no network and no relay come first; a person who reaches them is as good as a relay', () => {
  const mute = { hasRelay: false };
  expect(look(9, journalOf(answered), { isOnline: false }).is).toBe('offline');
  expect(look(1, journalOf([heard]), mute).is).toBe('no-relay');
  expect(look(3, journalOf(called), mute).is).toBe('under-way');
  expect(look(8, journalOf(called), mute).is).toBe('no-relay');
  expect(look(17, journalOf(failed), mute).is).toBe('no-relay');
  expect(look(8, journalOf(called), { ...mute, isReachedByOthers: true }).is).toBe('not-answering');
  // What is exchanged already needs nobody in between.
  expect(look(9, journalOf(answered), mute).is).toBe('no-path');
});

test('a path that broke', () => {
  const connected = [...answered, [2, 'path'], [2, 'dtls'], [2, 'channel'], [3, 'hello']] as const;
  const reconnecting: Standing = { is: 'reconnecting' };
  const broken = journalOf([...connected, [60, 'broken'], [60, 'restarted']]);
  expect(look(75, broken, {}, reconnecting).is).toBe('reconnecting');
  expect(marks(look(75, broken, {}, reconnecting))).toContain('path now, encryption later');
  expect(look(61, broken, { hasRelay: false }, reconnecting).is).toBe('reconnecting');
  expect(look(67, broken, { hasRelay: false }, reconnecting).is).toBe('no-relay');
  expect(look(61, broken, { isOnline: false }, reconnecting).is).toBe('offline');
  // That they were connected says nothing about why nobody answers now.
  const lost = [...connected, [60, 'broken'], [75, 'gave-up'], [76, 'offer-sent']] as const;
  expect(look(77, journalOf(lost)).is).toBe('under-way');
  expect(look(84, journalOf(lost)).is).toBe('not-answering');
  const mended = journalOf([...connected, [60, 'broken'], [62, 'dtls'], [90, 'broken']]);
  expect(look(91, mended, { hasRelay: false }, reconnecting).is).toBe('reconnecting');
});

test('whether a TURN server could help, and whether it was tried', () => {
  const turn = (counts: CandidateCounts, hasTurn: boolean) =>
    look(9, journalOf(answered, { here: counts }), { hasTurn }).turn;
  expect(turn(home, false)).toBe('none');
  expect(turn(home, true)).toBe('silent');
  expect(turn({ ...home, relayed: 1 }, true)).toBe('tried');
});

test('which relays count', () => {
  const relay = (state: RelayState, network: RelayStatus['network'] = 'nostr'): RelayStatus => ({
    network,
    name: 'x',
    state,
  });
  const [open, waiting] = [
    { is: 'open', roundTripMs: 1 },
    { is: 'waiting', attempt: 1, retryAtMs: 0 },
  ] as const;
  expect(isAnyRelayThere([])).toBe(true);
  expect(isAnyRelayThere([relay({ is: 'connecting' })])).toBe(true);
  expect(isAnyRelayThere([relay(waiting), relay({ is: 'connecting' })])).toBe(false);
  expect(isAnyRelayThere([relay(waiting), relay(open, 'device')])).toBe(false);
  expect(isAnyRelayThere([relay(waiting), relay({ is: 'probing' })])).toBe(true);
});
