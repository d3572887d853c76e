import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { followReturn } from '../../../../src/engine/signaling/network-return.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

const host = 'candidate:1 1 udp 2122260223 192.0.2.7 40001 typ host generation 0';
const outside = 'candidate:2 1 udp 1686052607 198.51.100.7 40001 typ srflx raddr 192.0.2.7 rport 40001';

const setUp = () => {
  const clock = createFakeClock();
  const state = { isOnline: true, isReached: false, isRefused: false, told: 0, back: 0, asked: 0, open: 0 };
  const create = (): RTCPeerConnection => {
    if (state.isRefused) throw new DOMException('too many', 'UnknownError');
    state.asked += 1;
    state.open += 1;
    let stop = (): void => {};
    let isOpen = true;
    const pc = {
      onicecandidate: null as ((event: { candidate: { candidate: string } | null }) => void) | null,
      createDataChannel: () => {},
      setLocalDescription: () => {
        const tell = (candidate: string): void => pc.onicecandidate?.({ candidate: { candidate } });
        stop = clock.after(100, () => {
          tell(host);
          if (state.isReached) tell(outside);
        });
        return Promise.resolve();
      },
      close: () => {
        stop();
        if (isOpen) state.open -= 1;
        isOpen = false;
      },
    };
    return pc as unknown as RTCPeerConnection;
  };
  const [isCutOff, isWatched] = [signal(true), signal(true)];
  const watch = followReturn({
    rtc: { create },
    iceServers: [{ urls: 'stun:stun.example' }],
    clock,
    isOnline: () => state.isOnline,
    isCutOff,
    isWatched,
    onTold: () => (state.told += 1),
    onBack: () => (state.back += 1),
  });
  return { clock, state, isCutOff, isWatched, watch };
};

describe('the return of the network', () => {
  it('is told once, soon after a server answers again', async () => {
    const { clock, state } = setUp();
    await clock.advance(60_000);
    expect(state.back).toBe(0);
    state.isReached = true;
    await clock.advance(2_200);
    expect(state.back).toBe(1);
    await clock.advance(60_000);
    expect(state.back).toBe(1);
  });

  it('is told again after another silence', async () => {
    const { clock, state } = setUp();
    for (const isReached of [false, true, false, true]) {
      state.isReached = isReached;
      await clock.advance(6_000);
    }
    expect(state.back).toBe(2);
  });

  it('is not told where the network was there all the time, and only the relays were not', async () => {
    const { clock, state } = setUp();
    state.isReached = true;
    await clock.advance(60_000);
    expect(state.back).toBe(0);
  });

  it('is asked for less often after two minutes, by one connection at a time', async () => {
    const { clock, state } = setUp();
    await clock.advance(120_000);
    expect(state.asked).toBeGreaterThan(55);
    expect(state.open).toBeLessThanOrEqual(1);
    const before = state.asked;
    await clock.advance(600_000);
    expect(state.asked - before).toBeLessThan(40);
    expect(state.asked - before).toBeGreaterThan(15);
  });

  it('is asked of nobody while the browser says that there is no network, and is told all the same', async () => {
    const { clock, state } = setUp();
    state.isOnline = false;
    await clock.advance(10_000);
    const before = state.asked;
    await clock.advance(30_000);
    expect(state.asked).toBe(before);
    Object.assign(state, { isOnline: true, isReached: true });
    await clock.advance(4_000);
    expect(state.back).toBe(1);
  });

  it('is waited for where the browser refuses another connection', async () => {
    const { clock, state } = setUp();
    state.isRefused = true;
    await clock.advance(10_000);
    Object.assign(state, { isRefused: false, isReached: true });
    await clock.advance(4_000);
    expect(state.back).toBe(1);
  });

  it('is no longer asked for at the end', async () => {
    const { clock, state, watch } = setUp();
    await clock.advance(500);
    watch[Symbol.dispose]();
    const before = state.asked;
    await clock.advance(60_000);
    expect([state.asked - before, state.open, clock.pending()]).toEqual([0, 0, 0]);
  });

  it('is not asked for as long as relays are there, but once: whether it would be told', async () => {
    const { clock, state, isCutOff } = setUp();
    isCutOff.value = false;
    const before = state.asked;
    state.isReached = true;
    await clock.advance(60_000);
    expect([state.asked - before, state.told, state.back, state.open]).toEqual([0, 1, 0, 0]);
    isCutOff.value = true;
    await clock.advance(1_000);
    isCutOff.value = false;
    await clock.advance(60_000);
    expect(state).toMatchObject({ told: 1, open: 0 });
  });

  it('would not be told where no server is reached', async () => {
    const { clock, state, isCutOff } = setUp();
    isCutOff.value = false;
    await clock.advance(60_000);
    expect(state).toMatchObject({ told: 0, open: 0 });
  });

  it('is asked of nobody while the own address is to be hidden', async () => {
    const { clock, state, isWatched } = setUp();
    isWatched.value = false;
    const before = state.asked;
    await clock.advance(60_000);
    expect([state.asked - before, state.open]).toEqual([0, 0]);
  });
});
