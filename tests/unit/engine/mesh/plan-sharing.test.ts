import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planCameraLimits, type CameraLimits } from '#engine/mesh/camera-limits.ts';
import { cameraRungs } from '#engine/mesh/plan-pictures.ts';
import {
  plainSharing,
  stepSharing,
  type Receiver,
  type Sharing,
  type SharingContext,
} from '#engine/mesh/plan-sharing.ts';
import { bestAt, cameraLadder, leastAt, lowestMoving, rungFor, screenLadder } from '#engine/mesh/share-ladder.ts';

const context: SharingContext = { ladder: cameraLadder, uplinkBps: 4_500_000, nowMs: 0, isPossible: true };
const wished = (rung: number, more: Partial<CameraLimits> = {}): CameraLimits => ({
  ...cameraRungs[rung]!,
  maxFramerate: 30,
  ...more,
});
const wide = 20_000_000;
const receiver = (rung: number, takesBps = wide, more: Partial<CameraLimits> = {}): Receiver => ({
  limits: wished(rung, more),
  takesBps,
});
type Room = Readonly<Record<string, Receiver>>;
const look = (before: Sharing<string>, room: Room, nowMs: number, more: Partial<SharingContext> = {}) =>
  stepSharing(before, new Map(Object.entries(room)), { ...context, nowMs, ...more });
/** The same room, looked at once a second. */
const watch = (before: Sharing<string>, room: Room, fromMs: number, seconds: number): Sharing<string> => {
  let sharing = before;
  for (let second = 0; second <= seconds; second += 1) sharing = look(sharing, room, fromMs + second * 1_000);
  return sharing;
};
const start = (room: Room, more: Partial<SharingContext> = {}) => look(plainSharing(), room, 0, more);
/** As a wish counts the sizes; below them are stills. */
const sizeOf = (rung: number): number | 'stills' => (rung === 0 ? 'stills' : rung - 1);
const gets = ({ plan }: Sharing<string>): Record<string, number | 'stills'> | string =>
  plan.is === 'shared'
    ? Object.fromEntries([...plan.whoGetsWhich].map(([who, rung]) => [who, sizeOf(rung)] as const))
    : plan.is;
const bitsAt = ({ plan }: Sharing<string>, rung: number): number =>
  (plan.is === 'shared' && plan.rungs[rung]?.bitrateBps) || 0;
const bitsOf = (sharing: Sharing<string>, size: number): number => bitsAt(sharing, size + 1);

test('plain for nobody, for one, and where it can’t be; shared for two who get a picture', () => {
  const hidden = receiver(2, wide, { isPaused: true });
  expect(gets(start({}))).toBe('plain');
  expect(gets(start({ Ana: receiver(2), Ben: hidden, Cem: hidden }))).toBe('plain');
  expect(gets(start({ Ana: receiver(2), Ben: receiver(0) }, { isPossible: false }))).toBe('plain');
  expect(gets(start({ Ana: receiver(2), Ben: receiver(0), Cem: hidden }))).toEqual({ Ana: 2, Ben: 0 });
});

test('whoever goes for a moment does not send the picture back to the other encoder', () => {
  const both = { Ana: receiver(1), Ben: receiver(1) };
  let sharing = start(both);
  for (const nowMs of [1_000, 5_900]) sharing = look(sharing, { Ana: receiver(1) }, nowMs);
  expect(gets(sharing)).toEqual({ Ana: 1 });
  sharing = look(sharing, both, 5_950);
  sharing = look(sharing, { Ana: receiver(1) }, 6_000);
  expect(gets(look(sharing, { Ana: receiver(1) }, 10_900))).toEqual({ Ana: 1 });
  expect(gets(look(sharing, { Ana: receiver(1) }, 11_000))).toBe('plain');
  // Where it can't go on, nobody waits.
  expect(gets(look(sharing, both, 6_100, { isPossible: false }))).toBe('plain');
});

test('whoever gets nothing for a while because of their path counts all the same', () => {
  const waiting: Receiver = { ...receiver(2, wide, { isPaused: true }), isWished: true };
  const sharing = start({ Ana: receiver(2), Ben: { ...receiver(2), isWished: true } });
  expect(gets(watch(sharing, { Ana: receiver(2), Ben: waiting }, 1_000, 30))).toEqual({ Ana: 2 });
  expect(gets(watch(sharing, { Ana: receiver(2), Ben: receiver(2, wide, { isPaused: true }) }, 1_000, 30))).toBe(
    'plain',
  );
});

test('sizes that only the table by the number of people has get the next larger one, with the bits of the table', () => {
  const table: Receiver = { limits: planCameraLimits(2), takesBps: wide };
  const sharing = start({ Ana: table, Ben: table });
  expect(gets(sharing)).toEqual({ Ana: 2, Ben: 2 });
  expect(bitsOf(sharing, 2)).toBe(planCameraLimits(2).maxBitrateBps);
});

test('each rung has as many frames as anybody on it wants, and fewer bits for fewer frames', () => {
  const sharing = start({
    Ana: receiver(1, wide, { maxFramerate: 12 }),
    Ben: receiver(1, wide, { maxFramerate: 15 }),
    Cem: receiver(2, wide, { maxFramerate: 30 }),
  });
  const { plan } = sharing;
  expect(plan.is === 'shared' && plan.rungs.slice(2, 4)).toEqual([
    { maxHeight: 360, maxFramerate: 15, bitrateBps: 450_000 },
    { maxHeight: 720, maxFramerate: 30, bitrateBps: 1_800_000 },
  ]);
});

test('a peer far below the others gets a smaller one, and the others keep all they had', () => {
  const room = { Ana: receiver(2), Ben: receiver(2), Dan: receiver(2) };
  const before = start({ Ana: receiver(2), Ben: receiver(2) });
  const sharing = look(before, { ...room, Dan: receiver(2, 200_000) }, 1_000);
  expect(gets(sharing)).toEqual({ Ana: 2, Ben: 2, Dan: 0 });
  // With three of them it is the way out that counts, and nothing else.
  expect(bitsOf(sharing, 2)).toBe(1_800_000);
});

test('one a little below the others makes the rung a little smaller', () => {
  const sharing = start({ Ana: receiver(1, 2_000_000), Ben: receiver(1, 500_000) });
  expect(gets(sharing)).toEqual({ Ana: 1, Ben: 1 });
  expect(bitsOf(sharing, 1)).toBe(450_000);
});

test('a path that becomes narrow is relieved at once, and tried again later, and later still after a failure', () => {
  const room = (bps: number) => ({ Ana: receiver(2), Ben: receiver(2, bps) });
  let sharing = start(room(3_000_000));
  const moves: [second: number, rung: number][] = [];
  let rung = 2;
  for (let second = 1; second < 150; second += 1) {
    // What it carries is never more than half more than what is sent.
    const carried = [260_000, 350_000, 700_000][rung] ?? 0;
    sharing = look(sharing, room(carried), second * 1_000);
    const now = Number((gets(sharing) as Record<string, number>)['Ben'] ?? -1);
    if (now !== rung) moves.push([second, now]);
    rung = now;
  }
  expect(moves.slice(0, 2)).toEqual([
    [1, 1],
    [2, 0],
  ]);
  const tries = moves.filter(([second, to]) => second > 2 && to === 1).map(([second]) => second);
  const gaps = tries.slice(1).map((second, index) => second - (tries[index] ?? 0));
  expect(tries.length).toBeGreaterThan(2);
  for (const [index, gap] of gaps.entries()) expect(gap).toBeGreaterThan(index === 0 ? 15 : (gaps[index - 1] ?? 0));
});

test('a path that is wide again gets all of it back, though its estimate grows only with what is sent', () => {
  const room = (bps: number) => ({ Ana: receiver(2), Ben: receiver(2, bps) });
  let sharing = look(start(room(3_000_000)), room(150_000), 1_000);
  let carried = 150_000;
  for (let second = 2; second < 120; second += 1) {
    const rung = sharing.seats.get('Ben')?.rung ?? -1;
    // libwebrtc: 8 % a second, up to half more than goes, sound included.
    const ceiling = 1.5 * (bitsAt(sharing, rung) + 90_000) - 90_000;
    carried = Math.min(Math.max(carried, ceiling), carried * 1.08);
    sharing = look(sharing, room(carried), second * 1_000);
  }
  expect(gets(sharing)).toEqual({ Ana: 2, Ben: 2 });
});

test('a picture that is shown larger is larger at once', () => {
  const sharing = watch(start({ Ana: receiver(0), Ben: receiver(1) }), { Ana: receiver(0), Ben: receiver(1) }, 0, 5);
  expect(gets(look(sharing, { Ana: receiver(2), Ben: receiver(1) }, 5_100))).toEqual({ Ana: 2, Ben: 1 });
  expect(gets(look(sharing, { Ana: receiver(0), Ben: receiver(0) }, 5_100))).toEqual({ Ana: 0, Ben: 0 });
  // However short a while ago it was shown larger the last time.
  const larger = look(sharing, { Ana: receiver(1), Ben: receiver(1) }, 5_100);
  expect(gets(look(larger, { Ana: receiver(2), Ben: receiver(1) }, 5_400))).toEqual({ Ana: 2, Ben: 1 });
  // What their path carries of it is not known: it is tried.
  expect(gets(look(sharing, { Ana: receiver(2, 400_000), Ben: receiver(2) }, 5_100))).toEqual({ Ana: 1, Ben: 2 });
});

test('a path that carries sound and hardly more gets a picture a second, and now and then more is tried', () => {
  const room = { Ana: receiver(1), Ben: receiver(1, 30_000) };
  const sharing = watch(start({ Ana: receiver(1), Ben: receiver(1) }), room, 1_000, 3);
  expect(gets(sharing)).toEqual({ Ana: 1, Ben: 'stills' });
  const { plan } = sharing;
  expect(plan.is === 'shared' && plan.rungs[0]).toMatchObject({ maxHeight: 180, maxFramerate: 1 });
  expect(bitsAt(sharing, 0)).toBeLessThanOrEqual(24_000);
  expect(gets(watch(sharing, room, 5_000, 12))).toEqual({ Ana: 1, Ben: 0 });
});

test('a path that seems to carry nothing has eight seconds to recover in, with a picture a second', () => {
  const room = (bps: number) => ({ Ana: receiver(1), Ben: receiver(1, bps) });
  const flooded = watch(start(room(wide)), room(0), 1_000, 7);
  expect(gets(flooded)).toEqual({ Ana: 1, Ben: 'stills' });
  expect(gets(watch(flooded, room(0), 9_000, 1))).toEqual({ Ana: 1 });
  // It recovers: on from there as anybody.
  expect(gets(watch(flooded, room(30_000), 9_000, 20))).toEqual({ Ana: 1, Ben: 'stills' });
  expect(gets(watch(flooded, room(wide), 9_000, 1))).toEqual({ Ana: 1, Ben: 1 });
});

test('a rung that failed is tried later and later, though stills hold in between', () => {
  const room = (bps: number) => ({ Ana: receiver(1), Ben: receiver(1, bps) });
  let sharing = watch(start(room(wide)), room(30_000), 1_000, 1);
  const tries: number[] = [];
  for (let second = 3; second < 120; second += 1) {
    const before = sharing.seats.get('Ben')?.rung;
    sharing = look(sharing, room(before === 1 ? 20_000 : 30_000), second * 1_000);
    if (before === 0 && sharing.seats.get('Ben')?.rung === 1) tries.push(second);
  }
  const gaps = tries.slice(1).map((second, index) => second - (tries[index] ?? 0));
  expect(gaps.length).toBeGreaterThan(1);
  for (const [index, gap] of gaps.entries()) expect(gap).toBeGreaterThan(gaps[index - 1] ?? 15);
});

test('beside a screen, however many there are, what moves does not become stills', () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`p${index}`, receiver(1)]));
  expect(new Set(Object.values(gets(start(many, { uplinkBps: 400_000 }))))).toEqual(new Set([0]));
});

test('what is too much for the way out together becomes less for all, and large ones go where the most of them are', () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`p${index}`, receiver(2)]));
  const sharing = start({ ...many, Pin: receiver(3) });
  const { plan } = sharing;
  if (plan.is !== 'shared') throw new Error('plain');
  const total = [...plan.whoGetsWhich.values()].reduce((sum, rung) => sum + plan.rungs[rung]!.bitrateBps, 0);
  expect(total).toBeLessThanOrEqual(4_500_000);
  expect(plan.whoGetsWhich.get('Pin')).toBeGreaterThan(plan.whoGetsWhich.get('p0')!);
});

/** libwebrtc: an estimate grows by 8 % a second, up to half more than goes, sound included. */
const grown = (carriedBps: number, sentBps: number): number =>
  Math.max(carriedBps, Math.min(1.5 * (sentBps + 90_000) - 90_000, carriedBps * 1.08));

test('one whose estimate is high does not keep the others small: the way out is what all share', () => {
  const names = ['Ana', 'Ben', 'Cem', 'Dan', 'Eva'];
  let takes: Record<string, number> = Object.fromEntries(names.map((name) => [name, 900_000]));
  takes['Ana'] = 4_000_000;
  const room = (): Room => Object.fromEntries(names.map((name) => [name, receiver(2, takes[name])]));
  let sharing = start(room());
  for (let second = 1; second < 120; second += 1) {
    takes = Object.fromEntries(
      names.map((name) => [name, grown(takes[name] ?? 0, bitsAt(sharing, sharing.seats.get(name)?.rung ?? -1))]),
    );
    sharing = look(sharing, room(), second * 1_000);
  }
  expect(gets(sharing)).toEqual({ Ana: 2, Ben: 2, Cem: 2, Dan: 2, Eva: 2 });
});

test('while the camera is off nothing is tried, and after it nobody waits for what was tried before', () => {
  const room = (bps: number): Room => ({ Ana: receiver(2), Ben: receiver(2, bps) });
  const muted = { isMuted: true };
  // Joined while it was off: the estimate is what sound alone gave.
  let carried = 210_000;
  let sharing = start(room(carried), muted);
  for (let second = 1; second < 300; second += 1) sharing = look(sharing, room(carried), second * 1_000, muted);
  const during = gets(sharing);
  let second = 300;
  for (; second < 400 && (gets(sharing) as Record<string, unknown>)['Ben'] !== 2; second += 1) {
    sharing = look(sharing, room(carried), second * 1_000);
    carried = grown(carried, bitsAt(sharing, sharing.seats.get('Ben')?.rung ?? -1));
  }
  expect(during).toEqual({ Ana: 2, Ben: 0 });
  expect(second - 300).toBeLessThan(40);
});

test('a camera that is off is no longer shared when there are too few to share it', () => {
  const both = start({ Ana: receiver(1), Ben: receiver(1) });
  const muted = { isMuted: true };
  const off = look(both, { Ana: receiver(1), Ben: receiver(1) }, 1_000, muted);
  expect(gets(look(off, { Ana: receiver(1) }, 2_000, muted))).not.toBe('plain');
  expect(gets(look(look(off, { Ana: receiver(1) }, 2_000, muted), { Ana: receiver(1) }, 7_000, muted))).toBe('plain');
});

test('a screen gives way in frames and bits, and a text stays whole', () => {
  const ladder = screenLadder('text');
  const whole = { maxHeight: Infinity, maxFramerate: 15, maxBitrateBps: 2_000_000 };
  const sharing = start(
    { Ana: { limits: whole, takesBps: wide }, Ben: { limits: whole, takesBps: 400_000 } },
    { ladder, uplinkBps: 9_000_000 },
  );
  expect(sharing.plan.is === 'shared' && Object.fromEntries(sharing.plan.whoGetsWhich)).toEqual({ Ana: 1, Ben: 0 });
  expect(ladder[0]?.maxHeight).toBe(ladder[1]?.maxHeight);
  expect(bitsAt(sharing, 0)).toBeLessThanOrEqual(400_000);
});

test('what of a screen a path cannot carry goes at once: it would keep the path full', () => {
  const ladder = screenLadder('text');
  const limits = { maxHeight: Infinity, maxFramerate: 15, maxBitrateBps: 2_000_000 };
  const [good, flooded] = [
    { limits, takesBps: wide },
    { limits, takesBps: 20_000 },
  ];
  const before = start({ Ana: good, Ben: good }, { ladder, uplinkBps: 9_000_000 });
  const { plan } = look(before, { Ana: good, Ben: flooded }, 1_000, { ladder, uplinkBps: 9_000_000 });
  expect(plan.is === 'shared' && [...plan.whoGetsWhich.keys()]).toEqual(['Ana']);
});

const anyReceiver: fc.Arbitrary<Receiver> = fc.record(
  {
    limits: fc.record(
      {
        maxHeight: fc.constantFrom(180, 270, 360, 540, 720, 1080, 4_000),
        maxFramerate: fc.integer({ min: 1, max: 60 }),
        maxBitrateBps: fc.integer({ min: 50_000, max: 3_000_000 }),
        isPaused: fc.boolean(),
      },
      { requiredKeys: ['maxHeight', 'maxFramerate', 'maxBitrateBps'] },
    ),
    takesBps: fc.integer({ min: 0, max: 6_000_000 }),
  },
  { requiredKeys: ['limits'] },
);
const anyRoom = fc.dictionary(fc.constantFrom('Ana', 'Ben', 'Cem', 'Dan', 'Eva', 'Fin'), anyReceiver);
const anyStory = fc.array(fc.record({ room: anyRoom, afterMs: fc.integer({ min: 0, max: 20_000 }) }), {
  minLength: 1,
  maxLength: 12,
});

/** Each look of a story, with what was known and what was decided. */
const tell = (story: readonly { readonly room: Room; readonly afterMs: number }[], uplinkBps = 4_500_000) => {
  let [sharing, nowMs] = [plainSharing<string>(), 0];
  return story.map(({ room, afterMs }) => {
    nowMs += afterMs;
    sharing = look(sharing, room, nowMs, { uplinkBps });
    return { room, sharing };
  });
};

test('never above a wish by more than one rung, nothing for who is hidden or gone, nothing that does not exist', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      for (const { room, sharing } of tell(story)) {
        if (sharing.plan.is === 'plain') continue;
        expect(sharing.plan.rungs).toHaveLength(cameraLadder.length);
        for (const [who, rung] of sharing.plan.whoGetsWhich) {
          expect(room[who]?.limits.isPaused ?? room[who] === undefined).toBe(false);
          expect(rung).toBeGreaterThanOrEqual(0);
          const { maxHeight } = room[who]!.limits;
          expect(rung).toBeLessThanOrEqual(rungFor(cameraLadder, maxHeight));
          // The next smaller one would be too small.
          if (rung > lowestMoving(cameraLadder)) expect(cameraLadder[rung - 1]!.maxHeight).toBeLessThan(maxHeight);
        }
      }
    }),
  );
});

test('a rung that nobody gets is not touched, one that somebody gets is valid and within its bounds', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      let before: Sharing<string> | undefined;
      for (const { sharing } of tell(story)) {
        const { plan } = sharing;
        for (const [index, rung] of plan.is === 'shared' ? plan.rungs.entries() : []) {
          const size = cameraLadder[index]!;
          expect(rung.maxFramerate).toBeGreaterThanOrEqual(1);
          expect(rung.bitrateBps).toBeGreaterThanOrEqual(Math.floor(leastAt(size, rung.maxFramerate)));
          expect(rung.bitrateBps).toBeLessThanOrEqual(Math.ceil(bestAt(size, rung.maxFramerate)));
          const isWanted = plan.is === 'shared' && [...plan.whoGetsWhich.values()].includes(index);
          if (!isWanted && before?.plan.is === 'shared') expect(rung).toEqual(before.plan.rungs[index]);
        }
        before = sharing;
      }
    }),
  );
});

test('sound is never starved: who is not on trial gets no more than their connection carries beside it', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      for (const { room, sharing } of tell(story)) {
        for (const [who, rung] of sharing.plan.is === 'shared' ? sharing.plan.whoGetsWhich : []) {
          const { takesBps } = room[who]!;
          if (sharing.seats.get(who)?.trial || takesBps === undefined) continue;
          // A fifth less is a moment's jitter of an estimate.
          expect(bitsAt(sharing, rung) * 0.8).toBeLessThanOrEqual(takesBps);
        }
      }
    }),
  );
});

test('all together fits through the way out, however little that is, down to the smallest for each', () => {
  fc.assert(
    fc.property(anyStory, fc.integer({ min: 300_000, max: 9_000_000 }), (story, uplinkBps) => {
      for (const { sharing } of tell(story, uplinkBps)) {
        const { plan } = sharing;
        if (plan.is === 'plain') continue;
        const rungs = [...plan.whoGetsWhich.values()];
        const total = rungs.reduce((sum, rung) => sum + plan.rungs[rung]!.bitrateBps, 0);
        const isSmallest = rungs.every((rung) => rung <= lowestMoving(cameraLadder));
        if (!isSmallest) expect(total).toBeLessThanOrEqual(uplinkBps * 1.001 + rungs.length);
      }
    }),
  );
});

test('stable under jitter: estimates that swing by a tenth move nobody more than once, and no bits either', () => {
  const jitter = fc.array(fc.double({ min: 0.95, max: 1.05, noNaN: true }), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(anyRoom, fc.array(jitter, { minLength: 10, maxLength: 10 }), (room, swings) => {
      const people = Object.entries(room).filter(([, { limits }]) => !limits.isPaused);
      const story = swings.map((swing) => ({
        afterMs: 1_000,
        room: Object.fromEntries(
          people.map(([who, each], index): [string, Receiver] => [
            who,
            each.takesBps === undefined ? each : { ...each, takesBps: each.takesBps * swing[index]! },
          ]),
        ),
      }));
      const plans = tell(story).map(({ sharing }) => sharing.plan);
      for (const [who] of people) {
        const rungs = plans.map((plan) => (plan.is === 'shared' ? plan.whoGetsWhich.get(who) : undefined));
        const moves = rungs.filter((rung, index) => index > 0 && rung !== rungs[index - 1]).length;
        expect(moves).toBeLessThanOrEqual(2);
      }
    }),
  );
});
