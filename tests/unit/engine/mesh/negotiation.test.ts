import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NegotiationContext, NegotiationEvent, NegotiationState } from '#engine/mesh/negotiation-states.ts';
import { step } from '#engine/mesh/negotiation.ts';

const context = (more: Partial<NegotiationContext> = {}): NegotiationContext => ({
  nowMs: 100_000,
  isPolite: false,
  isCaller: true,
  canRestart: true,
  isOutdated: false,
  hasLink: true,
  isLinked: true,
  hasTurn: false,
  isReachable: true,
  newSession: () => 'fresh',
  ...more,
});

const sinceMs = 90_000;
const waiting = { is: 'waiting', sinceMs, failures: 0 } as const;
const calling = { is: 'calling', session: 'ours', sinceMs: 99_900, sent: 1, failures: 2 } as const;
const connecting = { is: 'connecting', session: 'ours', sinceMs, failures: 2 } as const;
const greeting = { is: 'greeting', session: 'ours', sinceMs, failures: 2 } as const;
const connected = { is: 'connected', session: 'ours', sinceMs } as const;
const reconnecting = {
  is: 'reconnecting',
  session: 'ours',
  sinceMs: 98_000,
  restartedMs: 98_000,
  isAway: false,
} as const;
const calledBeside = { ...reconnecting, sinceMs: 95_000, restartedMs: 96_900, beside: 'beside' } as const;
const mended = { ...connected, sinceMs: 99_000, beside: 'beside' } as const;
const left = { is: 'over', why: 'left' } as const;
const lost = { is: 'over', why: 'lost' } as const;
const wrong = { is: 'over', why: 'security/wrong-identity' } as const;
const old = { is: 'over', why: 'wire/old-app' } as const;

const all: readonly NegotiationState[] = [
  waiting,
  calling,
  connecting,
  greeting,
  connected,
  reconnecting,
  calledBeside,
  mended,
  left,
  lost,
  wrong,
  old,
];

type Row = [
  what: string,
  before: NegotiationState,
  event: NegotiationEvent,
  after: string,
  effects: string,
  more?: Partial<NegotiationContext>,
];

const offerOf = (session: string): NegotiationEvent => ({ is: 'offer', session });
const transport = (is: 'connected' | 'disconnected' | 'failed'): NegotiationEvent => ({
  is: 'transport',
  session: 'ours',
  transport: is,
});
const quiet = (forMs: number): NegotiationEvent => ({ is: 'quiet', session: 'ours', forMs });
const wayOpened: NegotiationEvent = { is: 'way-opened', isBack: false };
const wayIsBack: NegotiationEvent = { is: 'way-opened', isBack: true };
const polite = { isPolite: true };
const called = { isCaller: false };
const lasting = { canRestart: false };
const show = (state: NegotiationState): string =>
  [state.is, 'session' in state ? state.session : '', 'why' in state ? state.why : ''].filter(Boolean).join(' ');

const rows: Row[] = [
  ['a link lets us call', waiting, { is: 'link-opened' }, 'calling fresh', 'call'],
  ['a further link changes nothing', calling, { is: 'link-opened' }, 'calling ours', ''],
  ['a link to somebody who left calls them', left, { is: 'link-opened' }, 'calling fresh', 'call'],
  ['a link to somebody who was lost calls them', lost, { is: 'link-opened' }, 'calling fresh', 'call'],
  ['a link to somebody who was refused does not', wrong, { is: 'link-opened' }, 'over security/wrong-identity', ''],
  ['an offer is answered', waiting, offerOf('theirs'), 'connecting theirs', 'answer'],
  ['an offer of somebody who is back is answered', left, offerOf('theirs'), 'connecting theirs', 'answer'],
  ['an offer of somebody who was refused is not', old, offerOf('theirs'), 'over wire/old-app', ''],
  ['glare: the polite side gives way', calling, offerOf('theirs'), 'connecting theirs', 'answer', polite],
  ['glare: the impolite side stands', { ...calling, failures: 0 }, offerOf('theirs'), 'calling ours', ''],
  ['an offer in our session is an ICE restart', connected, offerOf('ours'), 'connected ours', 'renegotiate'],
  [
    'an offer in our session while the path is broken, too',
    reconnecting,
    offerOf('ours'),
    'reconnecting ours',
    'renegotiate',
  ],
  [
    'one that was kept until nothing came any more is the first try of a repair',
    connected,
    { is: 'offer', session: 'ours', silentMs: 1_500 },
    'reconnecting ours',
    'hold-pictures,renegotiate',
  ],
  ['an offer of another session does not break what works', connected, offerOf('theirs'), 'connected ours', ''],
  [
    'where no new path can be found, whoever called calls beside what there is',
    connected,
    quiet(1_600),
    'reconnecting ours',
    'hold-pictures,call-beside',
    lasting,
  ],
  ['once', calledBeside, { is: 'tick' }, 'reconnecting ours', 'repeat-offer', lasting],
  [
    'the call beside is answered',
    calledBeside,
    { is: 'answer', session: 'beside' },
    'connecting beside',
    'adopt-beside,accept-answer',
    lasting,
  ],
  [
    'the old path is back first',
    calledBeside,
    { is: 'heard', session: 'ours' },
    'connected ours',
    'resume-pictures',
    lasting,
  ],
  [
    'they answer it all the same: they gave the path up',
    mended,
    { is: 'answer', session: 'beside' },
    'connecting beside',
    'adopt-beside,accept-answer',
    lasting,
  ],
  [
    'nobody answers it any more',
    { ...mended, sinceMs: 94_900 },
    { is: 'tick' },
    'connected ours',
    'drop-beside',
    lasting,
  ],
  [
    'both call beside: the polite side gives way',
    calledBeside,
    offerOf('theirs'),
    'connecting theirs',
    'answer',
    { ...lasting, ...polite },
  ],
  [
    'both call beside: the impolite side stands',
    calledBeside,
    offerOf('theirs'),
    'reconnecting ours',
    'repeat-offer',
    lasting,
  ],
  ['another session means that they began anew', reconnecting, offerOf('theirs'), 'connecting theirs', 'answer'],
  ['another session while greeting, too', greeting, offerOf('theirs'), 'connecting theirs', 'answer'],
  ['the answer is taken', calling, { is: 'answer', session: 'ours' }, 'connecting ours', 'accept-answer'],
  [
    'the answer to a restart is taken',
    reconnecting,
    { is: 'answer', session: 'ours' },
    'reconnecting ours',
    'accept-answer',
  ],
  ['the channel opens and we greet', connecting, { is: 'channel-opened', session: 'ours' }, 'greeting ours', 'greet'],
  ['the channel opens once', connected, { is: 'channel-opened', session: 'ours' }, 'connected ours', ''],
  ['a hello that is accepted connects', greeting, { is: 'hello-accepted' }, 'connected ours', ''],
  ['a hello before the channel does not', connecting, { is: 'hello-accepted' }, 'connecting ours', ''],
  [
    'a hello that is refused ends it',
    greeting,
    { is: 'hello-refused', why: 'wire/old-app' },
    'over wire/old-app',
    'drop',
  ],
  [
    'a forged hello ends it later, too',
    connected,
    { is: 'hello-refused', why: 'security/wrong-identity' },
    'over security/wrong-identity',
    'drop',
  ],
  ['a goodbye ends it', connected, { is: 'bye' }, 'over left', 'drop'],
  ['a path that fails at the first try is given up', connecting, transport('failed'), 'waiting', 'drop'],
  ['a path that stumbles at the first try is not', connecting, transport('disconnected'), 'connecting ours', ''],
  [
    'a broken path is repaired by whoever called, at once',
    connected,
    transport('disconnected'),
    'reconnecting ours',
    'hold-pictures,restart-ice',
  ],
  [
    'a broken path is left to the other by whoever was called',
    connected,
    transport('failed'),
    'reconnecting ours',
    'hold-pictures',
    called,
  ],
  ['a path that is back is back', reconnecting, transport('connected'), 'connected ours', 'resume-pictures'],
  ['a path that fails again is still being repaired', reconnecting, transport('failed'), 'reconnecting ours', ''],
  ['another network is no reason to give up what works', connected, { is: 'network-changed' }, 'connected ours', ''],
  [
    'another network is tried at once where nothing works',
    reconnecting,
    { is: 'network-changed' },
    'reconnecting ours',
    'restart-ice',
  ],
  ['another network does not disturb a call', calling, { is: 'network-changed' }, 'calling ours', ''],
  ['what breaks is given up', connecting, { is: 'broke', session: 'ours' }, 'waiting', 'drop'],
  ['what breaks later is given up, too', connected, { is: 'broke', session: 'ours' }, 'waiting', 'drop'],
  [
    'the seventh failure in a row is the last',
    { ...connecting, failures: 6 },
    { is: 'broke', session: 'ours' },
    'over lost',
    'drop',
  ],
  ['tick: nothing is done for a connected one', connected, { is: 'tick' }, 'connected ours', ''],
  ['tick: an offer that is young is not repeated', calling, { is: 'tick' }, 'calling ours', ''],
  [
    'tick: an unanswered offer is repeated',
    { ...calling, sinceMs: 98_800 },
    { is: 'tick' },
    'calling ours',
    'repeat-offer',
  ],
  ['tick: a call without an answer is given up', { ...calling, sinceMs: 81_999 }, { is: 'tick' }, 'waiting', 'drop'],
  ['tick: connecting has its time', { ...connecting, sinceMs: 82_000 }, { is: 'tick' }, 'connecting ours', ''],
  ['tick: and no more', { ...connecting, sinceMs: 81_999 }, { is: 'tick' }, 'waiting', 'drop'],
  ['tick: a hello that never comes is given up', { ...greeting, sinceMs: 81_999 }, { is: 'tick' }, 'waiting', 'drop'],
  ['tick: the next attempt waits', { ...waiting, sinceMs: 99_001, failures: 1 }, { is: 'tick' }, 'waiting', ''],
  ['tick: and comes', { ...waiting, sinceMs: 99_000, failures: 1 }, { is: 'tick' }, 'calling fresh', 'call'],
  [
    'tick: without a link there is no attempt',
    { ...waiting, failures: 1 },
    { is: 'tick' },
    'waiting',
    '',
    { hasLink: false },
  ],
  [
    'tick: who has links that nothing goes through, because our network is gone, is not',
    { ...waiting, sinceMs: 69_999 },
    { is: 'tick' },
    'waiting',
    '',
    { hasLink: false },
  ],
  [
    'tick: who has no link is forgotten',
    { ...waiting, sinceMs: 69_999 },
    { is: 'tick' },
    'over lost',
    '',
    { hasLink: false, isLinked: false },
  ],
  [
    'tick: no direct path in good time: relays are asked',
    { ...connecting, sinceMs: 96_000 },
    { is: 'tick' },
    'connecting ours',
    'allow-relays,restart-ice',
    { hasTurn: true },
  ],
  ['tick: not where none is known', { ...connecting, sinceMs: 96_000 }, { is: 'tick' }, 'connecting ours', ''],
  [
    'tick: nor twice',
    { ...connecting, sinceMs: 96_000, isWidened: true },
    { is: 'tick' },
    'connecting ours',
    '',
    { hasTurn: true },
  ],
  [
    'tick: whoever was called proposes a little later',
    { ...connecting, sinceMs: 94_501 },
    { is: 'tick' },
    'connecting ours',
    '',
    { hasTurn: true, isCaller: false },
  ],
  [
    'whoever is asked for a path through relays asks theirs, too',
    { ...connecting, sinceMs: 96_500 },
    offerOf('ours'),
    'connecting ours',
    'allow-relays,renegotiate',
    { hasTurn: true, isCaller: false },
  ],
  [
    'tick: a path that is broken for longer may be one through relays',
    { ...reconnecting, sinceMs: 96_000, restartedMs: 97_000 },
    { is: 'tick' },
    'reconnecting ours',
    'allow-relays,restart-ice',
    { hasTurn: true },
  ],
  [
    'silence is a broken path, whatever the transport says',
    connected,
    quiet(1_600),
    'reconnecting ours',
    'hold-pictures,restart-ice',
  ],
  [
    'whoever was called leaves a silence to the other for a moment',
    connected,
    quiet(1_600),
    'reconnecting ours',
    'hold-pictures',
    called,
  ],
  ['silence at the first try is none', connecting, quiet(1_600), 'connecting ours', ''],
  [
    'whoever is heard again is back',
    reconnecting,
    { is: 'heard', session: 'ours' },
    'connected ours',
    'resume-pictures',
  ],
  ['a sign of another connection is none', reconnecting, { is: 'heard', session: 'theirs' }, 'reconnecting ours', ''],
  ['a relay that is back lets us look for a new path', reconnecting, wayOpened, 'reconnecting ours', 'restart-ice'],
  [
    'the next relay gets the offer that is out, or the answer that was given',
    { ...reconnecting, restartedMs: 99_500 },
    wayOpened,
    'reconnecting ours',
    'repeat-offer,repeat-answer',
  ],
  [
    'a relay that is back lets us call whom we gave up',
    { ...waiting, failures: 3 },
    wayOpened,
    'calling fresh',
    'call',
  ],
  [
    'an answer to an offer that was given up: they are there',
    { ...waiting, failures: 2 },
    { is: 'answer', session: 'older' },
    'calling fresh',
    'call',
  ],
  [
    'an answer to an offer of ours that we gave up for theirs: they gave theirs up, too',
    connecting,
    { is: 'answer', session: 'older' },
    'calling fresh',
    'call',
  ],
  ['an answer to nothing changes nothing', waiting, { is: 'answer', session: 'older' }, 'waiting', ''],
  ['whoever has just been heard of is not called for it', waiting, wayOpened, 'waiting', ''],
  ['an offer that is on its way is not sent again for it', calling, wayOpened, 'calling ours', ''],
  ['an old one is', { ...calling, sinceMs: 98_900 }, wayOpened, 'calling ours', 'repeat-offer'],
  [
    'an old one that was put together without a network is of no use',
    { ...calling, sinceMs: 98_900 },
    wayOpened,
    'calling fresh',
    'call',
    { isOutdated: true },
  ],
  [
    'nor is such a new path, however lately it was proposed',
    { ...reconnecting, restartedMs: 99_500 },
    wayOpened,
    'reconnecting ours',
    'restart-ice',
    { isOutdated: true },
  ],
  [
    'nor such a call beside',
    { ...calledBeside, restartedMs: 99_500 },
    wayOpened,
    'reconnecting ours',
    'call-beside',
    { ...lasting, isOutdated: true },
  ],
  [
    'a call beside was made on the old network, where a relay is back: it is made anew, however young',
    { ...calledBeside, restartedMs: 99_500 },
    wayIsBack,
    'reconnecting ours',
    'call-beside',
    lasting,
  ],
  [
    'that is done once',
    { ...calledBeside, restartedMs: 99_500, isRenewed: true },
    wayIsBack,
    'reconnecting ours',
    'repeat-offer,repeat-answer',
    lasting,
  ],
  [
    'nor is it of use where a late word has made the break look over',
    mended,
    wayIsBack,
    'connected ours',
    'drop-beside',
    lasting,
  ],
  ['there, another relay changes nothing', mended, wayOpened, 'connected ours', '', lasting],
  ['what works is left alone', connected, wayOpened, 'connected ours', '', { isOutdated: true }],
  ['nor for a relay that was there before', connected, wayIsBack, 'connected ours', '', { isOutdated: true }],
  [
    'a relay that is back after a while: the offer has addresses of another network',
    { ...calling, sinceMs: 98_900, failures: 0 },
    wayIsBack,
    'calling fresh',
    'call',
  ],
  ['a young offer has not', { ...calling, failures: 0 }, wayIsBack, 'calling ours', ''],
  ['that is tried once', { ...calling, sinceMs: 98_900, failures: 1 }, wayIsBack, 'calling ours', 'repeat-offer'],
  ['an attempt under way was with the old network', { ...connecting, failures: 0 }, wayIsBack, 'calling fresh', 'call'],
  ['so was a channel that says nothing', { ...greeting, failures: 0 }, wayIsBack, 'calling fresh', 'call'],
  ['another relay does not end an attempt', { ...connecting, failures: 0 }, wayOpened, 'connecting ours', ''],
  ['nor is the second attempt ended', connecting, wayIsBack, 'connecting ours', ''],
  ['nor a young one', { ...connecting, sinceMs: 99_500, failures: 0 }, wayIsBack, 'connecting ours', ''],
  [
    'glare: whoever calls knows nothing of an old offer',
    { ...calling, sinceMs: 98_900, failures: 0 },
    offerOf('theirs'),
    'calling ours',
    'repeat-offer',
  ],
  [
    'glare after a failure: a young one went out while they could not hear',
    { ...calling, failures: 1 },
    offerOf('theirs'),
    'calling ours',
    'repeat-offer',
  ],
  [
    'tick: a new path is looked for again and again',
    { ...reconnecting, restartedMs: 97_000 },
    { is: 'tick' },
    'reconnecting ours',
    'restart-ice',
  ],
  ['tick: not sooner', { ...reconnecting, restartedMs: 97_001 }, { is: 'tick' }, 'reconnecting ours', ''],
  [
    'tick: nor while nobody could hear of it',
    { ...reconnecting, restartedMs: 97_000 },
    { is: 'tick' },
    'reconnecting ours',
    '',
    { hasLink: false },
  ],
  [
    'tick: a path broken for half a minute takes the person away',
    { ...reconnecting, sinceMs: 69_999 },
    { is: 'tick' },
    'waiting',
    'drop',
  ],
];

test.each(rows)('%s', (...[, before, event, after, effects, more]) => {
  const result = step(before, event, context(more));
  expect(show(result.state)).toBe(after);
  expect(result.effects.map((effect) => effect.do).join()).toBe(effects);
});

const session = fc.constantFrom('ours', 'theirs', 'third');
const event: fc.Arbitrary<NegotiationEvent> = fc.oneof(
  fc.constantFrom<NegotiationEvent>(
    { is: 'link-opened' },
    { is: 'hello-accepted' },
    { is: 'hello-refused', why: 'wire/old-app' },
    { is: 'hello-refused', why: 'security/wrong-identity' },
    { is: 'bye' },
    { is: 'network-changed' },
    { is: 'way-opened', isBack: false },
    { is: 'way-opened', isBack: true },
    { is: 'tick' },
  ),
  fc.record({ is: fc.constant('quiet' as const), session, forMs: fc.nat(60_000) }),
  fc.record({
    is: fc.constantFrom('offer', 'answer', 'channel-opened', 'broke', 'heard'),
    session,
  }) as fc.Arbitrary<NegotiationEvent>,
  fc.record({
    is: fc.constant('transport' as const),
    session,
    transport: fc.constantFrom('connected', 'disconnected', 'failed'),
  }),
);

describe('whatever happens', () => {
  test('each step gives a state and never throws, and calls only in the session that it has', () => {
    const events = fc.array(
      fc.record({ event, afterMs: fc.nat({ max: 20_000 }), hasLink: fc.boolean(), hasTurn: fc.boolean() }),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(
        fc.record({
          isPolite: fc.boolean(),
          isCaller: fc.boolean(),
          canRestart: fc.boolean(),
          isOutdated: fc.boolean(),
        }),
        fc.constantFrom(...all),
        events,
        (side, first, list) => {
          let state = first;
          let nowMs = 100_000;
          let made = 0;
          for (const one of list) {
            nowMs += one.afterMs;
            const next = step(state, one.event, {
              nowMs,
              ...side,
              hasLink: one.hasLink,
              isLinked: one.hasLink,
              isReachable: one.hasLink,
              hasTurn: one.hasTurn,
              newSession: () => `fresh-${++made}`,
            });
            for (const effect of next.effects) {
              if (effect.do === 'call') expect(next.state).toMatchObject({ is: 'calling', session: effect.session });
              if (effect.do === 'drop') expect(['waiting', 'over']).toContain(next.state.is);
            }
            state = next.state;
          }
          expect(all.map(({ is }) => is)).toContain(state.is);
        },
      ),
    );
  });

  test('what comes from a session that is not ours changes nothing, but for an offer, and an answer while connecting', () => {
    const foreign = event.filter((each) => 'session' in each && each.session !== 'ours' && each.is !== 'offer');
    fc.assert(
      fc.property(fc.constantFrom(...all), foreign, fc.boolean(), (state, each, isPolite) => {
        if (state.is === 'connecting' && each.is === 'answer') return;
        expect(step(state, each, context({ isPolite }))).toEqual({ state, effects: [] });
      }),
    );
  });

  test('who was refused stays refused, but for an offer where somebody else was there in their name', () => {
    fc.assert(
      fc.property(fc.constantFrom(wrong, old), fc.array(event, { maxLength: 30 }), (first, list) => {
        for (const each of list)
          if (each.is === 'offer' && first === wrong) expect(step(first, each, context()).state.is).toBe('connecting');
          else expect(step(first, each, context())).toEqual({ state: first, effects: [] });
      }),
    );
  });

  test('a call beside that comes to nothing is made again, and the path is looked for all the while', () => {
    const calling: NegotiationState = { ...reconnecting, beside: 'beside' };
    const broke = step(calling, { is: 'broke', session: 'beside' }, context({ canRestart: false }));
    expect(broke).toEqual({ state: reconnecting, effects: [{ do: 'drop-beside' }] });
    const later = context({ canRestart: false, nowMs: 98_000 + 3_500 });
    expect(step(broke.state, { is: 'tick' }, later).effects).toEqual([{ do: 'call-beside', session: 'fresh' }]);
  });
});

describe('somebody who says nothing', () => {
  const after = (ms: number, isReachable: boolean, start: NegotiationState = reconnecting): boolean => {
    const { state } = step(start, { is: 'tick' }, context({ nowMs: 98_000 + ms, isReachable }));
    return state.is === 'reconnecting' && state.isAway;
  };

  test('is away within six seconds', () => {
    expect(after(4_400, true)).toBe(false);
    expect(after(4_500, true)).toBe(true);
  });

  test('is not, while nobody hears us either', () => {
    expect(after(20_000, false)).toBe(false);
  });

  test('stays away until something comes, and is back then', () => {
    expect(after(5_000, false, { ...reconnecting, isAway: true })).toBe(true);
    const { state } = step({ ...reconnecting, isAway: true }, { is: 'heard', session: 'ours' }, context());
    expect(state.is).toBe('connected');
  });

  test('has been silent for as long as they were silent when it was noticed', () => {
    expect(step(connected, quiet(1_600), context()).state).toMatchObject({ sinceMs: 98_400 });
  });
});

describe('ticking', () => {
  const untilOver = (first: NegotiationState, isCaller: boolean) => {
    let state = first;
    let made = 0;
    const done: string[] = [];
    for (let nowMs = 0; nowMs < 600_000 && state.is !== 'over'; nowMs += 500) {
      const next = step(state, { is: 'tick' }, context({ nowMs, isCaller, newSession: () => `fresh-${++made}` }));
      for (const effect of next.effects) done.push(`${nowMs} ${effect.do}`);
      state = next.state;
    }
    return { state, done };
  };

  test('sends an offer five times in an attempt, and makes seven attempts, ever further apart', () => {
    const { state, done } = untilOver({ is: 'waiting', sinceMs: 0, failures: 0 }, true);
    expect(state).toEqual(lost);
    expect(done.slice(0, 6)).toEqual([
      '0 call',
      '1500 repeat-offer',
      '3000 repeat-offer',
      '6000 repeat-offer',
      '12000 repeat-offer',
      '18500 drop',
    ]);
    const calls = done.filter((each) => each.endsWith(' call')).map((each) => Number.parseInt(each, 10));
    expect(calls).toEqual([0, 19_500, 42_000, 70_500, 109_000, 147_500, 186_000]);
    expect(done).toHaveLength(7 * 6);
  });

  test.each([
    [true, [0, 3_000, 6_000, 9_000, 12_000, 15_000, 18_000, 21_000, 24_000, 27_000, 30_000]],
    [false, [1_500, 4_500, 7_500, 10_500, 13_500, 16_500, 19_500, 22_500, 25_500, 28_500]],
  ])('restarts ICE every three seconds, whoever called (%s) first, and the two in turn', (isCaller, times) => {
    const broken = step(
      { ...connected, sinceMs: -1_000 },
      { is: 'quiet', session: 'ours', forMs: 0 },
      context({ nowMs: 0, isCaller }),
    );
    const { done } = untilOver(broken.state, isCaller);
    const restarts = done.filter((each) => each.endsWith('restart-ice')).map((each) => Number.parseInt(each, 10));
    const atOnce = broken.effects.flatMap((effect) => (effect.do === 'restart-ice' ? [0] : []));
    expect([...atOnce, ...restarts]).toEqual(times);
  });
});
