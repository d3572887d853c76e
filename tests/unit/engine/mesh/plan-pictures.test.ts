import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Shown, Wish } from '#core/wire/wish-messages.ts';
import { encodingFor, planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { limitCameraFor } from '#engine/mesh/camera-share.ts';
import { cameraRungs, planPictures, type PicturePlan } from '#engine/mesh/plan-pictures.ts';

const priority = fc.constantFrom<Shown['priority']>('pinned', 'speaking', 'grid', 'hidden');
const shown = fc.record({
  width: fc.integer({ min: 0, max: 8_192 }),
  height: fc.integer({ min: 0, max: 8_192 }),
  framesPerSecond: fc.integer({ min: 0, max: 60 }),
  priority,
});
const wish: fc.Arbitrary<Wish> = fc.record({ camera: shown, screen: shown }, { requiredKeys: [] });

const faceOf = (height: number, more: Partial<Shown> = {}): Shown => ({
  width: Math.round((height * 16) / 9),
  height,
  framesPerSecond: 30,
  priority: 'grid',
  ...more,
});

/** One receiver after the other of its wishes. */
const follow = (wishes: readonly Wish[]): readonly PicturePlan[] => {
  let plans: ReadonlyMap<string, PicturePlan> = new Map();
  return wishes.map((each) => {
    plans = planPictures(new Map([['Ana', each]]), plans);
    return plans.get('Ana')!;
  });
};
const heights = (plans: readonly PicturePlan[]) => plans.map(({ camera }) => camera?.maxHeight);
const rungOf = (height: number): number => {
  const found = cameraRungs.findIndex(({ maxHeight }) => height <= maxHeight);
  return found < 0 ? cameraRungs.length - 1 : found;
};

test('a tile gets the rung that is enough for it', () => {
  const sizes = [0, 90, 180, 198, 200, 360, 396, 400, 720, 1080, 4_000];
  expect(sizes.map((height) => heights(follow([{ camera: faceOf(height) }]))[0])).toEqual([
    ...[180, 180, 180, 180, 360, 360, 360, 720],
    ...[720, 1080, 1080],
  ]);
  // By the shorter side: an upright camera is as wide as it is small.
  const upright = faceOf(0, { width: 180, height: 320 });
  expect(heights(follow([{ camera: upright }]))).toEqual([180]);
});

test('what is not said stays as it was without wishes', () => {
  expect(follow([{}, { screen: faceOf(720) }])).toEqual([
    { camera: undefined, isScreenSent: true },
    { camera: undefined, isScreenSent: true },
  ]);
});

test('hidden, nothing goes out, and what comes back has the size that it had', () => {
  const plans = follow([
    { camera: faceOf(300), screen: faceOf(900) },
    { camera: faceOf(0, { priority: 'hidden' }), screen: faceOf(0, { priority: 'hidden' }) },
    { camera: faceOf(300), screen: faceOf(900) },
  ]);
  expect(plans.map(({ camera, isScreenSent }) => [camera?.maxHeight, camera?.isPaused, isScreenSent])).toEqual([
    [360, false, true],
    [360, true, false],
    [360, false, true],
  ]);
});

test('a tile that moves about an edge stays on its rung, and leaves it when it has clearly changed', () => {
  expect(heights(follow([198, 206, 180, 200, 190].map((height) => ({ camera: faceOf(height) }))))).toEqual([
    180, 180, 180, 180, 180,
  ]);
  expect(heights(follow([360, 172, 180, 175, 210].map((height) => ({ camera: faceOf(height) }))))).toEqual([
    360, 360, 360, 360, 360,
  ]);
  expect(heights(follow([360, 160, 360, 900].map((height) => ({ camera: faceOf(height) }))))).toEqual([
    360, 180, 360, 1080,
  ]);
});

test('a jitter of a twentieth moves nobody more than once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 1_500 }),
      fc.array(fc.double({ min: 0.975, max: 1.025, noNaN: true }), { minLength: 2, maxLength: 30 }),
      (height, jitter) => {
        const found = heights(follow(jitter.map((factor) => ({ camera: faceOf(Math.round(height * factor)) }))));
        const moves = found.filter((each, index) => index > 0 && each !== found[index - 1]).length;
        expect(moves).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('never above a wish by more than one rung, nothing for what is hidden, always at least one frame', () => {
  fc.assert(
    fc.property(fc.array(wish, { minLength: 1, maxLength: 20 }), (wishes) => {
      for (const [index, { camera, isScreenSent }] of follow(wishes).entries()) {
        const { camera: asked, screen } = wishes[index]!;
        expect(isScreenSent).toBe(screen?.priority !== 'hidden');
        expect(camera === undefined).toBe(asked === undefined);
        if (!asked || !camera) continue;
        expect(camera.isPaused).toBe(asked.priority === 'hidden');
        if (camera.isPaused) continue;
        const rung = cameraRungs.findIndex(({ maxHeight }) => maxHeight === camera.maxHeight);
        expect(rung).toBeGreaterThanOrEqual(0);
        expect(rung - rungOf(Math.min(asked.width, asked.height))).toBeLessThanOrEqual(1);
        expect(camera.maxFramerate).toBe(Math.max(1, asked.framesPerSecond));
      }
    }),
  );
});

test('whatever is wished, the limits of the call hold, and what the sender is told is valid', () => {
  const size = { width: fc.integer({ min: 1, max: 4_000 }), height: fc.integer({ min: 1, max: 4_000 }) };
  fc.assert(
    fc.property(
      fc.array(wish, { minLength: 1, maxLength: 8 }),
      fc.nat(20),
      fc.record(size),
      (wishes, others, camera) => {
        const call = planCameraLimits(others);
        for (const plan of follow(wishes)) {
          const without = encodingFor(call, camera);
          const encoding = encodingFor(limitCameraFor(call, 'full', 'full', plan.camera), camera);
          expect(encoding.maxBitrate).toBeLessThanOrEqual(call.maxBitrateBps);
          expect(encoding.maxFramerate).toBeLessThanOrEqual(call.maxFramerate);
          expect(encoding.scaleResolutionDownBy).toBeGreaterThanOrEqual(without.scaleResolutionDownBy ?? 1);
          expect(encoding.scaleResolutionDownBy).toBeGreaterThanOrEqual(1);
          expect(encoding.active).toBe(plan.camera?.isPaused !== true);
          if (!plan.camera) expect(encoding).toEqual(without);
        }
      },
    ),
  );
});

test('one receiver’s wishes change nothing for another, and who has none any more is not planned for', () => {
  const first = planPictures(
    new Map([
      ['Ana', { camera: faceOf(700) }],
      ['Ben', { camera: faceOf(100) }],
    ]),
    new Map(),
  );
  const second = planPictures(new Map([['Ana', { camera: faceOf(0, { priority: 'hidden' }) }]]), first);
  expect(first.get('Ben')?.camera).toMatchObject({ maxHeight: 180, isPaused: false });
  expect([...second.keys()]).toEqual(['Ana']);
});
