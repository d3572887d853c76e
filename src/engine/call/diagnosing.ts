// Says of everybody who is not connected where the way to them stops. Loaded when somebody is missing for a while
// (late-diagnosis.ts): a join that goes well needs none of it.

import type { PersonId } from '#core/base/ids.ts';
import type { RelayStatus } from '#core/ports/link.ts';
import type { Notes } from '#engine/mesh/journal.ts';
import { readJournal, type JournalRecord } from '#engine/mesh/read-journal.ts';
import type { Participant } from './api.ts';
import { diagnose, type Circumstances, type Diagnosis, type Standing } from './diagnosis.ts';

export interface DiagnosingOptions {
  readonly people: () => readonly Participant[];
  /** What was noted on the way to somebody; undefined when nothing is known. */
  readonly notesOf: (person: PersonId) => Notes | undefined;
  /** Whom somebody says to be connected to. */
  readonly seenBy: (person: PersonId) => readonly PersonId[];
  readonly relays: () => readonly RelayStatus[];
  readonly iceServers: () => readonly RTCIceServer[];
  readonly isOnline: () => boolean;
  readonly nowMs: () => number;
}

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
  if (state.is === 'failed') return { is: 'failed', code: state.error.code };
  // Their place is kept, and the search goes on.
  return { is: state.is === 'away' ? 'reconnecting' : state.is };
};

const aroundOf = (person: Participant, options: DiagnosingOptions): Circumstances => ({
  nowMs: options.nowMs(),
  isOnline: options.isOnline(),
  hasRelay: isAnyRelayThere(options.relays()),
  isReachedByOthers: options
    .people()
    .some(({ id, connection }) => connection.peek().is === 'connected' && options.seenBy(id).includes(person.id)),
  hasStun: hasServer(options.iceServers(), 'stun'),
  hasTurn: hasServer(options.iceServers(), 'turn'),
});

/** Undefined when nothing is known of them. */
export const diagnosePerson = (person: Participant, options: DiagnosingOptions): Diagnosis | undefined => {
  const notes = options.notesOf(person.id);
  return notes && diagnose(readJournal(notes), standingOf(person), aroundOf(person, options));
};

/** What happened on the way to somebody; undefined when nothing is known. */
export const recordOf = (person: PersonId, { notesOf }: DiagnosingOptions): JournalRecord | undefined => {
  const notes = notesOf(person);
  return notes && readJournal(notes);
};
