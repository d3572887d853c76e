import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RelayState } from '#core/ports/link.ts';
import {
  idleRelay,
  relayTimes,
  stepRelay,
  type RelayEvent,
  type RelayMachine,
} from '../../../../src/engine/signaling/relay-step.ts';

const random = (): number => 0.5;
const run = (events: readonly RelayEvent[], from: RelayMachine = idleRelay) => {
  let machine = from;
  let effects: readonly string[] = [];
  for (const event of events) {
    const step = stepRelay(machine, event, 1_000, random);
    machine = step.machine;
    effects = step.effects.map(({ is }) => is);
  }
  return { is: machine.state.is, effects, machine };
};
const answered: RelayEvent = { is: 'answered', roundTripMs: 20 };
const up: readonly RelayEvent[] = [{ is: 'started' }, { is: 'opened' }, answered];

describe('a relay', () => {
  it.each<[name: string, events: readonly RelayEvent[], is: RelayState['is'], effects: readonly string[]]>([
    ['opens when it is started', [{ is: 'started' }], 'connecting', ['open']],
    ['is asked for its round trip as soon as it is open', [{ is: 'started' }, { is: 'opened' }], 'open', ['probe']],
    ['is open when it answered', up, 'open', []],
    ['is probed when it was silent', [...up, { is: 'silent' }], 'probing', ['probe']],
    ['is probed on a check', [...up, { is: 'checked' }], 'probing', ['probe']],
    ['gets no more time when it is asked again', [...up, { is: 'checked' }, { is: 'checked' }], 'probing', []],
    [
      'gets no more time while it has never answered',
      [{ is: 'started' }, { is: 'opened' }, { is: 'checked' }],
      'probing',
      [],
    ],
    [
      'is asked again when it has answered',
      [...up, { is: 'checked' }, answered, { is: 'checked' }],
      'probing',
      ['probe'],
    ],
    ['gets less time on a check', [...up, { is: 'silent' }, { is: 'checked' }], 'probing', ['probe']],
    [
      'is asked as a new one after a check that it did not answer',
      [...up, { is: 'checked' }, { is: 'unanswered' }, { is: 'opened' }],
      'open',
      ['probe'],
    ],
    ['is fine again when it answers', [...up, { is: 'silent' }, answered], 'open', []],
    ['is fine when anything is heard', [...up, { is: 'silent' }, { is: 'heard' }], 'open', []],
    [
      'is replaced at once when it is dead',
      [...up, { is: 'silent' }, { is: 'unanswered' }],
      'connecting',
      ['drop', 'open'],
    ],
    [
      'backs off when it never answered',
      [{ is: 'started' }, { is: 'opened' }, { is: 'unanswered' }],
      'waiting',
      ['drop', 'wait'],
    ],
    ['waits after it was lost', [...up, { is: 'lost' }], 'waiting', ['drop', 'wait']],
    ['tries again when the wait is over', [...up, { is: 'lost' }, { is: 'due' }], 'connecting', ['open']],
    ['tries again at once on a check', [...up, { is: 'lost' }, { is: 'checked' }], 'connecting', ['open']],
    [
      'leaves a relay alone that refused',
      [...up, { is: 'refused', reason: 'blocked' }, { is: 'checked' }],
      'refused',
      [],
    ],
    [
      'asks a relay that refused much later',
      [...up, { is: 'refused', reason: 'blocked' }, { is: 'due' }],
      'connecting',
      ['open'],
    ],
    ['stops', [...up, { is: 'stopped' }], 'idle', ['drop']],
    ['stays stopped', [...up, { is: 'stopped' }, { is: 'lost' }, { is: 'checked' }, { is: 'due' }], 'idle', []],
  ])('%s', (_name, events, is, effects) => {
    expect(run(events)).toMatchObject({ is, effects });
  });

  it('waits longer each time that it fails, up to a minute', () => {
    const waits: number[] = [];
    let machine = run([{ is: 'started' }]).machine;
    for (let count = 0; count < 12; count += 1) {
      const { effects, machine: next } = stepRelay(machine, { is: 'lost' }, 0, random);
      for (const effect of effects) if (effect.is === 'wait') waits.push(effect.delayMs);
      machine = stepRelay(next, { is: 'due' }, 0, random).machine;
    }
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(waits[0]).toBeLessThanOrEqual(500);
    expect(waits.at(-1)).toBe(45_000);
  });
});

describe('in a hurry', () => {
  /** What a relay does in the first `count` tries after it was lost. */
  const tries = (events: readonly RelayEvent[], count: number) => {
    let { machine } = run([...events, { is: 'lost' }]);
    const [waits, opens]: [number[], number[]] = [[], []];
    const take = (event: RelayEvent): void => {
      const step = stepRelay(machine, event, 2_000, random);
      machine = step.machine;
      for (const effect of step.effects) {
        if (effect.is === 'wait') waits.push(effect.delayMs);
        if (effect.is === 'open') opens.push(effect.withinMs);
      }
    };
    for (let index = 0; index < count; index += 1) {
      take({ is: 'due' });
      take({ is: 'lost' });
    }
    return { waits, opens };
  };

  it('tries again within a second, and after some short tries with time for a slow relay', () => {
    const { waits, opens } = tries([...up, { is: 'checked' }], 6);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
    expect(opens).toEqual([2_000, 2_000, 5_000, 5_000, 5_000, 5_000]);
  });

  it.each<[name: string, isTold: boolean, most: number]>([
    ['that Chromium does not hold the next try back', false, 14],
    ['that no browser does, where we are told when the network is back', true, 4],
  ])('fails so seldom in a minute %s', (_name, isTold, most) => {
    const { waits, opens } = tries([...up, { is: 'checked', isTold }], 30);
    const endsMs = opens.map((_, index) =>
      [...opens.slice(0, index + 1), ...waits.slice(0, index + 1)].reduce((sum, each) => sum + each, 0),
    );
    expect(endsMs.filter((atMs) => atMs < 60_000).length).toBeLessThanOrEqual(most);
  });

  it('fails seldom where each try fails at once, too, and still knows that it is told after another check', () => {
    const { waits } = tries([...up, { is: 'checked', isTold: true }, { is: 'checked' }], 8);
    expect(waits.slice(0, 4).reduce((sum, each) => sum + each, 0)).toBeGreaterThan(30_000);
  });

  it('opens nothing while the browser says that there is no network, but now and then, and at once when it is back', () => {
    const { machine } = run([...up, { is: 'checked' }, { is: 'lost' }]);
    const offline = stepRelay(machine, { is: 'due', isOffline: true }, 2_000, random);
    expect(offline.effects).toEqual([{ is: 'wait', delayMs: relayTimes.offlineMs }]);
    expect(offline.machine.state).toMatchObject({ is: 'waiting', retryAtMs: 2_000 + relayTimes.offlineMs });
    expect(stepRelay(offline.machine, { is: 'checked' }, 3_000, random).effects).toMatchObject([{ is: 'open' }]);
    expect(stepRelay(offline.machine, { is: 'due' }, 12_000, random).effects).toMatchObject([{ is: 'open' }]);
  });

  it('begins a try anew when the network is back, unless it has only just begun', () => {
    const { machine } = run([...up, { is: 'checked' }, { is: 'lost' }, { is: 'due' }]);
    const check = (afterMs: number, isBack: boolean) =>
      stepRelay(machine, { is: 'checked', isBack }, 1_000 + afterMs, random).effects;
    expect(check(relayTimes.renewMs, true)).toEqual([{ is: 'drop' }, { is: 'open', withinMs: 2_000 }]);
    expect(check(relayTimes.renewMs - 1, true)).toEqual([]);
    expect(check(relayTimes.renewMs, false)).toEqual([]);
  });

  it('does not hurry for a relay that has never answered', () => {
    const { waits, opens } = tries([{ is: 'started' }, { is: 'checked' }], 6);
    expect(Math.max(...waits)).toBeGreaterThan(5_000);
    expect(new Set(opens)).toEqual(new Set([10_000]));
  });

  it('has an end', () => {
    const { machine } = run([...up, { is: 'checked' }, { is: 'lost' }]);
    const { effects } = stepRelay(machine, { is: 'due' }, 1_000 + relayTimes.hurryMs, random);
    expect(effects).toEqual([{ is: 'open', withinMs: relayTimes.openMs }]);
  });
});

describe('whatever happens', () => {
  const event = fc.oneof<fc.Arbitrary<RelayEvent>[]>(
    fc.constantFrom<RelayEvent>(
      { is: 'started' },
      { is: 'opened' },
      { is: 'silent' },
      { is: 'checked' },
      { is: 'checked', isBack: true },
      { is: 'heard' },
      { is: 'unanswered' },
      { is: 'due' },
      { is: 'due', isOffline: true },
      { is: 'lost' },
      { is: 'refused', reason: 'blocked' },
      { is: 'stopped' },
    ),
    fc.nat(3_000).map((roundTripMs) => ({ is: 'answered', roundTripMs }) as const),
  );

  it('never opens a second socket without dropping the first, and always has something under way', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let machine = idleRelay;
        let hasSocket = false;
        for (const one of events) {
          const { machine: next, effects } = stepRelay(machine, one, 0, random);
          for (const effect of effects) {
            if (effect.is === 'drop') hasSocket = false;
            if (effect.is !== 'open') continue;
            expect(hasSocket).toBe(false);
            hasSocket = true;
          }
          // Whoever is not connected either waits for a timer or was stopped.
          if (next.state.is !== machine.state.is && (next.state.is === 'waiting' || next.state.is === 'refused')) {
            expect(effects.some(({ is }) => is === 'wait')).toBe(true);
          }
          expect(hasSocket).toBe(['connecting', 'open', 'probing'].includes(next.state.is));
          machine = next;
        }
      }),
    );
  });

  it('asks a relay that refused at the earliest after a quarter of an hour', () => {
    const { effects } = stepRelay(run(up).machine, { is: 'refused', reason: 'blocked' }, 0, random);
    expect(effects).toContainEqual({ is: 'wait', delayMs: relayTimes.refusedMs });
  });
});

it.each([
  ['a quick relay has half a second', 50, 500],
  ['a slow one four of its round trips', 400, 1_600],
  ['none has more than when it is only silent', 2_000, relayTimes.answerMs],
  ['one whose round trip is not known has as long', undefined, relayTimes.answerMs],
])('when somebody is missed, %s', (_, roundTripMs, withinMs) => {
  const machine: RelayMachine = { ...idleRelay, state: { is: 'open', roundTripMs }, hasAnswered: true, roundTripMs };
  expect(stepRelay(machine, { is: 'checked' }, 0, () => 0.5).effects).toEqual([{ is: 'probe', withinMs }]);
});

it('is asked anew by a device that slept past the answer', () => {
  const { machine } = run([...up, { is: 'silent' }]);
  expect(stepRelay(machine, { is: 'checked' }, 1_000 + relayTimes.answerMs + 1, random).effects).toMatchObject([
    { is: 'probe' },
  ]);
});

describe('a relay that answers and closes', () => {
  /** How long it is waited for each of so many sockets, each of which lives that long. */
  const waits = (count: number, liveMs: number, between: readonly RelayEvent[] = []): readonly number[] => {
    let machine = idleRelay;
    let nowMs = 0;
    const found: number[] = [];
    const take = (event: RelayEvent): void => {
      const { machine: next, effects } = stepRelay(machine, event, nowMs, () => 1);
      machine = next;
      for (const effect of effects) if (effect.is === 'wait') found.push(effect.delayMs);
    };
    take({ is: 'started' });
    for (let socket = 0; socket < count; socket += 1) {
      take({ is: 'opened' });
      take({ is: 'heard' });
      nowMs += liveMs;
      take({ is: 'lost' });
      for (const event of between) take(event);
      nowMs += found.at(-1) ?? 0;
      if (machine.state.is === 'waiting') take({ is: 'due' });
    }
    return found;
  };

  it('is waited for longer and longer, up to a minute', () => {
    expect(waits(9, 100)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('is not hurried for because somebody is missed', () => {
    const found = waits(8, 100, [{ is: 'checked' }]);
    expect(found.slice(-3).every((ms) => ms >= 4_000)).toBe(true);
  });

  it('is forgiven by one socket that lives', () => {
    let machine: RelayMachine = {
      ...idleRelay,
      state: { is: 'open', roundTripMs: 20 },
      hasAnswered: true,
      shortLives: 5,
    };
    machine = stepRelay(machine, { is: 'checked' }, 60_000, random).machine;
    machine = stepRelay(machine, { is: 'unanswered' }, 61_000, random).machine;
    expect([machine.shortLives, machine.state.is]).toEqual([0, 'connecting']);
  });

  it('is asked again at once on a check that comes a while after the last try', () => {
    const waiting: RelayMachine = {
      ...idleRelay,
      state: { is: 'waiting', attempt: 5, retryAtMs: 60_000 },
      hasAnswered: true,
      shortLives: 5,
      triedMs: 10_000,
    };
    const at = (nowMs: number) => stepRelay(waiting, { is: 'checked' }, nowMs, random).machine.state.is;
    expect([at(12_000), at(15_000)]).toEqual(['waiting', 'connecting']);
  });

  it('is asked soon when its sockets live', () => {
    expect(waits(4, 60_000)).toEqual([500, 500, 500, 500]);
  });

  it('is tried at once when the network is another', () => {
    expect(Math.max(...waits(8, 100, [{ is: 'checked', isBack: true }]))).toBeLessThanOrEqual(500);
  });
});
