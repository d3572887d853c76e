// The trackers are loaded when they are joined, once; their names are listed before.

import { expect, it, vi } from 'vitest';
import { createEmitter } from '#core/base/emitter.ts';
import { createLog } from '#core/base/log.ts';
import type { Link } from '#core/ports/link.ts';
import { createLateTorrent } from '#engine/signaling/late-torrent.ts';
import type { HearStates, TorrentOptions } from '#engine/signaling/torrent.ts';
import { eventually } from '../../../contract/eventually.ts';

const setUp = (urls: readonly string[] = ['wss://one.example', 'wss://two.example']) => {
  const room = { onLink: createEmitter<Link>(), [Symbol.dispose]: vi.fn<() => void>() };
  const joinTorrent = vi.fn((_options: TorrentOptions, _hearStates: HearStates) => room);
  const load = vi.fn(async () => ({ joinTorrent }));
  const log = createLog(() => 0);
  const late = createLateTorrent({ urls, log } as unknown as TorrentOptions, load);
  const states = () => late.statuses.value.map(({ state }) => state.is);
  return { room, joinTorrent, load, late, states, log };
};

it('names the trackers before anything is loaded, and loads once', async () => {
  const { late, load, joinTorrent, states } = setUp();
  expect(late.statuses.value.map(({ network, name }) => [network, name])).toEqual([
    ['torrent', 'one.example'],
    ['torrent', 'two.example'],
  ]);
  expect([states(), load.mock.calls.length]).toEqual([['idle', 'idle'], 0]);
  late.join();
  late.join();
  expect(states()).toEqual(['connecting', 'connecting']);
  await eventually(() => expect(joinTorrent).toHaveBeenCalledOnce());
  expect(load).toHaveBeenCalledOnce();
});

it('loads nothing where no tracker is set up', () => {
  const { late, load } = setUp([]);
  late.join();
  expect(load).not.toHaveBeenCalled();
});

it('hands links on, and says how the trackers are when that has changed', async () => {
  const { late, room, joinTorrent, states } = setUp();
  const links: Link[] = [];
  late.onLink.on((link) => links.push(link));
  late.join();
  await eventually(() => expect(joinTorrent).toHaveBeenCalled());
  const link = {} as Link;
  room.onLink.emit(link);
  expect(links).toEqual([link]);
  const hear = joinTorrent.mock.calls[0]?.[1];
  hear?.([{ is: 'open', roundTripMs: undefined }, { is: 'connecting' }]);
  expect(states()).toEqual(['open', 'connecting']);
  const before = late.statuses.value;
  hear?.([{ is: 'open', roundTripMs: undefined }, { is: 'connecting' }]);
  expect(late.statuses.value).toBe(before);
});

it('joins nothing once it is over, even while it is being loaded, and leaves what was joined', async () => {
  const early = setUp();
  early.late.join();
  early.late[Symbol.dispose]();
  await early.load.mock.results[0]?.value;
  await Promise.resolve();
  expect(early.joinTorrent).not.toHaveBeenCalled();
  const { late, joinTorrent, room } = setUp();
  late.join();
  await eventually(() => expect(joinTorrent).toHaveBeenCalled());
  late[Symbol.dispose]();
  expect(room[Symbol.dispose]).toHaveBeenCalledOnce();
});

it('says so in the log where it could not be loaded', async () => {
  const { late, load, log } = setUp();
  load.mockRejectedValueOnce(new Error('offline'));
  late.join();
  await eventually(() => expect(log.entries().map(({ event }) => event)).toContain('torrent-not-joined'));
});
