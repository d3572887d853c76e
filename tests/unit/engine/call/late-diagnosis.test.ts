// What comes later is there at once: fake time doesn't wait for a file.
import '#engine/call/diagnosing.ts';
import { expect, test, vi } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import { createLateDiagnosis } from '#engine/call/late-diagnosis.ts';
import { createRoster } from '#engine/call/roster.ts';
import { createJournal } from '#engine/mesh/journal.ts';
import { signal } from '@preact/signals-core';
import { createFakeClock } from '../../../fakes/clock.ts';

const [ana, ben] = ['A'.repeat(22), 'B'.repeat(22)] as [PersonId, PersonId];

const setUp = () => {
  const clock = createFakeClock();
  const roster = createRoster({
    report: async () => undefined,
    journal: async () => undefined,
    isPictureWanted: signal(true),
  });
  const journal = createJournal({ nowMs: clock.nowMs, descriptions: () => undefined });
  journal.heard('nostr');
  journal.note({ is: 'link-opened' }, [{ do: 'call', session: 'first' }]);
  const notesOf = vi.fn((person: PersonId) => (person === ana ? journal.read() : undefined));
  const isOnline = { value: true };
  const diagnosis = createLateDiagnosis({
    roster,
    clock,
    notesOf,
    relays: () => [],
    iceServers: () => [{ urls: 'stun:stun.example' }],
    isOnline: () => isOnline.value,
  });
  const codeOf = (id: PersonId) => roster.get(id)?.participant.diagnosis.value?.is;
  return { clock, roster, notesOf, isOnline, diagnosis, codeOf };
};

test('says nothing for 2 s, then looks once a second for as long as somebody is missing', async () => {
  const { clock, roster, notesOf, isOnline, codeOf } = setUp();
  expect(clock.pending()).toBe(0);
  const model = roster.ensure(ana, 0);
  await clock.advance(1_900);
  expect(notesOf).not.toHaveBeenCalled();
  await clock.advance(200);
  expect(codeOf(ana)).toBe('under-way');
  isOnline.value = false;
  await clock.advance(1_000);
  expect(codeOf(ana)).toBe('offline');
  isOnline.value = true;
  await clock.advance(6_000);
  expect(codeOf(ana)).toBe('not-answering');
  expect(notesOf).toHaveBeenCalledTimes(8);
  model.setConnection({ is: 'connected', sinceMs: 0 });
  expect(codeOf(ana)).toBeUndefined();
  await clock.advance(2_000);
  expect(notesOf).toHaveBeenCalledTimes(8);
  expect(clock.pending()).toBe(0);
  model.setConnection({ is: 'reconnecting', sinceMs: 0 });
  await clock.advance(2_000);
  expect(codeOf(ana)).toBe('reconnecting');
});

test('of whom nothing is known, nothing is said', async () => {
  const { clock, roster, diagnosis, codeOf } = setUp();
  roster.ensure(ben, 0);
  await clock.advance(5_000);
  expect(codeOf(ben)).toBeUndefined();
  expect(await diagnosis.journal(ben)).toBeUndefined();
  expect((await diagnosis.journal(ana))?.entries.map(({ what }) => what)).toEqual(['heard', 'offer-sent']);
});

test('is over with the call', async () => {
  const { clock, roster, notesOf, diagnosis } = setUp();
  roster.ensure(ana, 0);
  diagnosis[Symbol.dispose]();
  await clock.advance(10_000);
  expect(notesOf).not.toHaveBeenCalled();
  expect(clock.pending()).toBe(0);
});
