// Everything about carrying, loaded when somebody needs it: our ends of carried pairs, and whom we carry ourselves.

import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Scope, type Stop } from '#core/base/scope.ts';
import type { ForwardPort } from '#core/ports/forward.ts';
import type { PersonState, VisitName } from '#core/wire/call-messages.ts';
import {
  carryAnswerSchema,
  carryAskedSchema,
  carryCandidatesSchema,
  carryEndSchema,
  carryPleaseSchema,
} from '#core/wire/carry-messages.ts';
import { createConnection } from '#engine/mesh/connection.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import type { StatsSample } from '#engine/mesh/stats-sample.ts';
import type { LinkEnd, LinkEndOptions } from '#engine/signaling/link-end.ts';
import * as v from 'valibot';
import type { AllPeers } from './all-peers.ts';
import { createArrival } from './arrival.ts';
import { carriedLimits, createCarriedPeople, type CarriedPeople } from './carried-people.ts';
import { createCarriedEnd, type CarriedEnd } from './carried-end.ts';
import { createCarrier, type CarriedPair } from './carrier.ts';
import type { LegPorts } from './carrier-leg.ts';
import { createOutlook, type Outlook } from './outlook.ts';
import { planCarriers, type Helper } from './plan-carriers.ts';
import { maxPairs } from './streams.ts';

export interface CarriageOptions extends LegPorts {
  readonly self: PersonId;
  readonly instance: string;
  /** RoomKeys.bindingId. */
  readonly room: Uint8Array<ArrayBuffer>;
  readonly forward: ForwardPort;
  readonly peers: AllPeers;
  /** What each of the people to whom we are connected directly last said of themselves. */
  readonly said: ReadonlyMap<PersonId, PersonState>;
  /** Since when somebody who could be carried is not connected. */
  readonly neededSinceMs: number;
  /** A message of the call to somebody to whom we are connected directly. */
  send(to: PersonId, type: string, body: unknown): void;
  /** The person wants to help others, and the browser can. */
  readonly isWilling: () => boolean;
  onCarrying(pairs: readonly CarriedPair[]): void;
  /** Given, not imported: with an importer more it would be a chunk of its own, which every call waits for. */
  createLinkEnd(options: LinkEndOptions): LinkEnd;
  /** Somebody whom we reach through others, and when that is over. */
  addPeer(peer: Peer): void;
  removePeer(peer: Peer): void;
  /** A direct peer's picture is there, or its stand-in is back: what is shown of the person has changed. */
  onSource(peer: Peer): void;
  /** What we say of ourselves has changed. */
  onWord(): void;
}

export interface Carriage extends Disposable {
  /** A `carry-…` message, unchecked, of somebody to whom we are connected directly. */
  take(from: PersonId, type: string, body: unknown): void;
  /** Somebody's word or connection has changed. */
  look(): void;
  /** Somebody is not connected to us any more. */
  forget(person: PersonId): void;
  /** How well placed we are to carry others. */
  outlook(): Outlook;
}

/** While somebody is carried, or is about to be. */
const tickMs = 250;
const idleTickMs = 1_000;
/** People to whom we would be carried at once, and of whom one person may tell us: whoever makes people up costs us no more. */
const maxEnds = 24;
const maxToldByOne = 6;
/** A path that breaks is noticed within this. One that has been gone for longer may be coming back just now, with all others. */
const freshMs = 2_500;

/** A pair that was carried until its carrier, or its own network, was away for a while is not patient anew. */
const knownForMs = 60_000;

const keyOf = (visit: VisitName): string => visit.join(' ');

/** Which page loads are reached by others and not by us. */
const unreachedVisits = ({ self, peers, said }: CarriageOptions): readonly VisitName[] => {
  const found = new Map<string, VisitName>();
  for (const { reaches = [] } of said.values()) {
    const unreached = reaches.filter(([id]) => id !== self && peers.directInstance(id) === undefined);
    for (const visit of unreached.slice(0, maxToldByOne)) found.set(keyOf(visit), visit);
  }
  return [...found.values()];
};

/** What goes over our own connections, as far as they tell. */
const sampleAll = async ({ peers, said }: CarriageOptions): Promise<readonly StatsSample[]> => {
  const direct = [...said.keys()].flatMap((id) =>
    peers.peersOf(id).filter((peer) => peer.state.peek().is === 'connected' && peers.carrierOf(peer) === undefined),
  );
  const samples = await Promise.all(direct.map((peer) => peer.measure().catch(() => undefined)));
  return samples.filter((sample) => sample !== undefined);
};

/** Since when a person is missed whom we miss now: a path that has just broken was dead before we noticed. */
const missedSinceMs = ({ peers }: CarriageOptions, [person]: VisitName, noticedMs: number): number => {
  const broken = peers.peersOf(person).flatMap((peer) => {
    const state = peer.state.peek();
    return state.is === 'reconnecting' && peers.carrierOf(peer) === undefined ? state.sinceMs : [];
  });
  return Math.min(noticedMs, ...broken.filter((sinceMs) => noticedMs - sinceMs < freshMs));
};

/** Reached without help. A path that is silent may speak again: its leg shows by itself when it breaks. */
const isThere = (peers: AllPeers, peer: Peer): boolean => {
  const state = peer.state.peek();
  const isHere = state.is === 'connected' || (state.is === 'reconnecting' && !state.isAway);
  return isHere && peers.carrierOf(peer) === undefined;
};

const createEnds = (options: CarriageOptions, people: CarriedPeople, scope: Scope) => {
  const { self, peers, said, clock } = options;
  const ends = new Map<string, CarriedEnd>();
  /** When somebody who was carried to us was lost. */
  const partedMs = new Map<string, number>();
  const streams = { person: options.media.createStream([]), screen: options.media.createStream([]) };

  const helpers = (): Helper[] =>
    [...said].flatMap(([id, { carries, reaches = [] }]) =>
      peers.directInstance(id) === undefined ? [] : [{ id, carries, reaches }],
    );

  const open = (visit: VisitName, sinceMs: number): void => {
    let carrier: PersonId | undefined;
    const end = createCarriedEnd({
      ...options,
      visit,
      sinceMs,
      context: () => ({
        nowMs: clock.nowMs(),
        isDirect: peers.directInstance(visit[0]) !== undefined,
        carriers: planCarriers(visit, helpers(), carrier),
        isLeading: self < visit[0],
      }),
      createConnection: () =>
        // The carrier takes what the sender itself encodes.
        createConnection({
          ...options,
          encode: undefined,
          tracks: peers.tracks(),
          streams,
          cameraLimits: carriedLimits,
        }),
      send: (to, type, body) => {
        carrier = to;
        options.send(to, type, body);
      },
      addLink: peers.addLink,
      onPeer: (peer) => {
        people.add(peer);
        options.addPeer(peer);
      },
      onPeerGone: (peer) => {
        // One that was never proved was never shown.
        if (peer.state.peek().is === 'over') {
          // What follows its state may have to wait for what is under way, and would come too late.
          options.onSource(peer);
          if (peers.directInstance(visit[0]) === undefined) partedMs.set(keyOf(visit), clock.nowMs());
        }
        people.remove(peer);
        options.removePeer(peer);
        const sought = people.soughtOf(peer);
        if (sought) options.onSource(sought);
      },
    });
    ends.set(keyOf(visit), end);
  };

  /** Not long ago: that they have no path of their own is known. */
  const wasCarried = (visit: VisitName): boolean => {
    for (const [key, ms] of partedMs) if (clock.nowMs() - ms > knownForMs) partedMs.delete(key);
    return partedMs.has(keyOf(visit));
  };
  const isCarriable = (visit: VisitName): boolean => planCarriers(visit, helpers(), undefined).length > 0;
  const openMissing = (sinceMs: number, isWorthIt: (visit: VisitName) => boolean): void => {
    for (const visit of unreachedVisits(options))
      if (!ends.has(keyOf(visit)) && ends.size < maxEnds && isWorthIt(visit))
        open(visit, wasCarried(visit) ? -Infinity : missedSinceMs(options, visit, sinceMs));
  };

  scope.add(() => ends.forEach((end) => end[Symbol.dispose]()));
  return {
    all: (): CarriedEnd[] => [...ends.values()],
    /** Only to somebody of whom we know that they are in the call. */
    asked: (carrier: PersonId, visit: VisitName): void => {
      openMissing(clock.nowMs(), () => true);
      ends.get(keyOf(visit))?.asked(carrier);
    },
    look: (sinceMs = clock.nowMs()): void => {
      openMissing(sinceMs, isCarriable);
      for (const [key, end] of ends) {
        end.look();
        if (!end.isIdle()) continue;
        end[Symbol.dispose]();
        ends.delete(key);
      }
    },
  };
};

/** Looks at once, and from then on as often as there is something to look at. */
export const createCarriage = (options: CarriageOptions): Carriage => {
  const { peers, clock, said } = options;
  const scope = createScope();
  // As it is now: what follows is about to take its place.
  const people = createCarriedPeople({ ...peers });
  peers.extend(people.view);
  const ends = createEnds(options, people, scope);
  const carrier = scope.use(
    createCarrier({
      ...options,
      instanceOf: peers.directInstance,
      isThere: ([person, instance]) =>
        peers.peersOf(person).some((peer) => peer.otherInstance === instance && isThere(peers, peer)),
      maxPairs: () => (options.isWilling() ? maxPairs : 0),
    }),
  );
  const arrival = scope.use(createArrival({ ...options, carried: people }));
  const outlook = scope.use(
    createOutlook({
      clock,
      sample: () => sampleAll(options),
      isBatteryLow: options.forward.isBatteryLow,
      onChange: options.onWord,
    }),
  );
  let stopTick: Stop = () => {};
  ends.look(options.neededSinceMs);

  const look = (): void => {
    if (scope.signal.aborted) return;
    ends.look();
    carrier.look();
    arrival.look();
  };
  const tick = (): void => {
    look();
    stopTick = clock.after(ends.all().length > 0 || carrier.isBusy() ? tickMs : idleTickMs, tick);
  };

  const handlers: Readonly<Record<string, (from: PersonId, body: unknown) => void>> = {
    'carry-please': (from, body) => {
      const please = v.safeParse(carryPleaseSchema, body);
      if (please.success) carrier.takePlease(from, please.output);
    },
    'carry-answer': (from, body) => {
      const answer = v.safeParse(carryAnswerSchema, body);
      if (!answer.success) return;
      const { leg, sdp } = answer.output;
      ends.all().some((end) => end.takeAnswer(from, leg, sdp));
    },
    'carry-candidates': (from, body) => {
      const parsed = v.safeParse(carryCandidatesSchema, body);
      if (!parsed.success) return;
      const { leg, candidates } = parsed.output;
      if (!ends.all().some((end) => end.takeCandidates(from, leg, candidates)))
        carrier.takeCandidates(from, leg, candidates);
    },
    'carry-asked': (from, body) => {
      const asked = v.safeParse(carryAskedSchema, body);
      if (asked.success) ends.asked(from, asked.output.with);
    },
    'carry-end': (from, body) => {
      const over = v.safeParse(carryEndSchema, body);
      if (!over.success) return;
      const { leg, why } = over.output;
      if (!ends.all().some((end) => end.takeEnd(from, leg, why))) carrier.takeEnd(from, leg);
    },
  };

  scope.add(() => stopTick());
  tick();
  return {
    take: (from, type, body) => {
      if (!scope.signal.aborted && said.has(from)) handlers[type]?.(from, body);
    },
    look,
    outlook: outlook.read,
    forget: (person) => {
      for (const end of ends.all()) end.carrierGone(person);
      look();
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
