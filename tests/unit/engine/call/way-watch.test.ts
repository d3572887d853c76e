import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import type { RelayState, RelayStatus } from '#core/ports/link.ts';
import type { ConnectionState, Participant } from '#engine/call/api.ts';
import { createWayWatch } from '#engine/call/way-watch.ts';

const relay = (name: string, is: RelayState['is']): RelayStatus => ({
  network: 'nostr',
  name,
  state: { is, roundTripMs: 1, attempt: 1, retryAtMs: 1, reason: '' },
});

const setUp = () => {
  const relays = signal<readonly RelayStatus[]>([relay('a', 'open'), relay('b', 'waiting')]);
  const connection = signal<ConnectionState>({ is: 'connected', sinceMs: 0 });
  const people = signal<readonly Participant[]>([{ id: 'ana' as PersonId, connection } as unknown as Participant]);
  const done: string[] = [];
  const watch = createWayWatch({
    relays,
    people,
    onSilence: () => done.push('silence'),
    onWayOpened: (isBack) => done.push(isBack ? 'way again' : 'way'),
  });
  done.length = 0;
  return { relays, connection, done, watch };
};

test('a relay that comes back opens a way; one that is only asked for a sign of life does not', () => {
  const { relays, done } = setUp();
  relays.value = [relay('a', 'probing'), relay('b', 'waiting')];
  relays.value = [relay('a', 'open'), relay('b', 'waiting')];
  expect(done).toEqual([]);
  relays.value = [relay('a', 'open'), relay('b', 'open')];
  expect(done).toEqual(['way']);
  relays.value = [relay('a', 'connecting'), relay('b', 'open')];
  relays.value = [relay('a', 'open'), relay('b', 'open')];
  expect(done).toEqual(['way', 'way again']);
});

test('each silence has the relays asked once', () => {
  const { connection, done } = setUp();
  connection.value = { is: 'reconnecting', sinceMs: 0 };
  connection.value = { is: 'reconnecting', sinceMs: 1 };
  expect(done).toEqual(['silence']);
  connection.value = { is: 'away', sinceMs: 1 };
  connection.value = { is: 'connected', sinceMs: 2 };
  connection.value = { is: 'reconnecting', sinceMs: 3 };
  expect(done).toEqual(['silence', 'silence']);
});

test('after the end nothing is heard', () => {
  const { relays, connection, done, watch } = setUp();
  watch[Symbol.dispose]();
  relays.value = [relay('a', 'open'), relay('b', 'open')];
  connection.value = { is: 'reconnecting', sinceMs: 0 };
  expect(done).toEqual([]);
});
