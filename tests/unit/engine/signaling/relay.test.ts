// Supervision with time in the test's hand and a driver that does what the test says.

import { describe, expect, it } from 'vitest';
import { createEmitter } from '#core/base/emitter.ts';
import { createLog } from '#core/base/log.ts';
import {
  refusedError,
  type RelayDriver,
  type RelaySocket,
  type SocketEnd,
} from '../../../../src/engine/signaling/relay-driver.ts';
import { createRelay } from '../../../../src/engine/signaling/relay.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

interface FakeSocket extends RelaySocket {
  readonly topics: Map<string, (text: string) => void>;
  readonly published: string[];
  isClosed: boolean;
  answers: boolean;
  readonly onClose: ReturnType<typeof createEmitter<SocketEnd>>;
  readonly onHeard: ReturnType<typeof createEmitter<void>>;
  readonly onSlowDown: ReturnType<typeof createEmitter<void>>;
}

const createFakeSocket = (): FakeSocket => {
  const socket: FakeSocket = {
    topics: new Map(),
    published: [],
    isClosed: false,
    answers: true,
    publish: (topic, text) => void socket.published.push(`${topic}: ${text}`),
    subscribe: (topic, handler) => {
      socket.topics.set(topic, handler);
      return () => void socket.topics.delete(topic);
    },
    probe: () => (socket.answers ? Promise.resolve() : new Promise(() => {})),
    close: () => void (socket.isClosed = true),
    onClose: createEmitter<SocketEnd>(),
    onHeard: createEmitter<void>(),
    onSlowDown: createEmitter<void>(),
  };
  return socket;
};

const setUp = () => {
  const clock = createFakeClock();
  const sockets: FakeSocket[] = [];
  const plans: (Error | 'hang')[] = [];
  const device = { isOnline: true };
  const driver: RelayDriver = {
    open: (_url, signal) => {
      const plan = plans.shift();
      if (plan === 'hang') {
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
      }
      if (plan) return Promise.reject(plan);
      const socket = createFakeSocket();
      sockets.push(socket);
      return Promise.resolve(socket);
    },
  };
  const log = createLog(clock.nowMs);
  const relay = createRelay({
    driver,
    network: 'nostr',
    url: 'wss://secret@host/path?key=1',
    name: 'host/path',
    clock,
    log,
    isOnline: () => device.isOnline,
  });
  const state = () => relay.status.value.state;
  return { clock, sockets, plans, device, relay, state, log };
};

describe('a supervised relay', () => {
  it('subscribes everything again on the socket that replaces a dead one', async () => {
    const { clock, sockets, relay, state } = setUp();
    const heard: string[] = [];
    relay.subscribe('one', (text) => heard.push(text));
    relay.start();
    await clock.settle();
    relay.subscribe('two', (text) => heard.push(text));
    const stop = relay.subscribe('three', (text) => heard.push(text));
    stop();
    expect(state()).toEqual({ is: 'open', roundTripMs: 0 });
    sockets[0]!.onClose.emit({ is: 'lost' });
    expect(state().is).toBe('waiting');
    expect(relay.isOpen).toBe(false);
    expect(relay.publish('one', 'lost')).toBe(false);
    await clock.advance(600);
    expect([...sockets[1]!.topics.keys()]).toEqual(['one', 'two']);
    sockets[1]!.topics.get('two')?.('text');
    expect(heard).toEqual(['text']);
    expect(relay.publish('one', 'text')).toBe(true);
    expect(sockets[1]!.published).toEqual(['one: text']);
  });

  it('leaves a device alone that says it is offline, and is back at once when it is asked', async () => {
    const { clock, sockets, device, relay, state } = setUp();
    relay.start();
    await clock.settle();
    device.isOnline = false;
    sockets[0]!.onClose.emit({ is: 'lost' });
    await clock.advance(9_000);
    expect([state().is, sockets.length]).toEqual(['waiting', 1]);
    device.isOnline = true;
    relay.check();
    await clock.settle();
    expect([state().is, sockets.length]).toEqual(['open', 2]);
  });

  it('asks after 45 silent seconds, and replaces the socket 3 s later when nothing comes', async () => {
    const { clock, sockets, relay, state } = setUp();
    relay.start();
    await clock.advance(40_000);
    sockets[0]!.onHeard.emit();
    sockets[0]!.answers = false;
    await clock.advance(44_000);
    expect(state().is).toBe('open');
    await clock.advance(1_500);
    expect(state().is).toBe('probing');
    await clock.advance(3_000);
    expect(sockets[0]!.isClosed).toBe(true);
    expect(sockets).toHaveLength(2);
    expect(state().is).toBe('open');
  });

  it('takes anything heard as an answer', async () => {
    const { clock, sockets, relay, state } = setUp();
    relay.start();
    await clock.settle();
    sockets[0]!.answers = false;
    relay.check();
    expect(state().is).toBe('probing');
    sockets[0]!.onHeard.emit();
    await clock.advance(10_000);
    expect(state().is).toBe('open');
    expect(sockets).toHaveLength(1);
  });

  it('gives up a socket that does not open in 10 s, and tries again', async () => {
    const { clock, sockets, plans, relay, state } = setUp();
    plans.push('hang');
    relay.start();
    await clock.advance(9_000);
    expect(state().is).toBe('connecting');
    await clock.advance(2_000);
    await clock.advance(1_000);
    expect(sockets).toHaveLength(1);
    expect(state().is).toBe('open');
  });

  it('connects at once on a check while it waits', async () => {
    const { clock, sockets, plans, relay } = setUp();
    plans.push(new Error('no'), new Error('no'), new Error('no'), new Error('no'), new Error('no'));
    relay.start();
    await clock.advance(5_000);
    const before = sockets.length;
    plans.length = 0;
    relay.check();
    await clock.settle();
    expect(sockets.length).toBe(before + 1);
  });

  it('leaves a relay alone that refuses, on opening or later', async () => {
    const { clock, sockets, plans, relay, state } = setUp();
    plans.push(refusedError('not-authorized'));
    relay.start();
    await clock.advance(14 * 60_000);
    expect(state()).toEqual({ is: 'refused', reason: 'not-authorized' });
    await clock.advance(60_000);
    expect(state().is).toBe('open');
    sockets[0]!.onClose.emit({ is: 'refused', reason: 'blocked' });
    expect(state()).toEqual({ is: 'refused', reason: 'blocked' });
  });

  it('says less when the relay asks for it, and more again later', async () => {
    const { clock, sockets, relay } = setUp();
    relay.start();
    await clock.settle();
    sockets[0]!.onSlowDown.emit();
    expect(relay.publish('one', 'text')).toBe(false);
    await clock.advance(10_000);
    expect(relay.publish('one', 'text')).toBe(true);
  });

  it('says less and less to a relay that keeps asking for it, and forgets that after ten quiet minutes', async () => {
    const { clock, sockets, relay } = setUp();
    relay.start();
    await clock.settle();
    const silentFor = async (): Promise<number> => {
      sockets[0]!.onSlowDown.emit();
      const sinceMs = clock.nowMs();
      while (!relay.publish('one', 'text')) await clock.advance(1_000);
      return clock.nowMs() - sinceMs;
    };
    const first = await silentFor();
    for (let times = 0; times < 4; times += 1) await silentFor();
    expect(await silentFor()).toBeGreaterThan(8 * first);
    await clock.advance(600_000);
    expect(await silentFor()).toBeLessThanOrEqual(10_000);
  });

  it('never floods a relay', async () => {
    const { clock, sockets, relay } = setUp();
    relay.start();
    await clock.settle();
    for (let count = 0; count < 1_000; count += 1) relay.publish('one', 'text');
    expect(sockets[0]!.published.length).toBeLessThanOrEqual(300);
  });

  it('stops everything, also a socket that opens too late, and leaves no timer', async () => {
    const { clock, sockets, relay, state } = setUp();
    relay.start();
    relay[Symbol.dispose]();
    await clock.settle();
    expect(sockets.every(({ isClosed }) => isClosed)).toBe(true);
    expect(state().is).toBe('idle');
    expect(clock.pending()).toBe(0);
  });

  it('logs the host and nothing else of the address', async () => {
    const { clock, relay, log } = setUp();
    relay.start();
    await clock.settle();
    expect(JSON.stringify(log.entries())).toContain('"host":"host"');
    expect(JSON.stringify(log.entries())).not.toMatch(/secret|key=|path/);
  });
});
