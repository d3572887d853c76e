import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planCameraLimits, type CameraLimits } from '#engine/mesh/camera-limits.ts';
import { depthOf, limitsOn, neededBps, rungAt, rungs, type Rung } from '#engine/mesh/camera-rungs.ts';
import {
  judgePressure,
  judgeProcessor,
  learnRoundTrip,
  lookAtPath,
  type PathLook,
} from '#engine/mesh/judge-pressure.ts';
import { startLadder, stepLadder } from '#engine/mesh/pressure-ladder.ts';
import type { FlowSample, StatsSample } from '#engine/mesh/stats-sample.ts';

const call = planCameraLimits(1);
const well: PathLook = { isSending: true, freeBps: 4_000_000, lossRatio: 0, roundTripMs: 40, usualRoundTripMs: 40 };
const short = (freeBps: number): PathLook => ({ ...well, freeBps, limitedBy: 'bandwidth' });
const judge = (look: PathLook, on: Rung = 'full'): Rung => judgePressure(look, call, on);

const flow = (more: Partial<FlowSample>): FlowSample => ({ id: 'x', atMs: 0, bytes: 0, packets: 0, ...more });

test('between two samples: what goes out beside the camera is not free for it', () => {
  const before: StatsSample = { sent: { camera: flow({}), microphone: flow({}), screen: flow({}) }, received: {} };
  const now: StatsSample = {
    availableOutgoingBps: 1_000_000,
    roundTripMs: 60,
    sent: {
      camera: flow({ atMs: 4_000, bytes: 100_000, packets: 300, reportedLossRatio: 0.04, limitedBy: 'bandwidth' }),
      microphone: flow({ atMs: 4_000, bytes: 32_000, packets: 200, reportedLossRatio: 0.3 }),
      screen: flow({ atMs: 4_000, bytes: 100_000 }),
    },
    received: {},
  };
  expect(lookAtPath(before, now, { isSending: true, usualRoundTripMs: 50 })).toEqual({
    isSending: true,
    freeBps: 1_000_000 - 64_000 - 200_000,
    limitedBy: 'bandwidth',
    lossRatio: 0.04,
    roundTripMs: 60,
    usualRoundTripMs: 50,
  });
});

test('of a picture now and then, one of three packets is lost easily: sound tells what the path loses', () => {
  const sample = (atMs: number): StatsSample => ({
    sent: {
      camera: flow({ atMs, bytes: atMs, packets: (3 * atMs) / 1_000, reportedLossRatio: 0.33 }),
      microphone: flow({ atMs, bytes: 8 * atMs, packets: (50 * atMs) / 1_000, reportedLossRatio: 0.02 }),
    },
    received: {},
  });
  expect(lookAtPath(sample(1_000), sample(5_000), { isSending: true }).lossRatio).toBe(0.02);
});

test('a camera that sends nothing says nothing: neither why it is small nor how much was lost when it last did', () => {
  const still = flow({ bytes: 5_000, reportedLossRatio: 0.5, limitedBy: 'bandwidth' });
  const sample = (atMs: number): StatsSample => ({ sent: { camera: { ...still, atMs } }, received: {} });
  expect(lookAtPath(sample(0), sample(4_000), { isSending: false })).toEqual({ isSending: false });
  // It should, and can't: that it lacks bits is to be known.
  expect(lookAtPath(sample(0), sample(4_000), { isSending: true })).toEqual({
    isSending: true,
    limitedBy: 'bandwidth',
  });
  // Another stream begins anew.
  const other: StatsSample = {
    sent: { microphone: flow({ ...still, id: 'y', atMs: 4_000, bytes: 9_000 }) },
    received: {},
  };
  expect(lookAtPath(sample(0), other, { isSending: false })).toEqual({ isSending: false });
  expect(lookAtPath(undefined, other, { isSending: false })).toEqual({ isSending: false });
});

test('a path that carries the picture is left alone', () => {
  expect(judge(well)).toBe('full');
  // 5 % are lost, reports swing: still the whole picture.
  expect(judge({ ...well, lossRatio: 0.09 })).toBe('full');
  // A still picture needs little; the browser's estimate grows only with what is sent.
  expect(judge({ ...well, freeBps: 200_000 })).toBe('full');
});

test('the less there is, the further down, straight to the rung that fits', () => {
  expect(judge(short(700_000))).toBe('full');
  expect(judge(short(500_000))).toBe('fewer-frames');
  expect(judge(short(200_000))).toBe('smaller');
  expect(judge(short(80_000))).toBe('smallest');
  expect(judge(short(20_000))).toBe('stills');
  // Nothing fits: that is no question of what the encoder says, and may pass.
  expect(judge({ ...well, freeBps: 5_000 })).toBe('stills');
  expect(judge({ ...well, freeBps: 5_000 }, 'stills')).toBe('none');
  expect(judge({ ...well, freeBps: 20_000 }, 'smallest')).toBe('stills');
});

test('loss of a bad path makes the picture small, step by step; only where sound itself has gaps it goes', () => {
  const lossy: PathLook = { ...well, lossRatio: 0.2 };
  expect(rungs.map((on) => judge(lossy, on))).toEqual([
    ...['fewer-frames', 'smaller', 'smallest', 'smallest'],
    ...['stills', 'none'],
  ]);
  expect(judge({ ...well, lossRatio: 0.35 }, 'smallest')).toBe('stills');
  expect(judge({ ...well, lossRatio: 0.35 }, 'stills')).toBe('none');
});

test('packets that stand in line push down, a long way does not', () => {
  expect(judge({ ...well, roundTripMs: 500 })).toBe('fewer-frames');
  expect(judge({ ...well, roundTripMs: 500 }, 'smallest')).toBe('smallest');
  expect(judge({ ...well, roundTripMs: 500, usualRoundTripMs: 480 })).toBe('full');
});

test('more is tried where nothing is in the way, and where the encoder still lacks bits only if there are enough', () => {
  expect(judge(well, 'none')).toBe('stills');
  expect(judge(well, 'stills')).toBe('smallest');
  expect(judge(short(40_000), 'stills')).toBe('stills');
  expect(judge({ ...well, isSending: false }, 'none')).toBe('stills');
  // Sound alone: half of it to spare is as much as the browser can know; nothing to spare is a path that hardly carries it.
  expect(judge({ ...well, isSending: false, freeBps: 40_000 }, 'none')).toBe('stills');
  expect(judge({ ...well, isSending: false, freeBps: 5_000 }, 'none')).toBe('none');
  expect(judge(short(150_000), 'smaller')).toBe('smaller');
  expect(judge(short(500_000), 'smaller')).toBe('fewer-frames');
  expect(judge({ ...well, lossRatio: 0.1 }, 'smaller')).toBe('smaller');
  expect(judge({ ...well, roundTripMs: 240 }, 'smaller')).toBe('smaller');
});

test('a camera that is off cannot be in the way, however bad the path is', () => {
  expect(judge({ isSending: false, freeBps: 0, lossRatio: 0.9, roundTripMs: 5_000, usualRoundTripMs: 10 })).toBe(
    'full',
  );
});

test('a browser that tells nothing is left alone, and climbs by itself', () => {
  expect(judge({ isSending: true })).toBe('full');
  expect(judge({ isSending: true }, 'smaller')).toBe('fewer-frames');
});

test('the usual round trip is the least, and slowly gets used to a path that became longer', () => {
  expect(learnRoundTrip(undefined, 80)).toBe(80);
  expect(learnRoundTrip(80, 30)).toBe(30);
  let usual = 30;
  for (let look = 0; look < 15; look += 1) usual = learnRoundTrip(usual, 400);
  expect(400 - usual).toBeGreaterThan(150);
  for (let look = 0; look < 30; look += 1) usual = learnRoundTrip(usual, 400);
  expect(400 - usual).toBeLessThan(150);
});

const anyLook: fc.Arbitrary<PathLook> = fc.record(
  {
    isSending: fc.boolean(),
    freeBps: fc.double({ min: 0, max: 5_000_000, noNaN: true }),
    limitedBy: fc.constantFrom('bandwidth', 'cpu', 'other'),
    lossRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    roundTripMs: fc.nat(5_000),
    usualRoundTripMs: fc.nat(5_000),
  },
  { requiredKeys: ['isSending'] },
);

test('any look speaks for at most one rung more, and for nothing above the top', () => {
  fc.assert(
    fc.property(anyLook, fc.nat(30), fc.constantFrom(...rungs), (look, others, on) => {
      expect(depthOf(judgePressure(look, planCameraLimits(others), on))).toBeGreaterThanOrEqual(depthOf(on) - 1);
    }),
  );
});

test('monotone: less room, more loss or a longer line never speak for more picture', () => {
  fc.assert(
    fc.property(
      anyLook,
      fc.constantFrom(...rungs),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(1_000),
      (look, on, part, waitMs) => {
        const { freeBps, lossRatio = 0, roundTripMs } = look;
        const bad: PathLook = {
          ...look,
          ...(freeBps !== undefined && { freeBps: freeBps * part }),
          lossRatio: Math.max(lossRatio, part),
          ...(roundTripMs !== undefined && {
            roundTripMs: roundTripMs + waitMs,
            usualRoundTripMs: look.usualRoundTripMs ?? roundTripMs,
          }),
        };
        expect(depthOf(judge(bad, on))).toBeGreaterThanOrEqual(depthOf(judge(look, on)));
      },
    ),
  );
});

/**
 * A path of `capacityBps` with a camera that would always take more, as the browser's control of bandwidth sees it: the
 * estimate never exceeds one and a half of what is sent.
 */
const walk = (seconds: number, limits: CameraLimits, capacityAt: (second: number) => number) => {
  const soundBps = 80_000;
  let ladder = startLadder(0);
  const moves: number[] = [];
  let estimateBps = 300_000;
  for (let second = 4; second <= seconds; second += 4) {
    const capacityBps = capacityAt(second);
    const { maxBitrateBps, isPaused = false } = limitsOn(ladder.rung, limits);
    const freeBps = Math.max(0, estimateBps - soundBps);
    const cameraBps = isPaused ? 0 : Math.min(maxBitrateBps, freeBps);
    // It grows by 8 % a second and falls at once.
    estimateBps = Math.min(
      capacityBps,
      Math.max(estimateBps, Math.min(estimateBps * 1.36, (soundBps + cameraBps) * 1.5)),
    );
    const look: PathLook = {
      isSending: cameraBps > 0,
      freeBps: Math.max(0, estimateBps - soundBps),
      ...(cameraBps > 0 && cameraBps < maxBitrateBps && { limitedBy: 'bandwidth' }),
    };
    const next = stepLadder(ladder, judgePressure(look, limits, ladder.rung), second * 1000);
    if (next.rung !== ladder.rung) moves.push(second);
    ladder = next;
  }
  return { rung: ladder.rung, moves };
};

test('on a path that stays as it is the picture settles, and is then only tried now and then', () => {
  fc.assert(
    fc.property(fc.integer({ min: 50_000, max: 4_000_000 }), fc.nat(12), (capacityBps, others) => {
      const limits = planCameraLimits(others);
      const { moves } = walk(3_600, limits, () => capacityBps);
      // An attempt is a move up and one down; in the last half hour at most one in two minutes.
      expect(moves.filter((second) => second > 1_800).length).toBeLessThanOrEqual(30);
      if (capacityBps - 80_000 >= limits.maxBitrateBps) expect(moves).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('no path is a trap: once there is room, the whole picture is back within five minutes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20_000, max: 2_000_000 }),
      fc.nat(12),
      fc.integer({ min: 60, max: 1_200 }),
      (badBps, others, second) => {
        const limits = planCameraLimits(others);
        const { rung } = walk(second + 300, limits, (now) => (now < second ? badBps : 10_000_000));
        expect(rung).toBe('full');
      },
    ),
    { numRuns: 100 },
  );
});

test('a path that becomes narrow: within 12 s the picture fits it', () => {
  for (const capacityBps of [700_000, 400_000, 250_000, 150_000, 90_000]) {
    const { rung, moves } = walk(72, call, (second) => (second < 60 ? 4_000_000 : capacityBps));
    expect([capacityBps, neededBps(rung, call) <= capacityBps - 80_000, moves.length]).toEqual([capacityBps, true, 1]);
  }
});

test('the processor: smaller for all where half of the encoders are held back, never none', () => {
  const busy: PathLook = { isSending: true, limitedBy: 'cpu' };
  const idle: PathLook = { isSending: false };
  expect(judgeProcessor([busy, well], 'full')).toBe('fewer-frames');
  expect(judgeProcessor([busy, well, well], 'full')).toBe('full');
  expect(judgeProcessor([busy, idle, idle], 'full')).toBe('fewer-frames');
  expect(rungs.map((on) => judgeProcessor([busy], on))).toEqual([
    'fewer-frames',
    'smaller',
    'smallest',
    'smallest',
    'stills',
    'none',
  ]);
  expect(judgeProcessor([busy, well, well], 'smaller')).toBe('smaller');
  expect(judgeProcessor([well, well], 'smaller')).toBe('fewer-frames');
  expect(judgeProcessor([], 'smallest')).toBe('smaller');
  expect(rungAt(depthOf(judgeProcessor([], 'full')))).toBe('full');
});
