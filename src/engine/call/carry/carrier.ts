// We in the middle: two who cannot reach each other each make a leg to us, and we join the legs.

import type { PersonId } from '#core/base/ids.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { ForwardEnd, Forwarder, ForwardPort } from '#core/ports/forward.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import { carriedTextLength, type CarryEnd, type CarryPlease } from '#core/wire/carry-messages.ts';
import type { VisitName } from '#core/wire/call-messages.ts';
import { limits } from '#core/wire/limits.ts';
import type { Candidate } from '#core/wire/signal.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import { createConnection, type Connection } from '#engine/mesh/connection.ts';
import { noTracks } from '#engine/mesh/media-lines.ts';
import { gatherCandidates } from './gather-candidates.ts';

export interface CarrierOptions {
  readonly rtc: RtcPort;
  readonly configuration: RTCConfiguration;
  readonly media: Pick<MediaPort, 'createStream'>;
  readonly forward: ForwardPort;
  readonly clock: ClockPort;
  readonly log: Log;
  /** The page load of a person to whom we are connected without anybody's help. */
  instanceOf(person: PersonId): string | undefined;
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
}

/** Nobody stays alone on one leg for longer. */
const bothWithinMs = 6_000;
/** What goes out is somebody else's picture, as they made it: it is not scaled here, and only this bounds it. */
const passedLimits = { maxHeight: 720, maxFramerate: 60, maxBitrateBps: 2_500_000 };
/** Who leaves says so to the other through us, and to us; the two words do not come in the same moment. */
const lastWordsMs = 300;
/** Each is a connection to be made. */
const pleaseBudget = { perSecond: 0.5, burst: 8 };

interface Leg {
  readonly id: string;
  readonly scope: Scope;
  connection?: Connection;
  forward?: ForwardEnd;
  readonly early: Candidate[];
}

interface Side {
  readonly visit: VisitName;
  leg?: Leg | undefined;
}

interface Pair {
  readonly sides: readonly [Side, Side];
  readonly scope: Scope;
  isJoined: boolean;
  isEnding: boolean;
}

const maxEarly = 80;
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

  const endSoon = (key: string): void => {
    const pair = pairs.get(key);
    if (!pair || pair.isEnding) return;
    pair.isEnding = true;
    pair.scope.add(clock.after(lastWordsMs, () => endPair(key, 'unreached')));
  };

  const find = (from: PersonId, id: string): { key: string; leg: Leg } | undefined => {
    for (const [key, { sides }] of pairs)
      for (const { visit, leg } of sides) if (visit[0] === from && leg?.id === id) return { key, leg };
    return undefined;
  };

  /** What one of them says goes to the other as it is: it is sealed for them, and small. */
  const pipe = (from: Leg, to: Leg): void => {
    const mayPass = createTokenBucket({ perSecond: limits.controlPerSecond, burst: limits.controlBurst });
    const stop = from.connection?.onMessage.on((data) => {
      if (typeof data === 'string' && data.length <= carriedTextLength && mayPass(clock.nowMs()))
        to.connection?.send(data);
    });
    const stopMedia = to.forward && from.forward?.sendTo(to.forward);
    for (const leg of [from, to]) {
      if (stop) leg.scope.add(stop);
      if (stopMedia) leg.scope.add(stopMedia);
    }
  };

  const join = (pair: Pair): void => {
    const [a, b] = pair.sides.map(({ leg }) => leg);
    if (!a?.connection?.isOpen() || !b?.connection?.isOpen()) return;
    pipe(a, b);
    pipe(b, a);
    pair.isJoined = true;
    log.info('carrying');
    tellCarrying();
  };

  const openLeg = async (pair: Pair, key: string, person: PersonId, leg: Leg, sdp: string): Promise<void> => {
    const opened = await openForwarder();
    if (leg.scope.signal.aborted) return;
    const streams = { person: options.media.createStream([]), screen: options.media.createStream([]) };
    const rtc: RtcPort = {
      ...options.rtc,
      create: (configuration) => {
        const created = options.rtc.create(configuration);
        // Before anything is described: later, no frame of it would be seen (FACTS.md).
        leg.forward = leg.scope.use(opened.add(created));
        return created;
      },
    };
    const { configuration } = options;
    const connection = createConnection({ rtc, configuration, tracks: noTracks, streams, cameraLimits: passedLimits });
    leg.connection = leg.scope.use(connection);
    void connection.sendFullSize();
    leg.scope.add(connection.onOpen.on(() => join(pair)));
    leg.scope.add(
      connection.onTransport.on((state) => {
        if (state === 'disconnected' || state === 'failed' || state === 'closed') endPair(key, 'broke');
      }),
    );
    leg.scope.add(
      gatherCandidates(connection, clock, (candidates) =>
        send(person, 'carry-candidates', { leg: leg.id, candidates }),
      ),
    );
    const answer = await connection.answer(sdp);
    if (leg.scope.signal.aborted) return;
    send(person, 'carry-answer', { leg: leg.id, sdp: answer });
    void connection.addCandidates(leg.early.splice(0));
  };

  const newPair = (key: string, visits: readonly [VisitName, VisitName]): Pair => {
    const pair: Pair = {
      sides: [{ visit: visits[0] }, { visit: visits[1] }],
      scope: createScope(),
      isJoined: false,
      isEnding: false,
    };
    pairs.set(key, pair);
    pair.scope.add(() => pair.sides.forEach(({ leg }) => leg?.scope[Symbol.dispose]()));
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
      side.leg?.scope[Symbol.dispose]();
      const leg: Leg = { id, scope: createScope(), early: [] };
      side.leg = leg;
      if (pair.sides.some((each) => !each.leg)) send(visit[0], 'carry-asked', { with: own });
      openLeg(pair, key, from, leg, sdp).catch((error: unknown) => {
        log.warn('carry-failed', { reason: reasonOf(error) });
        if (!leg.scope.signal.aborted) endPair(key, 'broke');
      });
    },
    takeCandidates: (from, id, candidates) => {
      const leg = find(from, id)?.leg;
      if (leg?.connection) void leg.connection.addCandidates(candidates);
      else if (leg && leg.early.length < maxEarly) leg.early.push(...candidates);
    },
    takeEnd: (from, id) => {
      const found = find(from, id);
      if (found) endPair(found.key, 'over', from);
    },
    look: () => {
      for (const [key, { sides }] of [...pairs]) {
        if (options.maxPairs() === 0) endPair(key, 'unwilling');
        else if (sides.some(({ visit: [person, instance] }) => instanceOf(person) !== instance)) endSoon(key);
      }
      for (const person of budgets.keys()) if (instanceOf(person) === undefined) budgets.delete(person);
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
