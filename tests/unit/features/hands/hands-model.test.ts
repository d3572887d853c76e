import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import { maxTurn } from '#features/hands/hand-order.ts';
import { hands } from '#features/registry.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeStore } from '../../../fakes/store.ts';
import { ana, ben, cem, dia, hosted } from '../hosted.ts';

const setUp = (options: Parameters<typeof hosted>[1] = {}) => {
  const host = hosted(hands, options);
  const line = (): PersonId[] => host.model()?.order.value.map(({ person }) => person) ?? [];
  const sinceOf = (person: PersonId) => host.model()?.order.value.find((hand) => hand.person === person)?.sinceMs;
  const raise = (): void => host.model()?.raise();
  const lower = (): void => host.model()?.lower();
  const said = (): unknown[] => host.sent.splice(0).map(({ type, body, to }) => [type, body, ...(to ? [to] : [])]);
  return { ...host, line, sinceOf, raise, lower, said };
};

describe('the own hand', () => {
  test('goes up and down, and everybody is told once', () => {
    const { model, raise, lower, said, line } = setUp();
    raise();
    raise();
    expect([model()?.isRaised.value, line()]).toEqual([true, [ana]]);
    lower();
    lower();
    expect([model()?.isRaised.value, line()]).toEqual([false, []]);
    expect(said()).toEqual([
      ['raised', { turn: 1, forMs: 0 }],
      ['lowered', {}],
    ]);
  });

  test('comes after those that are seen', () => {
    const { come, hear, raise, line, said } = setUp();
    come(ben);
    hear(ben, 'raised', { turn: 7, forMs: 0 });
    said();
    raise();
    expect([line(), said()]).toEqual([[ben, ana], [['raised', { turn: 8, forMs: 0 }]]]);
  });

  test('is told to whoever is connected, and again on a new connection', async () => {
    const { come, setConnection, raise, said, clock } = setUp();
    come(ben);
    expect(said()).toEqual([['lowered', {}, ben]]);
    raise();
    await clock.advance(1_500);
    said();
    setConnection(ben, 'reconnecting');
    come(cem, { isConnected: false });
    expect(said()).toEqual([]);
    await clock.advance(500);
    setConnection(ben, 'connected');
    setConnection(cem, 'connected');
    expect(said()).toEqual([
      ['raised', { turn: 1, forMs: 2_000 }, ben],
      ['raised', { turn: 1, forMs: 2_000 }, cem],
    ]);
  });

  test('goes behind one that was up long before, of which we had not heard', async () => {
    const { come, hear, raise, line, said, clock } = setUp();
    raise();
    await clock.advance(5_000);
    come(ben, { inCallMs: 600_000 });
    said();
    hear(ben, 'raised', { turn: 3, forMs: 500_000 });
    expect([line(), said()]).toEqual([[ben, ana], [['raised', { turn: 4, forMs: 5_000 }]]]);
  });
});

describe('the hand of somebody else', () => {
  test('stands in the line since it went up, by our clock', async () => {
    const { come, hear, sinceOf, clock } = setUp();
    come(ben, { inCallMs: 60_000 });
    hear(ben, 'raised', { turn: 1, forMs: 12_000 });
    const sinceMs = clock.nowMs() - 12_000;
    expect(sinceOf(ben)).toBe(sinceMs);
    // Told again on another connection, with a little delay: nothing moves.
    await clock.advance(3_000);
    hear(ben, 'raised', { turn: 1, forMs: 14_000 });
    expect(sinceOf(ben)).toBe(sinceMs);
  });

  test('does not jump the line by what it says, when it was down a moment ago', async () => {
    const { come, hear, raise, line, sinceOf, clock } = setUp();
    come(ben, { inCallMs: 9e6 });
    hear(ben, 'lowered', {});
    raise();
    await clock.advance(60_000);
    hear(ben, 'raised', { turn: 1, forMs: 8e6 });
    expect([line(), sinceOf(ben)]).toEqual([[ana, ben], clock.nowMs()]);
  });

  test('does not jump the line by coming late', async () => {
    const { come, hear, raise, line, clock } = setUp();
    come(cem);
    raise();
    await clock.advance(60_000);
    come(ben);
    hear(ben, 'raised', { turn: 1, forMs: 0 });
    expect(line()).toEqual([ana, ben]);
  });

  test('of one who was here before us stands where they say', async () => {
    const { come, hear, line, clock } = setUp();
    come(cem, { inCallMs: 500_000 });
    hear(cem, 'raised', { turn: 2, forMs: 400_000 });
    await clock.advance(100);
    come(ben, { inCallMs: 900_000 });
    hear(ben, 'raised', { turn: 1, forMs: 800_000 });
    expect(line()).toEqual([ben, cem]);
  });

  test('is gone with the person, and comes back into its place only after a short while', async () => {
    for (const [awayMs, expected] of [
      [20_000, [ben, ana]],
      [120_000, [ana, ben]],
    ] as const) {
      const { come, go, hear, raise, line, clock } = setUp();
      come(ben);
      hear(ben, 'raised', { turn: 1, forMs: 0 });
      raise();
      await clock.advance(30_000);
      go(ben);
      expect(line()).toEqual([ana]);
      await clock.advance(awayMs);
      come(ben);
      expect(line()).toEqual([ana]);
      hear(ben, 'raised', { turn: 1, forMs: 50_000 });
      expect(line()).toEqual(expected);
    }
  });

  test('of one who is not in the call is not believed', () => {
    const { hear, line } = setUp();
    hear(ben, 'raised', { turn: 1, forMs: 0 });
    expect(line()).toEqual([]);
  });
});

describe('what others say', () => {
  const told = (person: PersonId, turn: number, forMs = 0) => ({ person, turn, forMs });

  test('a newcomer learns who has a hand up, in order', () => {
    const { come, hearLate, line } = setUp();
    come(ben, { inCallMs: 1_000 });
    come(cem, { isConnected: false });
    come(dia, { isConnected: false });
    hearLate(ben, [told(dia, 1), told(ben, 3), told(cem, 2)]);
    expect(line()).toEqual([dia, cem, ben]);
  });

  test('of somebody who is not in the call counts nothing, and does not come back with them', () => {
    const { come, go, hear, hearLate, line } = setUp();
    come(ben);
    come(cem);
    hear(cem, 'raised', { turn: 1, forMs: 0 });
    hear(cem, 'lowered', {});
    go(cem);
    hearLate(ben, [told(cem, 1)]);
    expect(line()).toEqual([]);
    come(cem);
    expect(line()).toEqual([]);
  });

  test('a person’s own word wins, before and after', () => {
    const { come, hear, hearLate, line } = setUp();
    for (const person of [ben, cem, dia]) come(person);
    hear(cem, 'lowered', {});
    hearLate(ben, [told(cem, 1), told(dia, 2)]);
    expect(line()).toEqual([dia]);
    hear(dia, 'lowered', {});
    expect(line()).toEqual([]);
  });

  test('who tells of others and not of themselves has no hand up', () => {
    const { come, hear, hearLate, line } = setUp();
    come(ben);
    hear(ben, 'raised', { turn: 1, forMs: 0 });
    hearLate(ben, []);
    expect(line()).toEqual([]);
  });

  test('our own hand is ours alone', () => {
    const { come, hearLate, model } = setUp();
    come(ben);
    hearLate(ben, [told(ana, 1)]);
    expect(model()?.isRaised.value).toBe(false);
  });

  test('we tell only what we have from people themselves, while we hear them', () => {
    const { come, setConnection, hear, hearLate, model } = setUp();
    come(ben);
    come(cem);
    come(dia, { isConnected: false });
    hear(cem, 'raised', { turn: 1, forMs: 0 });
    hearLate(ben, [told(dia, 2)]);
    expect(model()?.told()).toEqual([told(cem, 1)]);
    setConnection(cem, 'reconnecting');
    expect(model()?.told()).toEqual([]);
  });

  test('two that would tell the same have one digest', () => {
    const [here, there] = [setUp(), setUp({ self: ben })];
    here.come(ben);
    there.come(ana);
    for (const { come } of [here, there]) come(cem);
    here.hear(cem, 'raised', { turn: 1, forMs: 10 });
    here.raise();
    expect(there.model()?.digest()).not.toBe(here.model()?.digest());
    there.hear(ana, 'raised', { turn: 2, forMs: 0 });
    there.hear(cem, 'raised', { turn: 1, forMs: 0 });
    expect(there.model()?.digest()).toBe(here.model()?.digest());
  });
});

describe('over a reload', () => {
  const reload = async (awayMs: number, end: (host: ReturnType<typeof setUp>) => void = () => {}, self = ana) => {
    const [clock, store] = [createFakeClock(), createFakeStore()];
    const before = setUp({ clock, store });
    before.raise();
    await clock.advance(40_000);
    // The page dies; its timers with it.
    const { set } = store;
    end(before);
    await clock.settle();
    Object.assign(store, { set: async () => false });
    await clock.advance(awayMs);
    Object.assign(store, { set });
    const again = setUp({ clock, store, self });
    await clock.settle();
    return again;
  };

  test('the hand stays up, since when it was', async () => {
    const again = await reload(10_000);
    expect(again.model()?.isRaised.value).toBe(true);
    expect(again.sinceOf(ana)).toBe(again.clock.nowMs() - 50_000);
    again.come(ben);
    expect(again.said().at(-1)).toEqual(['raised', { turn: 1, forMs: 50_000 }, ben]);
  });

  test.each([
    ['after a long while', () => reload(90_000)],
    ['when it was lowered', () => reload(1_000, ({ lower }) => lower())],
    ['when the call was left', () => reload(1_000, ({ end }) => end())],
    ['for somebody else on this device', () => reload(1_000, undefined, dia)],
  ])('it is down %s', async (_, run) => {
    expect((await run()).model()?.isRaised.value).toBe(false);
  });

  test('rubbish in the store is nothing', async () => {
    for (const kept of [7, null, {}, { person: ana, turn: -1, raisedAtMs: 0, aliveAtMs: 0 }]) {
      const store = createFakeStore();
      await store.set('hands/raised', kept);
      const { model, clock } = setUp({ store });
      await clock.settle();
      expect(model()?.isRaised.value).toBe(false);
    }
  });

  test('nothing is left running', async () => {
    const { raise, end, clock } = setUp();
    raise();
    end();
    await clock.settle();
    expect(clock.pending()).toBe(0);
  });
});

describe('whatever comes', () => {
  const people = fc.constantFrom(ana, ben, cem, dia);
  const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(maxTurn, 0, 1, -1, 2 ** 53));
  const entry = fc.oneof(fc.record({ person: people, turn: number, forMs: number }), fc.anything());
  const step = fc.oneof(
    fc.record({ do: fc.constant('come'), who: people }),
    fc.record({ do: fc.constant('go'), who: people }),
    fc.record({ do: fc.constant('raised'), who: people, body: fc.record({ turn: number, forMs: number }) }),
    fc.record({ do: fc.constant('lowered'), who: people }),
    fc.record({ do: fc.constant('rubbish'), who: people, body: fc.anything() }),
    fc.record({ do: fc.constant('late'), who: people, state: fc.array(entry, { maxLength: 80 }) }),
    fc.record({ do: fc.constant('own'), who: people }),
  );

  test('it breaks nothing, and the line has everybody at most once, each of them in the call', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const host = setUp();
        const here = new Set<PersonId>([ana]);
        for (const each of steps) {
          const { who } = each;
          if (each.do === 'come' && !here.has(who)) {
            here.add(who);
            host.come(who);
          } else if (each.do === 'go' && who !== ana) {
            here.delete(who);
            host.go(who);
          } else if (each.do === 'raised' && 'body' in each) host.hear(who, 'raised', each.body);
          else if (each.do === 'lowered') host.hear(who, 'lowered', {});
          else if (each.do === 'rubbish' && 'body' in each) host.hear(who, 'raised', each.body);
          else if (each.do === 'late' && 'state' in each) host.hearLate(who, each.state);
          else if (each.do === 'own') host.raise();
          const line = host.line();
          expect(new Set(line).size).toBe(line.length);
          expect(line.filter((person) => !here.has(person))).toEqual([]);
          for (const { sinceMs } of host.model()?.order.value ?? []) expect(Number.isFinite(sinceMs)).toBe(true);
        }
        expect(host.model()).toBeDefined();
        host.end();
      }),
    );
  });
});
