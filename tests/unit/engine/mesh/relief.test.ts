import { expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { createLadders } from '#engine/mesh/ladders.ts';
import { createRelief } from '#engine/mesh/relief.ts';
import { lossyHoldMs } from '#engine/mesh/sound-hold.ts';
import type { FlowSample, StatsSample } from '#engine/mesh/stats-sample.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

const meant = planCameraLimits(1);

const setUp = () => {
  const clock = createFakeClock();
  let loads = 0;
  let moves = 0;
  let isBroken = false;
  const relief = createRelief<Somebody>({
    clock,
    log: createLog(() => clock.nowMs()),
    meantFor: () => meant,
    onMoved: () => (moves += 1),
    load: async () => {
      loads += 1;
      if (isBroken) throw new Error('offline');
      return { createLadders };
    },
  });
  interface Somebody {
    readonly person: PersonId;
    holdVoice(ms: number | undefined): void;
  }
  const held: (number | undefined)[] = [];
  const person = (letter: string): Somebody => ({
    person: letter.repeat(22) as PersonId,
    holdVoice: (ms) => void held.push(ms),
  });
  /** Looks every four seconds. */
  const watch = async (
    who: readonly Somebody[],
    looks: number,
    sample: (atMs: number) => StatsSample,
  ): Promise<void> => {
    for (let look = 0; look < looks; look += 1) {
      await clock.advance(4_000);
      for (const each of who) relief.take(each, sample(clock.nowMs()));
    }
    await clock.advance(0);
  };
  return {
    relief,
    clock,
    held,
    person,
    watch,
    counts: () => ({ loads, moves }),
    breakLoads: (broken: boolean) => void (isBroken = broken),
  };
};

const flow = (atMs: number, more: Partial<FlowSample> = {}): FlowSample => ({
  id: 'x',
  atMs,
  bytes: atMs,
  packets: atMs,
  ...more,
});
const well = (atMs: number): StatsSample => ({
  roundTripMs: 40,
  availableOutgoingBps: 3_000_000,
  sent: { camera: flow(atMs), microphone: flow(atMs) },
  received: { microphone: flow(atMs, { lostPackets: 3 }) },
});
const narrow = (atMs: number): StatsSample => ({
  ...well(atMs),
  availableOutgoingBps: 5_000,
  sent: { camera: flow(atMs, { limitedBy: 'bandwidth' }), microphone: flow(atMs) },
});

test('where all is well nothing is loaded, and the limits are the very same', async () => {
  const { relief, person, watch, counts, held } = setUp();
  const ana = person('A');
  await watch([ana], 200, well);
  expect(counts()).toEqual({ loads: 0, moves: 0 });
  expect(relief.limit(meant, ana)).toBe(meant);
  expect(held).toEqual([]);
});

test('the first sign of trouble loads the ladders once, and counts itself', async () => {
  const { relief, person, watch, counts } = setUp();
  const [ana, ben] = [person('A'), person('B')];
  await watch([ana, ben], 5, well);
  await watch([ana], 1, narrow);
  await watch([ben], 1, well);
  expect(counts().loads).toBe(1);
  expect(relief.limit(meant, ana)).toBe(meant);
  await watch([ana], 1, narrow);
  expect(relief.limit(meant, ana)).toMatchObject({ maxHeight: 180, maxFramerate: 1 });
  await watch([ana], 2, narrow);
  expect(relief.limit(meant, ana).isPaused).toBe(true);
  expect(relief.limit(meant, ben)).toBe(meant);
  expect(relief.limit(meant)).toBe(meant);
  expect([relief.pausedFor.value, counts()]).toEqual([[ana.person], { loads: 1, moves: 2 }]);
  // One of two is not most.
  expect(relief.picture.value).toEqual({ is: 'full' });
  relief.forget(ben);
  expect(relief.picture.value).toEqual({ is: 'paused' });
  relief.forget(ana);
  expect([relief.picture.value, relief.pausedFor.value]).toEqual([{ is: 'full' }, []]);
});

test('what cannot be loaded is tried again at the next sign', async () => {
  const { relief, person, watch, counts, breakLoads } = setUp();
  const ana = person('A');
  breakLoads(true);
  await watch([ana], 4, narrow);
  expect([counts().loads, relief.limit(meant, ana)]).toEqual([4, meant]);
  breakLoads(false);
  await watch([ana], 5, narrow);
  expect([counts().loads, relief.limit(meant, ana).isPaused]).toEqual([5, true]);
});

test('signals change only when what they say does', async () => {
  const { relief, person, watch } = setUp();
  const people = ['A', 'B', 'C'].map(person);
  const seen: unknown[] = [];
  relief.pausedFor.subscribe((paused) => void seen.push(paused.length));
  relief.picture.subscribe(({ is }) => void seen.push(is));
  await watch(people, 3, well);
  await watch(people, 4, narrow);
  expect(seen).toEqual([0, 'full', 'smaller', 1, 'paused', 2, 3]);
});

test('a voice of which much is lost is held back; their camera does not suffer for it', async () => {
  const { relief, held, person, watch } = setUp();
  const ana = person('A');
  await watch([ana], 6, (atMs) => ({ ...well(atMs), received: { microphone: flow(atMs, { lostPackets: atMs / 4 }) } }));
  expect(held.at(-1)).toBe(lossyHoldMs);
  expect(relief.limit(meant, ana)).toBe(meant);
});
