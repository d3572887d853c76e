// Looks once a second after everybody who is not connected, and loads what can tell why when somebody is missing for long.

import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { JournalRecord } from '#engine/mesh/read-journal.ts';
import { effect } from '@preact/signals-core';
import type { DiagnosingOptions } from './diagnosing.ts';
import type { Roster } from './roster.ts';

export interface LateDiagnosisOptions extends Omit<DiagnosingOptions, 'people' | 'seenBy' | 'nowMs'> {
  readonly roster: Pick<Roster, 'people' | 'get'>;
  readonly clock: ClockPort;
}

export interface LateDiagnosis extends Disposable {
  /** What happened on the way to somebody. Rejects when the code for it can't be had. */
  journal(person: PersonId): Promise<JournalRecord | undefined>;
}

/** Who isn't there by then may need words. */
const patienceMs = 2_000;
const lookMs = 1_000;

const load = () => import('./diagnosing.ts');

/** Watches the people of `roster` until it is disposed of. */
export const createLateDiagnosis = ({ roster, clock, ...around }: LateDiagnosisOptions): LateDiagnosis => {
  const scope = createScope();
  const options: DiagnosingOptions = {
    ...around,
    people: () => roster.people.peek(),
    seenBy: (person) => roster.get(person)?.sees() ?? [],
    nowMs: clock.nowMs,
  };
  let stopTimer: Stop | undefined;

  const look = async (): Promise<void> => {
    // Where it can't be had, the next look tries again.
    const { diagnosePerson } = await load();
    for (const person of options.people()) {
      const found = person.connection.peek().is !== 'connected' && diagnosePerson(person, options);
      if (found) roster.get(person.id)?.setDiagnosis(found);
    }
  };
  const isSomebodyMissing = (): boolean =>
    options.people().some(({ connection }) => connection.peek().is !== 'connected');
  const tick = (): void => {
    stopTimer = undefined;
    if (scope.signal.aborted || !isSomebodyMissing()) return;
    void look().catch(() => {});
    stopTimer = clock.after(lookMs, tick);
  };

  scope.add(
    effect(() => {
      const missing = roster.people.value.filter(({ connection }) => connection.value.is !== 'connected');
      if (missing.length > 0) stopTimer ??= clock.after(patienceMs, tick);
    }),
  );
  scope.add(() => stopTimer?.());
  return {
    journal: async (person) => (await load()).recordOf(person, options),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
