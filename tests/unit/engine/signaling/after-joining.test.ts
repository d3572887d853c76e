// What a rendezvous does in the seconds after a join: when the trackers come in (decision 009), and whether relays are still there.

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

test('whoever hears of nobody has the relays asked soon whether they are still there, and a dead one replaced', async () => {
  const clock = createFakeClock();
  let answers = true;
  let opened = 0;
  const openSocket = (): SocketLike => {
    opened += 1;
    const socket: SocketLike = {
      readyState: 1,
      send: (text) => {
        const [verb, id] = JSON.parse(text) as [string, string];
        if (verb === 'REQ' && answers) clock.after(20, () => tell(['EOSE', id]));
      },
      close: () => {},
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
    };
    const tell = (message: unknown): void =>
      socket.onmessage?.({ data: JSON.stringify(message) } as MessageEvent<unknown>);
    clock.after(20, () => socket.onopen?.(undefined as never));
    return socket;
  };
  const { rendezvous } = somebody(await newRoom(), { clock, openSocket, nostr: ['wss://relay.example'] });
  await clock.advance(3_000);
  expect(opened).toBe(1);
  // Their network is gone, and says nothing of it.
  answers = false;
  rendezvous.join();
  await clock.advance(1_900);
  expect(opened).toBe(1);
  await clock.advance(200);
  expect(opened).toBe(2);
});
