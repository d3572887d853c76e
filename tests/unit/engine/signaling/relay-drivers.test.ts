// Every driver against a real relay of its kind.

import { afterAll, describe, expect, it } from 'vitest';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import type { AddressInfo } from 'node:net';
import { createDeviceDriver } from '../../../../src/engine/signaling/device-driver.ts';
import { createLateMqttDriver } from '../../../../src/engine/signaling/late-mqtt-driver.ts';
import { createNostrDriver } from '../../../../src/engine/signaling/nostr-driver.ts';
import { relayDriverContract } from '../../../contract/relay-driver-contract.ts';
import type { LocalRelay } from '../../../relays/local-relay.ts';
import { loadNodeMqtt } from './node-mqtt.ts';
import { startMqttBroker } from '../../../relays/mqtt.ts';
import { startNostrRelay } from '../../../relays/nostr.ts';
import { createRealClock } from './people.ts';
import { eventually } from '../../../contract/eventually.ts';

const started: LocalRelay[] = [];
const remember = async (starting: Promise<LocalRelay>): Promise<LocalRelay> => {
  const relay = await starting;
  started.push(relay);
  return relay;
};
afterAll(async () => {
  await Promise.all(started.map((relay) => relay.close()));
});

const deadUrl = 'ws://127.0.0.1:1/';
const nostr = createNostrDriver((url) => new WebSocket(url), createRealClock());

describe('Nostr', () => {
  relayDriverContract(async () => {
    const relay = await remember(startNostrRelay());
    return { driver: nostr, url: relay.url, kill: relay.killConnections, deadUrl };
  });
});

describe('MQTT', () => {
  relayDriverContract(async () => {
    const relay = await remember(startMqttBroker());
    return { driver: createLateMqttDriver(loadNodeMqtt), url: relay.url, kill: relay.killConnections, deadUrl };
  });
});

describe('this device', () => {
  relayDriverContract(() =>
    Promise.resolve({ driver: createDeviceDriver((name) => new BroadcastChannel(name)), url: '' }),
  );
});

/** A server that says what the test wants, to whatever it is asked. */
const startRudeRelay = async (answer: (socket: ServerSocket, message: readonly unknown[]) => void) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    socket.on('message', (data) =>
      answer(socket, JSON.parse(Buffer.isBuffer(data) ? data.toString() : 'null') as readonly unknown[]),
    );
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
};

describe('a Nostr relay that takes only what is of this minute', () => {
  const never = new AbortController().signal;
  const behindMs = 5 * 60_000;
  const slow = { ...createRealClock(), dateMs: () => Date.now() - behindMs };
  /** As strfry words it. */
  const startPunctual = () =>
    startRudeRelay((socket, [type, first]) => {
      if (type !== 'EVENT') return;
      const { id, created_at: at } = first as { id: string; created_at: number };
      const isOld = Math.abs(Date.now() / 1000 - at) > 60;
      socket.send(JSON.stringify(['OK', id, !isOld, isOld ? 'invalid: ephemeral event expired' : '']));
    });
  const publishOnce = async (driver: ReturnType<typeof createNostrDriver>, url: string): Promise<string> => {
    const socket = await driver.open(url, never);
    const said = new Promise<string>((resolve) => {
      socket.onClose.on((end) => resolve(end.is));
      socket.onHeard.on(() => setTimeout(() => resolve('taken')));
    });
    socket.publish('topic', 'text');
    const is = await said;
    socket.close();
    return is;
  };

  it('is told the host’s time, where the device has the wrong one', async () => {
    const relay = await startPunctual();
    const driver = createNostrDriver((url) => new WebSocket(url), slow, behindMs);
    expect([await publishOnce(driver, relay.url), await publishOnce(driver, relay.url)]).toEqual(['lost', 'taken']);
    relay.close();
  });

  it('is the only one that is told so', async () => {
    const [relay, other] = [
      await startPunctual(),
      await startRudeRelay((socket, [type, first]) => {
        if (type !== 'EVENT') return;
        const { id, created_at: at } = first as { id: string; created_at: number };
        socket.send(JSON.stringify(['OK', id, true, String(at)]));
        ages.push(Date.now() / 1000 - at);
      }),
    ];
    const ages: number[] = [];
    const driver = createNostrDriver((url) => new WebSocket(url), slow, behindMs);
    await publishOnce(driver, relay.url);
    await publishOnce(driver, other.url);
    await publishOnce(driver, relay.url);
    await publishOnce(driver, other.url);
    expect(ages.map((age) => Math.round(age / 60))).toEqual([5, 5]);
    for (const each of [relay, other]) each.close();
  });

  it('is left alone where the host’s is no better, or is not known', async () => {
    const relay = await startPunctual();
    const wrong = createNostrDriver((url) => new WebSocket(url), slow, 1_000);
    expect([await publishOnce(wrong, relay.url), await publishOnce(wrong, relay.url)]).toEqual(['lost', 'refused']);
    const unknown = createNostrDriver((url) => new WebSocket(url), slow);
    expect(await publishOnce(unknown, relay.url)).toBe('refused');
    relay.close();
  });
});

describe('a Nostr relay that says no', () => {
  const never = new AbortController().signal;
  it.each([
    ['blocked: not you', { is: 'refused', reason: 'blocked' }],
    ['auth-required: who are you', { is: 'refused', reason: 'auth-required' }],
    ['pow: 28 bits needed', { is: 'refused', reason: 'pow' }],
  ])('ends the socket for good: %s', async (message, end) => {
    const rude = await startRudeRelay((socket, [type, first]) => {
      if (type === 'EVENT') socket.send(JSON.stringify(['OK', (first as { id: string }).id, false, message]));
    });
    const socket = await nostr.open(rude.url, never);
    const ends: unknown[] = [];
    socket.onClose.on((why) => ends.push(why));
    socket.publish('topic', 'text');
    await eventually(() => expect(ends).toEqual([end]));
    rude.close();
  });

  it('asks for less when it is told to slow down, and goes on', async () => {
    const rude = await startRudeRelay((socket, [type, first]) => {
      if (type === 'EVENT')
        socket.send(JSON.stringify(['OK', (first as { id: string }).id, false, 'rate-limited: easy']));
      if (type === 'REQ') socket.send(JSON.stringify(['EOSE', first]));
    });
    const socket = await nostr.open(rude.url, never);
    let slowDowns = 0;
    socket.onSlowDown.on(() => (slowDowns += 1));
    socket.publish('topic', 'text');
    await eventually(() => expect(slowDowns).toBe(1));
    await socket.probe();
    socket.close();
    rude.close();
  });

  it('is given up when it closes a topic without a reason that helps', async () => {
    const rude = await startRudeRelay((socket, [type, first]) => {
      if (type === 'REQ') socket.send(JSON.stringify(['CLOSED', first, 'error: shutting down']));
    });
    const socket = await nostr.open(rude.url, never);
    const ends: string[] = [];
    socket.onClose.on(({ is }) => ends.push(is));
    socket.subscribe('topic', () => {});
    await eventually(() => expect(ends).toEqual(['lost']));
    rude.close();
  });

  it('survives garbage', async () => {
    const rude = await startRudeRelay((socket, [type, first]) => {
      const garbage = [
        '',
        '{',
        'null',
        '[]',
        '[1]',
        '["EVENT"]',
        '["EVENT","s1",null]',
        '["EVENT","s1",{"content":5}]',
        '{"a":1}',
        '["OK",1,false,{}]',
      ];
      for (const text of garbage) socket.send(text);
      socket.send(new Uint8Array([1, 2, 3]));
      socket.send(JSON.stringify(['EVENT', first, { content: 'x'.repeat(200 * 1024) }]));
      if (type === 'REQ') socket.send(JSON.stringify(['EOSE', first]));
    });
    const socket = await nostr.open(rude.url, never);
    const heard: string[] = [];
    socket.subscribe('topic', (text) => heard.push(text));
    await socket.probe();
    expect(heard).toEqual([]);
    socket.close();
    rude.close();
  });
});
