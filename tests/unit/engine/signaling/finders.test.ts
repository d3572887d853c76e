// Where the address is to stay hidden, nothing of Trystero's or the trackers' makes a connection.

import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import { createLog } from '#core/base/log.ts';
import { createFinders, type FinderOptions } from '#engine/signaling/finders.ts';
import type { Relay } from '#engine/signaling/relay.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

const trystero = vi.hoisted(() => ({ heard: [] as string[], disposed: 0 }));
vi.mock('#engine/signaling/trystero.ts', () => ({
  createTrysteroFinder: () => ({
    onLink: { on: () => () => {} },
    start: () => {},
    announcement: 'ours',
    hear: (text: string) => trystero.heard.push(text),
    [Symbol.dispose]: () => (trystero.disposed += 1),
  }),
}));
const torrent = vi.hoisted(() => ({ joined: 0 }));
vi.mock('#engine/signaling/torrent.ts', () => ({
  joinTorrent: () => {
    torrent.joined += 1;
    throw new Error('not in this test');
  },
}));

const setUp = (isHidden: boolean) => {
  Object.assign(trystero, { heard: [], disposed: 0 });
  torrent.joined = 0;
  const isRelayOnly = signal(isHidden);
  const finders = createFinders({
    appId: 'test',
    topic: 'topic',
    password: 'password',
    self: 'Ana' as PersonId,
    instance: 'page',
    stunServers: [],
    rtc: { create: () => expect.fail('a connection of its own') },
    clock: createFakeClock(),
    log: createLog(() => 0),
    urls: ['wss://tracker.example'],
    isRelayOnly,
  } as unknown as FinderOptions);
  return { finders, isRelayOnly };
};
const relay = {} as Relay;
const loaded = () => vi.waitFor(() => expect(torrent.joined).toBe(1));

test('begins nothing while the address is hidden, and names no meeting point that is not used', async () => {
  const { finders, isRelayOnly } = setUp(true);
  finders.hear('theirs', relay);
  finders.joinTrackers();
  expect([finders.announcement, finders.statuses.value]).toEqual(['', []]);
  isRelayOnly.value = false;
  // What was asked for while hidden has not begun: this is the first.
  finders.joinTrackers();
  await loaded();
  expect(trystero.heard).toEqual([]);
});

test('ends for good when somebody begins to hide', async () => {
  const { finders, isRelayOnly } = setUp(false);
  finders.hear('loads it', relay);
  finders.joinTrackers();
  await loaded();
  await vi.waitFor(() => {
    finders.hear('theirs', relay);
    expect(trystero.heard).toContain('theirs');
  });
  expect(finders.announcement).toBe('ours');
  isRelayOnly.value = true;
  expect([trystero.disposed, finders.announcement]).toEqual([1, '']);
  isRelayOnly.value = false;
  trystero.heard.length = 0;
  finders.hear('theirs', relay);
  expect([trystero.heard, finders.announcement]).toEqual([[], '']);
});
