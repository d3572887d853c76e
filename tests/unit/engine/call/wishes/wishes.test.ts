import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import type { Shown, Wish } from '#core/wire/wish-messages.ts';
import { createWishes } from '#engine/call/wishes/wishes.ts';
import type { CameraLimits } from '#engine/mesh/camera-limits.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import { createFakeClock } from '../../../../fakes/clock.ts';

const tile: Shown = { width: 640, height: 360, framesPerSecond: 30, priority: 'grid' };
const hidden: Shown = { width: 0, height: 0, framesPerSecond: 0, priority: 'hidden' };
const ana = 'ana' as PersonId;

const setUp = () => {
  const clock = createFakeClock(1);
  const sent: [atMs: number, to: PersonId, wish: Wish][] = [];
  const set: [atMs: number, what: CameraLimits | boolean | undefined][] = [];
  const startMs = clock.nowMs();
  const now = (): number => clock.nowMs() - startMs;
  const peer = {
    person: ana,
    sendScreen: (isSent: boolean) => void set.push([now(), isSent]),
  } as unknown as Peer;
  const there = new Set([peer]);
  const wishes = createWishes({
    clock,
    mesh: {
      peersOf: (person) => [...there].filter((each) => each.person === person),
      showPicture: (_, limits) => void set.push([now(), limits]),
    },
    send: (to, _, wish) => void sent.push([now(), to, wish]),
  });
  onTestFinished(() => wishes[Symbol.dispose]());
  return { clock, wishes, peer, there, sent, set };
};

test('hiding and showing are told in the same moment, sizes when they have settled', async () => {
  const { clock, wishes, sent } = setUp();
  wishes.show(ana, { camera: tile });
  wishes.show(ana, { camera: hidden });
  wishes.show(ana, { camera: tile });
  expect(sent.map(([atMs, , wish]) => [atMs, wish])).toEqual([
    [0, { camera: tile }],
    [0, { camera: hidden }],
    [0, { camera: tile }],
  ]);
  for (let height = 350; height >= 200; height -= 10) {
    wishes.show(ana, { camera: { ...tile, height } });
    await clock.advance(20);
  }
  await clock.advance(1_000);
  const later = sent.slice(3);
  expect(later.length).toBeLessThanOrEqual(3);
  expect(later.at(-1)?.[2]).toEqual({ camera: { ...tile, height: 200 } });
});

test('what is as it was again before it was told is not told', async () => {
  const { clock, wishes, sent } = setUp();
  wishes.show(ana, { camera: tile });
  wishes.show(ana, { camera: { ...tile, height: 100 } });
  await clock.advance(100);
  wishes.show(ana, { camera: tile });
  await clock.advance(1_000);
  expect(sent).toHaveLength(1);
  expect(clock.pending()).toBe(0);
});

test('a tile that flaps without end is told of four times a second, and its end state in time', async () => {
  const { clock, wishes, sent } = setUp();
  for (let round = 0; round < 500; round += 1) {
    wishes.show(ana, { camera: round % 2 ? tile : hidden });
    await clock.advance(20);
  }
  expect(sent.length).toBeLessThanOrEqual(8 + 4 * 10 + 1);
  wishes.show(ana, { camera: hidden });
  await clock.advance(600);
  expect(sent.at(-1)?.[2]).toEqual({ camera: hidden });
});

test('on a new connection all is told again, and everything goes out until they have spoken', () => {
  const { wishes, peer, sent, set } = setUp();
  wishes.show(ana, { camera: tile });
  wishes.take(peer, { camera: hidden, screen: hidden });
  expect(set.map(([, what]) => what)).toEqual([expect.objectContaining({ isPaused: true }), false]);
  wishes.greeted(peer);
  expect(set.slice(2).map(([, what]) => what)).toEqual([undefined, true]);
  expect(sent.map(([, , wish]) => wish)).toEqual([{ camera: tile }, { camera: tile }]);
});

test('a wish is obeyed at once, and one that changes nothing touches nothing', () => {
  const { wishes, peer, set } = setUp();
  wishes.take(peer, { camera: tile });
  wishes.take(peer, { camera: { ...tile, height: 350 } });
  wishes.take(peer, { camera: tile, screen: tile });
  expect(set).toEqual([[0, expect.objectContaining({ maxHeight: 360, maxFramerate: 30, isPaused: false })]]);
});

test('whoever changes their wish a hundred times a second moves our encoder five times, and gets the last', async () => {
  const { clock, wishes, peer, set } = setUp();
  for (let round = 0; round < 1_000; round += 1) {
    wishes.take(peer, { camera: { ...tile, height: round % 2 ? 10_000 : 1, width: 10_000, framesPerSecond: 1_000 } });
    await clock.advance(10);
  }
  expect(set.length).toBeLessThanOrEqual(12 + 5 * 10 + 1);
  wishes.take(peer, { camera: hidden });
  await clock.advance(500);
  expect(set.at(-1)?.[1]).toMatchObject({ isPaused: true });
  expect(clock.pending()).toBe(0);
});

test('nothing that comes from outside is ever thrown at us, and what is gone is not kept', async () => {
  const { clock, wishes, peer, there } = setUp();
  fc.assert(fc.property(fc.anything(), (body) => wishes.take(peer, body)));
  there.clear();
  const other = { person: 'ben', sendScreen: () => {} } as unknown as Peer;
  there.add(other);
  wishes.take(other, { camera: tile });
  wishes.show(other.person, { camera: tile });
  await clock.advance(1_000);
  wishes[Symbol.dispose]();
  wishes.take(other, { camera: hidden });
  wishes.show(other.person, {});
  wishes.greeted(other);
  expect(clock.pending()).toBe(0);
});
