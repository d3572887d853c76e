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

interface Network {
  answers: boolean;
  /** Sockets that were asked for. */
  opened: number;
  opens: boolean;
  connection: (() => RTCPeerConnection) | undefined;
}

/** Sockets that open after `opensAfterMs`, never where that is not said, and answer as long as `network.answers`. */
const setUp = async (opensAfterMs?: number) => {
  const clock = createFakeClock();
  const network: Network = { answers: true, opened: 0, opens: true, connection: undefined };
  const openSocket = (): SocketLike => {
    network.opened += 1;
    const socket = {
      readyState: 0,
      send: (text: string) => {
        const [verb, id] = JSON.parse(text) as [string, string];
        if (verb === 'REQ' && network.answers) clock.after(20, () => tell(['EOSE', id]));
      },
      close: () => {},
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
    } as { -readonly [Key in keyof SocketLike]: SocketLike[Key] };
    const tell = (message: unknown): void =>
      socket.onmessage?.({ data: JSON.stringify(message) } as MessageEvent<unknown>);
    if (opensAfterMs !== undefined && network.opens)
      clock.after(opensAfterMs, () => {
        socket.readyState = 1;
        socket.onopen?.(undefined as never);
      });
    return socket;
  };
  const { rendezvous } = somebody(await newRoom(), {
    clock,
    openSocket,
    config: {
      relays: { nostr: ['wss://relay.example'], mqtt: [], torrent: ['wss://tracker.example'] },
      iceServers: [{ urls: ['stun:stun.example'] }],
    },
    rtc: { create: () => network.connection?.() ?? expect.fail('a connection') },
  });
  const isJoined = (): boolean =>
    rendezvous.relays.value.some(({ network: of, state }) => of === 'torrent' && state.is !== 'idle');
  return { clock, network, rendezvous, isJoined };
};

test.each([
  {
    who: 'joins in the same moment, and a relay opens',
    opensAfterMs: 300,
    waitsMs: 0,
    notAfterMs: 2_400,
    afterMs: 2_600,
  },
  {
    who: 'joins in the same moment, and none opens',
    opensAfterMs: undefined,
    waitsMs: 0,
    notAfterMs: 900,
    afterMs: 1_100,
  },
  { who: 'has waited for relays in vain before', opensAfterMs: undefined, waitsMs: 5_000, notAfterMs: 0, afterMs: 1 },
])(
  'the trackers come in $afterMs ms after the join for who $who',
  async ({ opensAfterMs, waitsMs, notAfterMs, afterMs }) => {
    const { clock, rendezvous, isJoined } = await setUp(opensAfterMs);
    await clock.advance(waitsMs);
    expect(isJoined()).toBe(false);
    rendezvous.join();
    if (notAfterMs > 0) await clock.advance(notAfterMs);
    expect(isJoined()).toBe(false);
    await clock.advance(afterMs - notAfterMs);
    expect(isJoined()).toBe(true);
  },
);

test('whoever searches has the relays asked soon whether they are still there, and a dead one replaced', async () => {
  const { clock, network, rendezvous } = await setUp(20);
  await clock.advance(3_000);
  expect(network.opened).toBe(1);
  // Our network is gone, and says nothing of it.
  network.answers = false;
  rendezvous.join();
  await clock.advance(1_900);
  expect(network.opened).toBe(1);
  await clock.advance(200);
  expect(network.opened).toBe(2);
});

test('whoever has lost every relay asks STUN servers whether the network is back, and tries the relays anew when it is', async () => {
  const { clock, network, rendezvous } = await setUp(20);
  let isThere = true;
  const outside = { candidate: 'candidate:2 1 udp 1 198.51.100.7 40001 typ srflx raddr 0.0.0.0 rport 0' };
  network.connection = () => {
    const pc = {
      onicecandidate: null as ((event: { candidate: typeof outside }) => void) | null,
      createDataChannel: () => {},
      setLocalDescription: async () => void (isThere && pc.onicecandidate?.({ candidate: outside })),
      close: () => {},
    };
    return pc as unknown as RTCPeerConnection;
  };
  rendezvous.join();
  // What asks is loaded.
  await clock.advance(3_000);
  await vi.dynamicImportSettled();
  await clock.advance(3_000);
  Object.assign(network, { answers: false, opens: false });
  isThere = false;
  // Everybody has been found.
  rendezvous.setSearching(false);
  const atFirst = network.opened;
  rendezvous.check();
  await clock.advance(60_000);
  const before = network.opened;
  // It knows that it will be told: every try that comes to nothing is one too many for a browser.
  expect(before - atFirst).toBeLessThanOrEqual(4);
  Object.assign(network, { answers: true, opens: true });
  isThere = true;
  await clock.advance(2_100);
  expect(network.opened).toBe(before + 1);
  expect(rendezvous.relays.value.find((relay) => relay.network === 'nostr')?.state.is).toBe('open');
});
