import fc from 'fast-check';
import { expect, test } from 'vitest';
import { depthOf, rungAt, rungs, type Rung } from '#engine/mesh/camera-rungs.ts';
import { forgive, startLadder, stepLadder, type LadderState } from '#engine/mesh/pressure-ladder.ts';

const minuteMs = 60_000;
const lookMs = 4_000;

/** Looks every few seconds; `wanted` may depend on the rung that we are on. */
const watch = (
  before: LadderState,
  fromMs: number,
  looks: number,
  wanted: (on: Rung, nowMs: number) => Rung,
): LadderState => {
  let state = before;
  for (let look = 1; look <= looks; look += 1) {
    const nowMs = fromMs + look * lookMs;
    state = stepLadder(state, wanted(state.rung, nowMs), nowMs);
  }
  return state;
};

const better = (on: Rung): Rung => rungAt(depthOf(on) - 1);
const worse = (on: Rung): Rung => rungAt(depthOf(on) + 1);

test('one bad look changes nothing, two in a row do, as far as both say', () => {
  const start = startLadder(0);
  const once = stepLadder(start, 'none', 20_000);
  expect(once.rung).toBe('full');
  expect(stepLadder(stepLadder(once, 'full', 24_000), 'none', 28_000).rung).toBe('full');
  expect(stepLadder(once, 'smaller', 24_000).rung).toBe('smaller');
  expect(stepLadder(stepLadder(start, 'smaller', 20_000), 'none', 24_000).rung).toBe('smaller');
});

test('in its first seconds a connection is not judged: the browser does not know the path yet', () => {
  const early = [2_000, 4_000, 6_000, 7_900].reduce((state, atMs) => stepLadder(state, 'none', atMs), startLadder(0));
  expect(early.rung).toBe('full');
  expect(stepLadder(stepLadder(early, 'none', 8_100), 'none', 12_100).rung).toBe('none');
});

test('it climbs one rung at a time, each after 15 s of calm', () => {
  const fallen = watch(startLadder(0), 8_000, 2, () => 'none');
  expect(fallen.rung).toBe('none');
  const seen: Rung[] = [];
  watch(fallen, 16_000, 30, (on) => {
    if (seen.at(-1) !== on) seen.push(on);
    return better(on);
  });
  expect(seen).toEqual(['none', 'stills', 'smallest', 'smaller', 'fewer-frames', 'full']);
});

test('after an attempt that failed it waits twice as long, up to two minutes, and less again once one held', () => {
  // The path carries the small picture and nothing more.
  const capacity = (on: Rung): Rung => (depthOf(on) < depthOf('smallest') ? 'smallest' : better(on));
  const attempts: number[] = [];
  let before: Rung = 'full';
  const state = watch(startLadder(0), 8_000, 450, (on, nowMs) => {
    if (depthOf(on) < depthOf(before)) attempts.push(nowMs);
    before = on;
    return capacity(on);
  });
  const gapsMs = attempts.slice(1).map((atMs, index) => atMs - (attempts[index] ?? 0));
  expect(gapsMs.length).toBeGreaterThan(8);
  expect(gapsMs).toEqual(gapsMs.toSorted((a, b) => a - b));
  expect(gapsMs[0]).toBeLessThan(60_000);
  expect(gapsMs.at(-1)).toBeGreaterThan(120_000);
  expect(gapsMs.at(-1)).toBeLessThan(150_000);
  // Half an hour later the path is well: all of the picture is back in four minutes.
  const well = watch(state, 450 * lookMs + 8_000, 60, better);
  expect(well.rung).toBe('full');
  expect(well.calmMs).toBe(startLadder(0).calmMs);
});

test('on another network what failed before does not count', () => {
  const failed: LadderState = { ...startLadder(0), rung: 'none', calmMs: 120_000 };
  expect(watch(failed, 8_000, 6, better).rung).toBe('none');
  expect(watch(forgive(failed), 8_000, 6, better).rung).toBe('stills');
});

test('where nothing changes nothing moves', () => {
  fc.assert(
    fc.property(fc.constantFrom(...rungs), fc.integer({ min: 1, max: 500 }), (rung, looks) => {
      const state: LadderState = { ...startLadder(0), rung };
      expect(watch(state, 0, looks, (on) => on).rung).toBe(rung);
    }),
  );
});

const anyLooks = fc.array(
  fc.record({ afterMs: fc.integer({ min: 1, max: 12_000 }), wanted: fc.constantFrom<Rung>(...rungs) }),
  { minLength: 1, maxLength: 400 },
);

test('it never flickers: whatever is seen, at most nine moves in a minute, and four on average of ten minutes', () => {
  fc.assert(
    fc.property(anyLooks, (looks) => {
      const movesMs: number[] = [];
      let state = startLadder(0);
      let nowMs = 0;
      for (const { afterMs, wanted } of looks) {
        nowMs += afterMs;
        const next = stepLadder(state, wanted, nowMs);
        if (next.rung !== state.rung) movesMs.push(nowMs);
        state = next;
      }
      const within = (fromMs: number, spanMs: number): number =>
        movesMs.filter((atMs) => atMs >= fromMs && atMs < fromMs + spanMs).length;
      for (const fromMs of movesMs) {
        expect(within(fromMs, minuteMs)).toBeLessThanOrEqual(9);
        expect(within(fromMs, 10 * minuteMs)).toBeLessThanOrEqual(40);
      }
      movesMs.slice(1).forEach((atMs, index) => expect(atMs - (movesMs[index] ?? 0)).toBeGreaterThanOrEqual(4_000));
    }),
    { numRuns: 300 },
  );
});

test('it falls at once as far as it must and climbs only rung by rung', () => {
  fc.assert(
    fc.property(anyLooks, (looks) => {
      let state = startLadder(0);
      let nowMs = 0;
      for (const { afterMs, wanted } of looks) {
        nowMs += afterMs;
        const next = stepLadder(state, wanted, nowMs);
        const [from, to, want] = [state.rung, next.rung, wanted].map(depthOf) as [number, number, number];
        expect(to).toBeGreaterThanOrEqual(from - 1);
        if (to > from) expect(want).toBeGreaterThanOrEqual(to);
        if (to < from) expect(want).toBeLessThan(from);
        state = next;
      }
    }),
    { numRuns: 300 },
  );
});

test('monotone: of two looks that differ once, the worse one never leaves more of the picture', () => {
  fc.assert(
    fc.property(fc.constantFrom(...rungs), fc.constantFrom(...rungs), fc.constantFrom(...rungs), (on, a, b) => {
      const state: LadderState = { ...startLadder(0), rung: on };
      const settled = (wanted: Rung): number => depthOf(watch(state, 10_000, 2, () => wanted).rung);
      const [mild, bad] = depthOf(a) <= depthOf(b) ? [a, b] : [b, a];
      expect(settled(mild)).toBeLessThanOrEqual(settled(bad));
    }),
  );
});

test('no state is a trap: after anything at all, seven minutes of calm bring the whole picture back', () => {
  fc.assert(
    fc.property(anyLooks, (looks) => {
      let state = startLadder(0);
      let nowMs = 0;
      for (const { afterMs, wanted } of looks) {
        nowMs += afterMs;
        state = stepLadder(state, wanted, nowMs);
      }
      expect(watch(state, nowMs, (7 * minuteMs) / lookMs, better).rung).toBe('full');
    }),
    { numRuns: 300 },
  );
});

test('under pressure without end it goes down to nothing, within a minute', () => {
  expect(watch(startLadder(0), 0, 15, worse).rung).toBe('none');
});
