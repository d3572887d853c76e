import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import {
  firstCarryState,
  noCarryState,
  stepCarry,
  type CarryContext,
  type CarryEffect,
  type CarryEvent,
  type CarryState,
} from '#engine/call/carry/carry-step.ts';
import { fakeId } from '../../../../fixtures/fake-call.ts';

const [cem, dia] = [fakeId(2), fakeId(3)];
const base: CarryContext = { nowMs: 0, isDirect: false, carriers: [cem, dia], isLeading: true };
const look: CarryEvent = { is: 'look' };

/** Plays `events`, each in the context that is changed by what stands beside it. */
const play = (...events: readonly (readonly [CarryEvent, Partial<CarryContext>?])[]) => {
  let state: CarryState = noCarryState;
  const effects: CarryEffect[] = [];
  let context = base;
  for (const [event, change = {}] of events) {
    context = { ...context, ...change };
    const step = stepCarry(state, event, context);
    ({ state } = step);
    effects.push(...step.effects);
  }
  return { is: state.now.is, state, effects };
};

const ask = (carrier: PersonId): CarryEffect => ({ do: 'ask', carrier });
const failed = (carrier: PersonId): CarryEvent => ({ is: 'ended', carrier, why: 'failed' });
const toAsking = [
  [look, { nowMs: 0 }],
  [look, { nowMs: 5_000 }],
] as const;
const toCarried = [...toAsking, [{ is: 'proved' }, { nowMs: 5_200 }]] as const;

describe('before', () => {
  test('a direct path is given five seconds, and not more', () => {
    expect(play([look], [look, { nowMs: 4_999 }]).effects).toEqual([]);
    expect(play(...toAsking)).toMatchObject({ is: 'asking', effects: [ask(cem)] });
  });

  test('they count from when the pair was apart, where that was earlier', () => {
    const { effects } = stepCarry(firstCarryState(-4_000), look, { ...base, nowMs: 1_000 });
    expect(effects).toEqual([ask(cem)]);
  });

  test('a pair that connects in time is left alone, and so is one that nobody could help', () => {
    expect(play([look], [look, { nowMs: 4_000, isDirect: true }], [look, { nowMs: 9_000 }])).toMatchObject({
      is: 'direct',
      effects: [],
    });
    expect(play([look, { carriers: [] }], [look, { nowMs: 60_000 }])).toMatchObject({ is: 'direct', effects: [] });
  });
});

describe('asking', () => {
  test('who is silent for four seconds is passed over', () => {
    expect(play(...toAsking, [look, { nowMs: 8_999 }]).effects).toEqual([ask(cem)]);
    expect(play(...toAsking, [look, { nowMs: 9_000 }]).effects).toEqual([ask(cem), ask(dia)]);
  });

  test('who refuses is passed over at once; when nobody is left it is over, and tried again later', () => {
    const refused = (carrier: PersonId): CarryEvent => ({ is: 'ended', carrier, why: 'refused' });
    const all = [...toAsking, [refused(cem)], [refused(dia)]] as const;
    expect(play(...all)).toMatchObject({ is: 'patient', effects: [ask(cem), ask(dia), { do: 'end' }] });
    expect(play(...all, [look, { nowMs: 34_000 }]).is).toBe('patient');
    expect(play(...all, [look, { nowMs: 35_000 }]).effects.at(-1)).toEqual(ask(cem));
  });

  test('who never answers is asked ever more rarely, and who carried us counts as new', () => {
    const alone = { carriers: [cem] };
    let state: CarryState = firstCarryState(-5_000);
    const askedAtMs: number[] = [];
    for (let nowMs = 0; nowMs < 300_000; nowMs += 500) {
      const step = stepCarry(state, look, { ...base, ...alone, nowMs });
      ({ state } = step);
      if (step.effects.some((effect) => effect.do === 'ask')) askedAtMs.push(nowMs);
    }
    expect(askedAtMs).toEqual([0, 9_000, 23_000, 47_000, 91_000, 175_000, 259_000]);
    const { state: proved } = play(...toAsking, [failed(cem)], [{ is: 'proved' }], [failed(dia)]);
    expect(proved.shunned.get(dia)?.times).toBe(1);
  });

  test('a direct connection ends it', () => {
    expect(play(...toAsking, [look, { isDirect: true }])).toMatchObject({
      is: 'direct',
      effects: [ask(cem), { do: 'end' }],
    });
  });

  test('of two choices that of the smaller id stands', () => {
    const asked: CarryEvent = { is: 'asked', carrier: dia };
    expect(play(...toAsking, [asked]).effects).toEqual([ask(cem)]);
    expect(play(...toAsking, [asked, { isLeading: false }]).effects).toEqual([ask(cem), ask(dia)]);
    // Whoever has not chosen yet follows, without waiting.
    expect(play([look], [asked]).effects).toEqual([ask(dia)]);
    expect(play([asked, { carriers: [] }]).effects).toEqual([ask(dia)]);
    // What works for us is not given up for a word.
    expect(play([asked, { isDirect: true }]).effects).toEqual([]);
  });
});

describe('carried', () => {
  test('the carrier is gone: the next one, and the first is not asked again for a while', () => {
    expect(play(...toCarried, [failed(cem), { nowMs: 20_000 }]).effects).toEqual([ask(cem), ask(dia)]);
    expect(play(...toCarried, [failed(cem), { nowMs: 20_000 }], [failed(dia), { nowMs: 21_000 }]).is).toBe('patient');
  });

  test('a good leg is not left for somebody who cannot carry us, or did not', () => {
    const isLeading = false;
    const asked: CarryEvent = { is: 'asked', carrier: dia };
    expect(play(...toCarried, [asked, { isLeading }]).effects).toEqual([ask(cem), ask(dia)]);
    expect(play(...toCarried, [asked, { isLeading, carriers: [cem] }]).effects).toEqual([ask(cem)]);
    const { state } = play(...toCarried, [failed(cem), { nowMs: 20_000 }], [{ is: 'proved' }, { nowMs: 21_000 }]);
    const again = stepCarry(state, { is: 'asked', carrier: cem }, { ...base, nowMs: 22_000, isLeading });
    expect(again.effects).toEqual([]);
  });

  test('an impostor at the other end: that carrier is not asked again, whoever asks for it', () => {
    const unsafe: CarryEvent = { is: 'ended', carrier: cem, why: 'unsafe' };
    const { state } = play(...toAsking, [unsafe]);
    expect(
      stepCarry(state, { is: 'asked', carrier: cem }, { ...base, nowMs: 60_000, isLeading: false }).effects,
    ).toEqual([]);
  });

  test('the direct connection is there: three seconds later nobody carries any more', () => {
    const back = [...toCarried, [look, { nowMs: 50_000, isDirect: true }]] as const;
    expect(play(...back)).toMatchObject({ is: 'handing-back', effects: [ask(cem)] });
    expect(play(...back, [look, { nowMs: 52_999 }]).is).toBe('handing-back');
    expect(play(...back, [look, { nowMs: 53_000 }])).toMatchObject({
      is: 'direct',
      effects: [ask(cem), { do: 'end' }],
    });
    // It was only a moment.
    expect(play(...back, [look, { nowMs: 51_000, isDirect: false }])).toMatchObject({
      is: 'carried',
      effects: [ask(cem)],
    });
    // The carrier leaves in it: there is no need for another.
    expect(play(...back, [failed(cem), { nowMs: 51_000 }])).toMatchObject({
      is: 'direct',
      effects: [ask(cem), { do: 'end' }],
    });
  });

  test('word of a leg that is no longer ours changes nothing', () => {
    expect(play(...toCarried, [failed(dia)])).toMatchObject({ is: 'carried', effects: [ask(cem)] });
  });
});

test('whatever happens: a leg where there is a carrier and none where there is none, and nobody is asked twice in a row without an answer', () => {
  const person = fc.constantFrom(cem, dia, fakeId(4));
  const event: fc.Arbitrary<CarryEvent> = fc.oneof(
    fc.constant(look),
    fc.constant<CarryEvent>({ is: 'proved' }),
    person.map((carrier): CarryEvent => ({ is: 'asked', carrier })),
    fc
      .tuple(person, fc.constantFrom('refused', 'failed', 'unsafe'))
      .map(([carrier, why]): CarryEvent => ({ is: 'ended', carrier, why: why as 'failed' })),
  );
  const context = fc.record({
    nowMs: fc.nat(6_000),
    isDirect: fc.boolean(),
    carriers: fc.uniqueArray(person),
    isLeading: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(event, context), { maxLength: 60 }), (events) => {
      let state: CarryState = noCarryState;
      let leg: PersonId | undefined;
      let nowMs = 0;
      for (const [each, change] of events) {
        nowMs += change.nowMs;
        const step = stepCarry(state, each, { ...change, nowMs });
        ({ state } = step);
        for (const effect of step.effects) leg = effect.do === 'ask' ? effect.carrier : undefined;
        expect(leg).toBe('carrier' in state.now ? state.now.carrier : undefined);
        expect(state.shunned.size).toBeLessThanOrEqual(3);
      }
    }),
  );
});
