// When the trackers come in: soon where nothing else answers, late where something does (decision 009).

import { expect, test, vi } from 'vitest';
import type { SocketLike } from '#engine/signaling/relay-driver.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { newRoom, somebody } from './people.ts';

vi.mock('#engine/signaling/torrent.ts', () => ({
  joinTorrent: () => {
    throw new Error('not in this test');
  },
}));

/** Sockets that open after `opensAfterMs`; never where that is not said. */
const setUp = async (opensAfterMs?: number) => {
  const clock = createFakeClock();
  const openSocket = (): SocketLike => {
    let readyState = 0;
    const socket: SocketLike = {
      get readyState() {
        return readyState;
      },
      send: () => {},
      close: () => {},
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
    };
    if (opensAfterMs !== undefined)
      clock.after(opensAfterMs, () => {
        readyState = 1;
        socket.onopen?.(undefined as never);
      });
    return socket;
  };
  const { rendezvous } = somebody(await newRoom(), {
    clock,
    openSocket,
    nostr: ['wss://relay.example'],
    torrent: ['wss://tracker.example'],
    rtc: { create: () => expect.fail('a connection') },
  });
  const isJoined = (): boolean =>
    rendezvous.relays.value.some(({ network, state }) => network === 'torrent' && state.is !== 'idle');
  return { clock, rendezvous, isJoined };
};

test('whoever joins in the same moment in which the relays are asked takes the trackers only if none opens', async () => {
  const { clock, rendezvous, isJoined } = await setUp(300);
  rendezvous.join();
  await clock.advance(2_400);
  expect(isJoined()).toBe(false);
  await clock.advance(200);
  expect(isJoined()).toBe(true);
});

test('they come a second after the relays were asked where none has opened', async () => {
  const { clock, rendezvous, isJoined } = await setUp();
  rendezvous.join();
  await clock.advance(900);
  expect(isJoined()).toBe(false);
  await clock.advance(200);
  expect(isJoined()).toBe(true);
});

test('at once for somebody who has waited long enough in the green room', async () => {
  const { clock, rendezvous, isJoined } = await setUp();
  await clock.advance(5_000);
  expect(isJoined()).toBe(false);
  rendezvous.join();
  await clock.advance(1);
  expect(isJoined()).toBe(true);
});
