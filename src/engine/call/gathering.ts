// Brings peers and people together: a conversation for each peer, an entry in the roster for each person.

import type { PersonId } from '#core/base/ids.ts';
import type { Log } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { PersonState } from '#core/wire/call-messages.ts';
import type { Envelope, Outgoing } from '#core/wire/envelope.ts';
import { limits, protocol } from '#core/wire/limits.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import { createAttendance } from './attendance.ts';
import type { AllPeers } from './carry/all-peers.ts';
import type { CarryDoor, CarryDoorOptions } from './carry/carry-door.ts';
import { callFeature, createConversation, type Conversation } from './conversation.ts';
import type { Greeted, GreetingOptions } from './greeting.ts';
import { createIntroductionDoor } from './introduction-door.ts';
import type { Roster } from './roster.ts';
import { createWishDoor, type WishDoor } from './wishes/wish-door.ts';

export interface GatheringOptions {
  readonly mesh: AllPeers;
  /** Makes the way through others, where there is none. */
  readonly openCarryDoor: (
    ports: Pick<CarryDoorOptions, 'send' | 'addPeer' | 'removePeer' | 'onSource' | 'onWord'>,
  ) => CarryDoor;
  readonly roster: Roster;
  readonly greeting: GreetingOptions;
  readonly media: Pick<MediaPort, 'createStream'>;
  readonly clock: ClockPort;
  readonly log: Log;
  /** What we say of ourselves to somebody, but for whom we see. */
  readonly ownState: (to: PersonId) => Omit<PersonState, 'sees' | 'reaches'>;
  onEnvelope(envelope: Envelope, from: PersonId): void;
  /** Somebody proved who they are. */
  onGreeted(person: PersonId, greeted: Greeted): void;
  /** Somebody who was connected is not any more. */
  onGone(): void;
}

export interface Gathering extends Disposable {
  /** How somebody's pictures are shown here; they are told. */
  readonly setShown: WishDoor['show'];
  /** Whom we carry to each other. */
  readonly carrying: CarryDoor['carrying'];
  /** True while somebody we know of is not connected. */
  readonly isSomebodyMissing: ReadonlySignal<boolean>;
  /** To one person, or to all who speak the message's feature; `call` is spoken by all. */
  send(message: Outgoing, to?: PersonId): void;
  /** Tells everybody what we say of ourselves. */
  sendState(): void;
  sayGoodbye(): void;
}

interface Entry {
  readonly conversation: Conversation;
  readonly scope: Scope;
}

const stateOf = (peer: Peer): Peer['state']['value']['is'] => peer.state.peek().is;

/** Whether there is somebody to look for: nobody is here, a peer is not connected yet, or others see one whom we don't. */
const findMissing = (
  self: PersonId,
  peers: readonly Peer[],
  seenBy: (id: PersonId) => readonly PersonId[],
): boolean => {
  const known = new Set<PersonId>([self]);
  for (const peer of peers) if (stateOf(peer) === 'connected') known.add(peer.person);
  const isTrying = peers.some((peer) => !known.has(peer.person) && stateOf(peer) !== 'over');
  return known.size === 1 || isTrying || [...known].some((id) => seenBy(id).some((seen) => !known.has(seen)));
};

/** Sends to whoever has said hello and speaks the feature. */
const createPost =
  (entries: () => Iterable<Entry>, isSpare: (peer: Peer) => boolean): Gathering['send'] =>
  (message, to) => {
    for (const { conversation } of entries()) {
      if ((to && conversation.peer.person !== to) || isSpare(conversation.peer)) continue;
      const greeted = conversation.greeted();
      const isSpoken = message.feature === callFeature || greeted?.hello.features[message.feature] !== undefined;
      if (greeted && isSpoken) conversation.send(message);
    }
  };

/** Listens to the mesh from now on. */
export const createGathering = (options: GatheringOptions): Gathering => {
  const { mesh, roster, greeting, clock, log } = options;
  const scope = createScope();
  const entries = new Map<Peer, Entry>();
  const isSomebodyMissing = signal(true);
  const send = createPost(
    () => entries.values(),
    (peer) => mesh.isSpare(peer),
  );
  const attendance = createAttendance({ ...options, publicKey: greeting.identity.publicKey });

  const updateMissing = (): void => {
    const seenBy = (id: PersonId): readonly PersonId[] => roster.get(id)?.sees() ?? [];
    isSomebodyMissing.value = findMissing(greeting.identity.person, [...entries.keys()], seenBy);
  };

  /** Whom we are connected to, and whom signaling reaches through us. */
  const ownPeople = (): Pick<PersonState, 'sees' | 'reaches'> => {
    const seen = new Set<PersonId>();
    const reached = new Map<PersonId, string>();
    for (const peer of entries.keys()) {
      if (stateOf(peer) !== 'connected') continue;
      seen.add(peer.person);
      // Nothing goes over two people: whoever is carried to us is not reached through us.
      if (mesh.carrierOf(peer) === undefined) reached.set(peer.person, peer.otherInstance);
    }
    const [sees, reaches] = [[...seen], [...reached]].map((all) => all.slice(0, limits.rosterLength)) as [
      PersonId[],
      [PersonId, string][],
    ];
    return { sees, reaches };
  };
  const fullState = (to: PersonId, people = ownPeople()): PersonState => ({
    ...options.ownState(to),
    ...door.word(),
    ...people,
  });
  const sendOwn = (type: string, body: unknown, to?: PersonId): void =>
    send({ feature: callFeature, type, version: protocol.max, body }, to);
  const sendTo = (to: PersonId, type: string, body: unknown): void => sendOwn(type, body, to);
  /** What each was told last: in a full room there is much occasion to say the same again. */
  const told = new Map<PersonId, string>();
  const sendState = (): void => {
    const people = ownPeople();
    for (const to of new Set([...entries.keys()].map(({ person }) => person))) {
      const state = fullState(to, people);
      const news = JSON.stringify({ ...state, inCallMs: 0 });
      if (told.get(to) === news) continue;
      told.set(to, news);
      sendOwn('state', state, to);
    }
  };

  const introductions = createIntroductionDoor({
    self: greeting.identity.person,
    clock,
    log,
    scope,
    instanceOf: mesh.directInstance,
    send: sendTo,
    addLink: mesh.addLink,
  });
  const door = scope.use(
    options.openCarryDoor({
      send: sendTo,
      addPeer: (peer) => add(peer),
      removePeer: (peer) => remove(peer),
      onSource: (peer) => attendance.show(peer, peer.state.peek()),
      onWord: sendState,
    }),
  );
  const wishes = createWishDoor({ mesh, clock, log, scope, send: sendTo });
  const takeEnvelope = (envelope: Envelope, peer: Peer): void => {
    const { feature, type, body } = envelope;
    const isForUs = feature === callFeature && /^(pass|carry|wish)/.test(type);
    if (!isForUs) options.onEnvelope(envelope, peer.person);
    // What goes over two people is for neither. So is a wish: a pair that is carried sends as if nobody had any. What one of
    // them hides must not stop what the carrier passes on, and the carrier's own wishes are about its own connections alone.
    else if (mesh.carrierOf(peer) !== undefined) return;
    else if (type === 'pass') introductions.takePass(peer.person, body);
    else if (type === 'passed') introductions.takePassed(peer.person, body);
    else if (type === 'wish') wishes.take(peer, body);
    else door.take(peer.person, type, body);
  };

  /** What those to whom we are connected ourselves say of whom they reach. */
  const tellOf = (peer: Peer, state: PersonState): void => {
    if (mesh.carrierOf(peer) !== undefined) return;
    introductions.tell(peer.person, state.reaches ?? []);
    door.tell(peer.person, state);
  };

  const converse = (peer: Peer): Conversation =>
    createConversation({
      peer,
      greeting,
      ownState: () => fullState(peer.person),
      clock,
      log,
      onGreeted: (greeted) => {
        attendance.welcome(peer, greeted);
        mesh.wantPicture(peer, greeted.hello.state.wants ?? 'full');
        wishes.greeted(peer);
        options.onGreeted(peer.person, greeted);
        tellOf(peer, greeted.hello.state);
        told.delete(peer.person);
        sendState();
        updateMissing();
      },
      onState: (state) => {
        attendance.tell(peer, state);
        mesh.wantPicture(peer, state.wants ?? 'full');
        tellOf(peer, state);
        updateMissing();
      },
      onEnvelope: (envelope) => takeEnvelope(envelope, peer),
      onProblem: (error) => attendance.problem(peer, error),
    });

  const add = (peer: Peer): void => {
    const own = createScope();
    entries.set(peer, { conversation: own.use(converse(peer)), scope: own });
    let wasBroken = false;
    const follow = (state: Peer['state']['value']): void => {
      attendance.show(peer, state);
      if (state.is === 'over' && state.why === 'left') mesh.retire(peer);
      const isGone = mesh.directInstance(peer.person) === undefined;
      if ((state.is === 'over' || state.is === 'waiting') && isGone) {
        introductions.forget(peer.person);
        door.forget(peer.person);
      } else door.look();
      // Whoever believes that we reach this one would ask us to carry them; and what was said meanwhile does not count this one in.
      const isBroken = state.is === 'reconnecting';
      // The first time they are told once they are greeted.
      if (isBroken || (wasBroken && state.is === 'connected')) sendState();
      wasBroken = isBroken;
      updateMissing();
    };
    own.add(peer.onTracks.on(() => attendance.expect(peer)));
    own.add(
      effect(() => {
        const state = peer.state.value;
        // The first state of a peer says nothing yet.
        if (state.is !== 'waiting' || state.failures > 0) untracked(() => follow(state));
      }),
    );
  };

  const remove = (peer: Peer): void => {
    entries.get(peer)?.scope[Symbol.dispose]();
    entries.delete(peer);
    told.delete(peer.person);
    attendance.forget(peer);
    updateMissing();
  };

  scope.add(mesh.onPeer.on(add));
  scope.add(mesh.onPeerGone.on(remove));
  scope.add(() => entries.forEach((entry) => entry.scope[Symbol.dispose]()));
  return {
    carrying: door.carrying,
    setShown: wishes.show,
    isSomebodyMissing,
    send,
    sendState,
    sayGoodbye: () => sendOwn('bye', {}),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
