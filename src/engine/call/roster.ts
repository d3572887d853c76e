// Who is in the call: one entry for each person, however often they reload.

import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { AppError } from '#core/base/errors.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { NegotiationState } from '#engine/mesh/negotiation-states.ts';
import type { CallNotice, ConnectionState, Participant } from './api.ts';
import { createParticipant, type ParticipantModel, type ParticipantOptions } from './participant.ts';

export interface Roster {
  readonly people: ReadonlySignal<readonly Participant[]>;
  readonly notices: ReadonlySignal<readonly (CallNotice & { readonly key: number })[]>;
  get(id: PersonId): ParticipantModel | undefined;
  /** The entry, made when there is none. */
  ensure(id: PersonId, nowMs: number): ParticipantModel;
  /**
   * Puts somebody where they belong by when they came, `atMs` of our clock. Whoever was here before keeps that place: a
   * reload or a lost connection moves nobody.
   */
  seat(id: PersonId, atMs: number): void;
  remove(id: PersonId): void;
  notify(notice: CallNotice): void;
}

const maxNotices = 20;
/** People whose places are remembered. */
const maxSeats = 300;

/** An empty roster. */
export const createRoster = (options: ParticipantOptions): Roster => {
  const models = signal<readonly ParticipantModel[]>([]);
  const people = computed(() => models.value.map(({ participant }) => participant));
  const notices = signal<readonly (CallNotice & { readonly key: number })[]>([]);
  const seats = new Map<PersonId, number>();
  let nextKey = 1;
  const get = (id: PersonId) => models.peek().find(({ participant }) => participant.id === id);
  return {
    people,
    notices,
    get,
    ensure: (id, nowMs) => {
      const known = get(id);
      if (known) return known;
      const model = createParticipant(id, nowMs, options);
      models.value = [...models.peek(), model];
      return model;
    },
    seat: (id, atMs) => {
      if (!seats.has(id) && seats.size >= maxSeats) seats.delete(seats.keys().next().value ?? id);
      const seatMs = seats.get(id) ?? atMs;
      seats.set(id, seatMs);
      get(id)?.setJoinedAt(seatMs);
      models.value = models.peek().toSorted((a, b) => a.participant.joinedAtMs - b.participant.joinedAtMs);
    },
    remove: (id) => {
      if (get(id)) models.value = models.peek().filter(({ participant }) => participant.id !== id);
    },
    notify: (notice) => {
      notices.value = [...notices.peek(), { ...notice, key: nextKey++ }].slice(-maxNotices);
    },
  };
};

/**
 * What the screens say of a connection; undefined when the person is not to be shown: nobody has answered yet, or they
 * are gone. A first attempt that failed after an answer is shown as unreachable while it is tried again.
 */
export const connectionStateOf = (state: NegotiationState, wasAnswered: boolean): ConnectionState | undefined => {
  switch (state.is) {
    case 'waiting':
      return wasAnswered ? { is: 'failed', error: new AppError('peer/unreachable') } : undefined;
    case 'calling':
      return wasAnswered ? { is: 'calling', sinceMs: state.sinceMs } : undefined;
    case 'over':
      return state.why === 'left' || state.why === 'lost'
        ? undefined
        : { is: 'failed', error: new AppError(state.why) };
    case 'connecting':
    case 'greeting':
    case 'connected':
      return { is: state.is, sinceMs: state.sinceMs };
    case 'reconnecting':
      return { is: state.isAway ? 'away' : state.is, sinceMs: state.sinceMs };
  }
};
