// We in the middle: two who cannot reach each other each make a leg to us, and we join the legs.

import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Scope, type Stop } from '#core/base/scope.ts';
import type { Forwarder, ForwardPort } from '#core/ports/forward.ts';
import type { CarryEnd, CarryPlease } from '#core/wire/carry-messages.ts';
import type { VisitName } from '#core/wire/call-messages.ts';
import { limits } from '#core/wire/limits.ts';
import type { Candidate } from '#core/wire/signal.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import { createCarrierLeg, type CarrierLeg, type LegPorts } from './carrier-leg.ts';

export interface CarrierOptions extends LegPorts {
  readonly forward: ForwardPort;
  /** The page load of a person to whom we are connected without anybody's help. */
  instanceOf(person: PersonId): string | undefined;
  /** Connected so, or looked for after a silence that need not be the end. */
  isThere(visit: VisitName): boolean;
  send(to: PersonId, type: 'carry-answer' | 'carry-candidates' | 'carry-asked' | 'carry-end', body: unknown): void;
  /** How many pairs we would carry at this moment. */
  readonly maxPairs: () => number;
  /** Whom we carry has changed. */
  onCarrying(pairs: readonly CarriedPair[]): void;
}

/** Two people who are with each other through us. */
export interface CarriedPair {
  readonly between: readonly [PersonId, PersonId];
}

export interface Carrier extends Disposable {
  takePlease(from: PersonId, please: CarryPlease): void;
  takeCandidates(from: PersonId, leg: string, candidates: readonly Candidate[]): void;
  takeEnd(from: PersonId, leg: string): void;
  /** Who is connected to us, or what we want, has changed: what cannot go on ends. */
  look(): void;
  /** Somebody is carried, or about to be. */
  isBusy(): boolean;
}

/** Nobody stays alone on one leg for longer. */
const bothWithinMs = 6_000;
/** Who leaves says so to the other through us, and to us; the two words do not come in the same moment. */
const lastWordsMs = 300;
/** Each is a connection to be made. */
const pleaseBudget = { perSecond: 0.5, burst: 8 };

interface Side {
  readonly visit: VisitName;
  leg?: CarrierLeg | undefined;
}

interface Pair {
  readonly sides: readonly [Side, Side];
  readonly scope: Scope;
  isJoined: boolean;
  isEnding: boolean;
}

const keyOf = (visits: readonly VisitName[]): string =>
  visits
    .map((visit) => visit.join(' '))
    .toSorted()
    .join(' ');

/** Carries nobody yet. */
export const createCarrier = (options: CarrierOptions): Carrier => {
  const { clock, log, send, instanceOf } = options;
  const scope = createScope();
  const pairs = new Map<string, Pair>();
  const budgets = new Map<PersonId, (nowMs: number) => boolean>();
  let forwarder: Promise<Forwarder> | undefined;

  const openForwarder = (): Promise<Forwarder> =>
    (forwarder ??= options.forward.open().then((opened) => {
      scope.use(opened);
      return opened;
    }));

  const tellCarrying = (): void =>
    options.onCarrying(
      [...pairs.values()].flatMap(({ sides: [a, b], isJoined }) =>
        isJoined ? [{ between: [a.visit[0], b.visit[0]] as const }] : [],
      ),
    );

  const endPair = (key: string, why: CarryEnd['why'], but?: PersonId): void => {
    const pair = pairs.get(key);
    if (!pair) return;
    pairs.delete(key);
    for (const { visit, leg } of pair.sides)
      if (leg && visit[0] !== but) send(visit[0], 'carry-end', { leg: leg.id, why });
    pair.scope[Symbol.dispose]();
    if (pair.isJoined) log.info('carrying-ended', { why });
    tellCarrying();
  };

  const isWhole = ({ sides }: Pair): boolean => sides.every(({ visit }) => options.isThere(visit));

  const endSoon = (key: string): void => {
    const pair = pairs.get(key);
    if (!pair || pair.isEnding) return;
    pair.isEnding = true;
    pair.scope.add(
      clock.after(lastWordsMs, () => {
        pair.isEnding = false;
        if (!isWhole(pair)) endPair(key, 'unreached');
      }),
    );
  };

  const find = (from: PersonId, id: string): { key: string; leg: CarrierLeg } | undefined => {
    for (const [key, { sides }] of pairs)
      for (const { visit, leg } of sides) if (visit[0] === from && leg?.id === id) return { key, leg };
    return undefined;
  };

  /** What one of them says goes to the other as it is: it is sealed for them, and small. */
  const pipe = (from: CarrierLeg, to: CarrierLeg): Stop => {
    const mayPass = createTokenBucket({ perSecond: limits.controlPerSecond, burst: limits.controlBurst });
    const stopTexts = from.onText((text) => {
      if (mayPass(clock.nowMs())) to.send(text);
    });
    const stopMedia = from.sendMediaTo(to);
    return () => {
      stopTexts();
      stopMedia();
    };
  };

  const join = (pair: Pair): void => {
    const [a, b] = pair.sides.map(({ leg }) => leg);
    if (!a?.isOpen() || !b?.isOpen() || pair.isJoined) return;
    pair.scope.add(pipe(a, b));
    pair.scope.add(pipe(b, a));
    pair.isJoined = true;
    log.info('carrying');
    tellCarrying();
  };

  const newPair = (key: string, visits: readonly [VisitName, VisitName]): Pair => {
    const pair: Pair = {
      sides: [{ visit: visits[0] }, { visit: visits[1] }],
      scope: createScope(),
      isJoined: false,
      isEnding: false,
    };
    pairs.set(key, pair);
    pair.scope.add(() => pair.sides.forEach(({ leg }) => leg?.[Symbol.dispose]()));
    pair.scope.add(clock.after(bothWithinMs, () => !pair.isJoined && endPair(key, 'silent')));
    return pair;
  };

  const refusal = (from: PersonId, [to, instance]: VisitName, key: string): CarryEnd['why'] | undefined => {
    const bucket = budgets.get(from) ?? createTokenBucket(pleaseBudget);
    budgets.set(from, bucket);
    if (!bucket(clock.nowMs())) return 'busy';
    if (to === from || instanceOf(to) !== instance || instanceOf(from) === undefined) return 'unreached';
    const max = options.maxPairs();
    if (max === 0) return 'unwilling';
    return pairs.has(key) || pairs.size < max ? undefined : 'busy';
  };

  scope.add(() => [...pairs.keys()].forEach((key) => endPair(key, 'over')));
  return {
    takePlease: (from, { leg: id, with: visit, sdp }) => {
      const own: VisitName = [from, instanceOf(from) ?? ''];
      const key = keyOf([own, visit]);
      const why = refusal(from, visit, key);
      if (why) return send(from, 'carry-end', { leg: id, why });
      // One of them begins anew: so does the other, and the keys between them.
      if (pairs.get(key)?.isJoined) endPair(key, 'broke', from);
      const pair = pairs.get(key) ?? newPair(key, [own, visit]);
      const side = pair.sides.find((each) => each.visit[0] === from);
      if (!side) return;
      side.leg?.[Symbol.dispose]();
      const leg = createCarrierLeg({
        ...options,
        id,
        forwarder: openForwarder(),
        offer: sdp,
        send: (type, body) => send(from, type, body),
        onOpen: () => join(pair),
        onBroke: () => endPair(key, 'broke'),
      });
      side.leg = leg;
      if (pair.sides.some((each) => !each.leg)) send(visit[0], 'carry-asked', { with: own });
    },
    takeCandidates: (from, id, candidates) => {
      find(from, id)?.leg.addCandidates(candidates);
    },
    takeEnd: (from, id) => {
      const found = find(from, id);
      if (found) endPair(found.key, 'over', from);
    },
    isBusy: () => pairs.size > 0,
    look: () => {
      for (const [key, pair] of [...pairs]) {
        if (options.maxPairs() === 0) endPair(key, 'unwilling');
        else if (!isWhole(pair)) endSoon(key);
      }
      for (const person of budgets.keys()) if (instanceOf(person) === undefined) budgets.delete(person);
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
