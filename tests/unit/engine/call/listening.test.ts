import { expect, test } from 'vitest';
import { signal } from '@preact/signals-core';
import { createListening, type ListeningOptions } from '#engine/call/listening.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { fakePerson } from '../../../fixtures/fake-call.ts';

test('whose connection broke is heard for as long as their sound goes on', async () => {
  const clock = createFakeClock();
  const person = fakePerson(0, { connection: { is: 'reconnecting', sinceMs: 0 } });
  const levels: number[] = [];
  const roster = { people: signal([person]), get: () => ({ setLevel: (level: number) => levels.push(level) }) };
  const peer = { state: signal({ is: 'reconnecting' }), loudness: () => 0.1 };
  const listening = createListening({
    clock,
    roster: roster as unknown as ListeningOptions['roster'],
    mesh: { peersOf: () => [peer] } as unknown as ListeningOptions['mesh'],
  });
  await clock.advance(500);
  expect([levels.at(-1), listening.speaker.value]).toEqual([0.9, person.id]);
  listening[Symbol.dispose]();
  expect(clock.pending()).toBe(0);
});
