// Counting relays, against real ones.

import { afterEach, describe, expect, test } from 'vitest';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { probeRelays } from '#engine/signaling/probe-relays.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import type { LocalRelay } from '../../../relays/local-relay.ts';
import { startMqttBroker } from '../../../relays/mqtt.ts';
import { startNostrRelay } from '../../../relays/nostr.ts';
import { loadNodeMqtt } from './node-mqtt.ts';
import { createRealClock } from './people.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});
const started = async (starting: Promise<LocalRelay>): Promise<LocalRelay> => {
  const relay = await starting;
  closing.push(() => relay.close());
  return relay;
};

/** Takes connections and never says a word. */
const startSilence = async (): Promise<string> => {
  const server: Server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

const never = new AbortController().signal;
const deadUrl = 'ws://127.0.0.1:1/';

describe('probeRelays', () => {
  test('counts those that answer, of every network', async () => {
    const [nostr, mqtt] = [await started(startNostrRelay()), await started(startMqttBroker())];
    const relays = { nostr: [nostr.url, deadUrl], mqtt: [mqtt.url, deadUrl] };
    expect(await probeRelays({ relays, clock: createRealClock(), loadMqtt: loadNodeMqtt }, never)).toEqual({
      asked: 4,
      answering: 2,
    });
  });

  test('leaves no socket behind', async () => {
    const nostr = await started(startNostrRelay());
    const sockets: WebSocket[] = [];
    const openSocket = (url: string): WebSocket => {
      const socket = new WebSocket(url);
      sockets.push(socket);
      return socket;
    };
    await probeRelays({ relays: { nostr: [nostr.url], mqtt: [] }, clock: createRealClock(), openSocket }, never);
    await expect.poll(() => sockets.map(({ readyState }) => readyState)).toEqual([WebSocket.CLOSED]);
  });

  test('one that says nothing does not count, and is waited for 5 s at most', async () => {
    const [nostr, silence] = [await started(startNostrRelay()), await startSilence()];
    const clock = createFakeClock();
    const counting = probeRelays({ relays: { nostr: [nostr.url, silence], mqtt: [] }, clock }, never);
    await expect.poll(() => nostr.traffic()).toContain('starling-probe');
    await expect.poll(() => nostr.connectionCount).toBe(0);
    await clock.advance(5_000);
    expect(await counting).toEqual({ asked: 2, answering: 1 });
  });

  test('is over at once when nobody wants to know any more', async () => {
    const controller = new AbortController();
    const relays = { nostr: [await startSilence()], mqtt: [] };
    const counting = probeRelays({ relays, clock: createFakeClock() }, controller.signal);
    controller.abort();
    expect(await counting).toEqual({ asked: 1, answering: 0 });
  });

  test('asks nobody where nobody is configured', async () => {
    expect(await probeRelays({ relays: { nostr: [], mqtt: [] }, clock: createRealClock() }, never)).toEqual({
      asked: 0,
      answering: 0,
    });
  });
});
