// Gathering: nothing is asked where there is nobody to ask, and it ends whatever the servers do.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPathCheck } from '#shell/platform/path-check.ts';

class FakeConnection extends EventTarget {
  iceGatheringState = 'new';
  isClosed = false;
  createDataChannel(): void {}
  async setLocalDescription(): Promise<void> {}
  close(): void {
    this.isClosed = true;
  }
  give(candidate: Partial<RTCIceCandidate> | null): void {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
  }
  complete(): void {
    this.iceGatheringState = 'complete';
    this.dispatchEvent(new Event('icegatheringstatechange'));
  }
}

let made: FakeConnection[];
const rtc = {
  create: () => {
    const connection = new FakeConnection();
    made.push(connection);
    return connection as unknown as RTCPeerConnection;
  },
  sendCodecs: () => [],
};
const servers = [{ urls: ['stun:a.example:3478', 'stun:b.example:3478'] }, { urls: ['turn:c.example:3478'] }];
const signal = new AbortController().signal;

beforeEach(() => {
  made = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

test('without servers nothing is opened', async () => {
  expect(await createPathCheck(rtc, []).gather(signal)).toEqual({ candidates: [], stunServers: 0, hasTurn: false });
  expect(made).toHaveLength(0);
});

test('gives what came until all was gathered, and closes', async () => {
  const gathering = createPathCheck(rtc, servers).gather(signal);
  made[0]?.give({
    type: 'srflx',
    protocol: 'udp',
    address: '203.0.113.7',
    port: 7000,
    relatedAddress: null,
    relatedPort: null,
  });
  made[0]?.give({ type: null, protocol: null, port: null });
  made[0]?.give(null);
  made[0]?.complete();
  const { candidates, stunServers, hasTurn } = await gathering;
  expect(candidates).toEqual([
    {
      type: 'srflx',
      protocol: 'udp',
      address: '203.0.113.7',
      port: 7000,
      relatedAddress: undefined,
      relatedPort: undefined,
    },
  ]);
  expect([stunServers, hasTurn]).toEqual([3, true]);
  expect(made[0]?.isClosed).toBe(true);
});

test('does not wait for a server that never answers, nor after it was given up', async () => {
  const slow = createPathCheck(rtc, servers).gather(signal);
  await vi.advanceTimersByTimeAsync(5_000);
  expect((await slow).candidates).toEqual([]);
  const controller = new AbortController();
  const left = createPathCheck(rtc, servers).gather(controller.signal);
  controller.abort();
  expect((await left).candidates).toEqual([]);
  expect(made.every(({ isClosed }) => isClosed)).toBe(true);
});

test('a browser that refuses a connection is no error', async () => {
  const refusing = createPathCheck(
    {
      ...rtc,
      create: () => {
        throw new DOMException('', 'UnknownError');
      },
    },
    servers,
  );
  expect((await refusing.gather(signal)).candidates).toEqual([]);
});
