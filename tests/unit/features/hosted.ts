// One feature under the real host, with people who come, go and speak as the test wants.

import { signal, type Signal } from '@preact/signals-core';
import { createLog } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { StorePort } from '#core/ports/store.ts';
import type { ConnectionState, Feature, Participant } from '#engine/call/api.ts';
import { createFeatureRunner } from '#engine/call/feature-host.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { createFakeStore } from '../../fakes/store.ts';

export const [ana, ben, cem, dia] = ['A', 'B', 'C', 'D'].map((letter) => letter.repeat(22)) as [
  PersonId,
  PersonId,
  PersonId,
  PersonId,
];

interface Sent {
  readonly type: string;
  readonly body: unknown;
  readonly to: PersonId | undefined;
}

/** Somebody else's tile, for as much as features read of it. */
const createTile = (id: PersonId, joinedAtMs: number, connection: Signal<ConnectionState>): Participant =>
  ({ id, name: signal(''), connection, joinedAtMs }) as unknown as Participant;

export interface HostedOptions {
  readonly clock?: FakeClock;
  readonly store?: StorePort;
  readonly self?: PersonId;
}

/** Ana runs `feature`; nobody else is there yet. */
export const hosted = <M extends Disposable>(
  feature: Feature<M>,
  { clock = createFakeClock(), store = createFakeStore(), self = ana }: HostedOptions = {},
) => {
  const sent: Sent[] = [];
  const people = signal<readonly Participant[]>([]);
  const connections = new Map<PersonId, Signal<ConnectionState>>();
  const log = createLog(clock.nowMs);
  const runner = createFeatureRunner([feature], {
    self,
    selfName: signal(''),
    people,
    clock,
    store,
    log,
    send: ({ feature: from, type, body }, to) => {
      if (from === feature.id) sent.push({ type, body: JSON.parse(JSON.stringify(body)), to });
    },
  });
  const take = (from: PersonId, type: string, body: unknown, id = feature.id): void =>
    runner.take({ feature: id, type, version: feature.version, id: 0, body }, from);
  return {
    clock,
    store,
    log,
    sent,
    /** Undefined once the feature broke. */
    model: () => runner.model(feature),
    /** `person` comes, connected unless told otherwise. */
    come: (person: PersonId, { inCallMs = 0, isConnected = true } = {}): void => {
      const nowMs = clock.nowMs();
      const connection = signal<ConnectionState>({ is: isConnected ? 'connected' : 'calling', sinceMs: nowMs });
      connections.set(person, connection);
      people.value = [...people.peek(), createTile(person, nowMs - inCallMs, connection)];
    },
    setConnection: (person: PersonId, is: 'connected' | 'reconnecting'): void => {
      const connection = connections.get(person);
      if (connection) connection.value = { is, sinceMs: clock.nowMs() };
    },
    go: (person: PersonId): void => {
      people.value = people.peek().filter(({ id }) => id !== person);
    },
    hear: take,
    /** `from` tells what was missed. */
    hearLate: (from: PersonId, state: unknown): void =>
      take(from, 'late', { feature: feature.id, part: 0, parts: 1, text: JSON.stringify(state) }, 'call'),
    end: () => runner[Symbol.dispose](),
  };
};
