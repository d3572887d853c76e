import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Carries, VisitName } from '#core/wire/call-messages.ts';
import { carrierCost, planCarriers, type Helper } from '#engine/call/carry/plan-carriers.ts';
import { fakeId } from '../../../../fixtures/fake-call.ts';

const [ben, cem, dia, eva] = [fakeId(1), fakeId(2), fakeId(3), fakeId(4)];
const toBen: VisitName = [ben, 'page-b'];

const helper = (id: typeof ben, carries: Carries | undefined = { streams: 2 }, reaches = [toBen]): Helper => ({
  id,
  carries,
  reaches,
});

describe('what makes a good carrier', () => {
  test('a short way, an uplink that is wide enough, a battery that lasts', () => {
    const near = { streams: 2, roundTripMs: 25, uplinkBps: 5_000_000 };
    expect(carrierCost(near)).toBeLessThan(carrierCost({ ...near, roundTripMs: 200 }));
    expect(carrierCost(near)).toBeLessThan(carrierCost({ ...near, uplinkBps: 500_000 }));
    // A narrow uplink is worse than one that nobody knows, and a dying battery worse than both.
    expect(carrierCost({ streams: 2, roundTripMs: 25 })).toBeLessThan(carrierCost({ ...near, uplinkBps: 500_000 }));
    expect(carrierCost({ ...near, isWeak: true })).toBeGreaterThan(carrierCost({ ...near, uplinkBps: 500_000 }));
  });

  test('the best comes first; of two who are alike the one with the smaller id', () => {
    const far = helper(cem, { streams: 2, roundTripMs: 300 });
    expect(planCarriers(toBen, [far, helper(eva), helper(dia)])).toEqual([dia, eva, cem]);
  });
});

describe('who is left out', () => {
  test.each([
    ['does not want to, or cannot', { ...helper(cem), carries: undefined }],
    ['has no room for both directions', helper(cem, { streams: 1 })],
    ['does not reach them', helper(cem, { streams: 2 }, [])],
    ['reaches another page load of theirs', helper(cem, { streams: 2 }, [[ben, 'page-z']])],
    ['is the very person', helper(ben)],
  ])('whoever %s', (_, one) => {
    expect(planCarriers(toBen, [one])).toEqual([]);
  });

  test('but not whoever carries this pair already', () => {
    expect(planCarriers(toBen, [helper(cem, { streams: 0 })], cem)).toEqual([cem]);
  });
});

describe('both ends', () => {
  const carries: fc.Arbitrary<Carries | undefined> = fc.option(
    fc.record(
      { streams: fc.nat(4), roundTripMs: fc.nat(500), uplinkBps: fc.nat(5_000_000), isWeak: fc.boolean() },
      { requiredKeys: ['streams'] },
    ),
    { nil: undefined },
  );
  const people = fc.uniqueArray(fc.tuple(fc.integer({ min: 10, max: 30 }), carries), { selector: ([index]) => index });
  const [one, other] = [fakeId(0), fakeId(9)];

  test('come to the same order, in whatever order they heard of the others', () => {
    fc.assert(
      fc.property(people, fc.infiniteStream(fc.nat()), (all, dice) => {
        const seenBy = (visit: VisitName): Helper[] =>
          all.map(([index, word]) => ({ id: fakeId(index), carries: word, reaches: [visit] }));
        const shuffled = seenBy([one, 'a'])
          .map((each) => [dice.next().value as number, each] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, each]) => each);
        const plan = planCarriers([one, 'a'], shuffled);
        expect(plan).toEqual(planCarriers([other, 'b'], seenBy([other, 'b'])));
        expect(new Set(plan).size).toBe(plan.length);
        const costs = plan.map((id) => carrierCost(all.find(([index]) => fakeId(index) === id)?.[1] ?? { streams: 0 }));
        expect(costs).toEqual(costs.toSorted((a, b) => a - b));
      }),
    );
  });
});
