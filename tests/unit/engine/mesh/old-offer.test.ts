// An offer that was left over from a break which mended itself, at the next break.

import { expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import { createLog } from '#core/base/log.ts';
import { createPeer, type Peer } from '#engine/mesh/peer.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeNetwork } from '../../../fakes/rtc-network.ts';
import { createTestLink } from './fake-link.ts';
import { createTestConnection } from './test-connection.ts';

/** Two who each look in their own time, with 40 ms between them. */
const setUp = (seed: number) => {
  const clock = createFakeClock(seed);
  const network = createFakeNetwork(clock);
  const open = (owner: string, [instance, otherInstance]: [string, string]): Peer => {
    const rtc = network.port(owner);
    const peer = createPeer({
      person: owner as PersonId,
      instance,
      otherInstance,
      isPolite: owner === 'Ana',
      clock,
      log: createLog(clock.nowMs),
      createConnection: () => createTestConnection(rtc),
      takeSpare: () => undefined,
      claimOpenOffer: () => undefined,
      takesOpenOffer: () => true,
      wrapSignal: (text) => `signal ${text}`,
      isHeardByOthers: () => true,
      hasTurn: () => false,
    });
    peer.onGreet.on((wired) => void wired.send('hello'));
    peer.onMessage.on(({ data }) => {
      const text = String(data);
      if (text.startsWith('signal ')) peer.receiveSignal(text.slice(7));
      else if (text === 'hello') peer.accept();
    });
    const tick = (): void => {
      peer.tick();
      // What waits on a real channel is sent again as soon as there is a path.
      peer.send('again');
      clock.after((peer.state.value.is === 'reconnecting' ? 100 : 500) + clock.random() * 4, tick);
    };
    clock.after(clock.random() * 500, tick);
    return peer;
  };
  const peers = [open('Ana', ['page-here', 'page-there']), open('Ben', ['page-there', 'page-here'])] as const;
  const links = [createTestLink('Ben' as PersonId, 'page-there'), createTestLink('Ana' as PersonId, 'page-here')];
  /** What is said while the path is gone, and arrives after it (TCP keeps it). */
  let held: (() => void)[] | undefined;
  for (const [at, link] of links.entries())
    link.send = (text) => {
      const deliver = (): void => void clock.after(40, () => links[1 - at]?.onMessage.emit(text));
      if (held) held.push(deliver);
      else deliver();
    };
  const areConnected = (): boolean => peers.every(({ state }) => state.value.is === 'connected');
  const blip = async (): Promise<void> => {
    held = [];
    network.cut('Ana', 'Ben');
    await clock.advance(4_000);
    network.restore('Ana', 'Ben');
    await clock.advance(700);
    const late = held;
    held = undefined;
    for (const deliver of late) deliver();
  };
  const backAfterMoveMs = async (): Promise<number> => {
    network.move('Ana');
    const sinceMs = clock.nowMs();
    // By then both have noticed.
    await clock.advance(2_500);
    while (!areConnected() && clock.nowMs() - sinceMs < 40_000) await clock.advance(50);
    return clock.nowMs() - sinceMs;
  };
  for (const [at, link] of links.entries()) peers[at]?.addLink(link);
  return { clock, areConnected, blip, backAfterMoveMs };
};

test.each([5_000, 20_000, 60_000])(
  '%d ms after a blip of 4 s a new address is found as soon as without one',
  async (ms) => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const { clock, areConnected, blip, backAfterMoveMs } = setUp(seed);
      await clock.advance(1_500);
      await blip();
      await clock.advance(ms);
      expect(areConnected()).toBe(true);
      expect(await backAfterMoveMs(), `seed ${seed}`).toBeLessThanOrEqual(3_500);
    }
  },
);
