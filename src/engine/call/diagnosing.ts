// Keeps the diagnosis of everybody who is not connected up to date, once a second while there is somebody like that.

import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { RelayStatus } from '#core/ports/link.ts';
import type { Journal } from '#engine/mesh/journal.ts';
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Participant } from './api.ts';
import { diagnose, type Circumstances, type Standing } from './diagnosis.ts';
import type { Roster } from './roster.ts';

export interface DiagnosingOptions {
  readonly roster: Pick<Roster, 'people' | 'get'>;
  readonly journalOf: (person: PersonId) => Journal | undefined;
  readonly relays: ReadonlySignal<readonly RelayStatus[]>;
  readonly iceServers: () => readonly RTCIceServer[];
  readonly isOnline: () => boolean;
  readonly clock: ClockPort;
}

/** Often enough for what is said after 6 s at the soonest. */
const lookMs = 1_000;

/** False when every relay was tried and none answers. This device itself is no way to anybody elsewhere. */
export const isAnyRelayThere = (relays: readonly RelayStatus[]): boolean => {
  const states = relays.flatMap(({ network, state }) => (network === 'device' ? [] : [state.is]));
  return (
    states.some((is) => is === 'open' || is === 'probing') || !states.some((is) => is === 'waiting' || is === 'refused')
  );
};

const hasServer = (servers: readonly RTCIceServer[], scheme: 'stun' | 'turn'): boolean =>
  servers.some(({ urls }) => [urls].flat().some((url) => url.startsWith(scheme)));

const standingOf = ({ connection }: Participant): Standing => {
  const state = connection.peek();
  return state.is === 'failed' ? { is: 'failed', code: state.error.code } : { is: state.is };
};

const isMissing = ({ connection }: Participant): boolean => connection.peek().is !== 'connected';

/** Watches the people of `roster` until it is disposed of. */
export const createDiagnosing = (options: DiagnosingOptions): Disposable => {
  const { roster, journalOf, relays, iceServers, isOnline, clock } = options;
  const scope = createScope();
  let stopTimer: Stop | undefined;

  const aroundOf = (person: PersonId): Circumstances => ({
    nowMs: clock.nowMs(),
    isOnline: isOnline(),
    hasRelay: isAnyRelayThere(relays.peek()),
    isReachedByOthers: roster.people
      .peek()
      .some(({ id, connection }) => connection.peek().is === 'connected' && roster.get(id)?.sees().includes(person)),
    hasStun: hasServer(iceServers(), 'stun'),
    hasTurn: hasServer(iceServers(), 'turn'),
  });

  const look = (): void => {
    stopTimer = undefined;
    const missing = roster.people.peek().filter(isMissing);
    for (const person of missing) {
      const journal = journalOf(person.id);
      if (journal) roster.get(person.id)?.setDiagnosis(diagnose(journal, standingOf(person), aroundOf(person.id)));
    }
    if (missing.length > 0) stopTimer = clock.after(lookMs, look);
  };

  scope.add(
    effect(() => {
      // Not at once: a join that goes well has no time for it, and needs none of it.
      if (roster.people.value.filter(({ connection }) => connection.value.is !== 'connected').length > 0)
        stopTimer ??= clock.after(lookMs, look);
    }),
  );
  scope.add(() => stopTimer?.());
  return scope;
};
