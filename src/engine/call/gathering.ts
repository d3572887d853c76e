// Brings peers and people together: a conversation for each peer, an entry in the roster for each person.

import type { PersonId } from '#core/base/ids.ts';
import type { Log } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { PersonState } from '#core/wire/call-messages.ts';
import type { Envelope, Outgoing } from '#core/wire/envelope.ts';
import { limits, protocol } from '#core/wire/limits.ts';
import type { Mesh } from '#engine/mesh/mesh.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import { createAttendance } from './attendance.ts';
import { callFeature, createConversation, type Conversation } from './conversation.ts';
import type { Greeted, GreetingOptions } from './greeting.ts';
import { createIntroductions } from './introductions.ts';
import type { Roster } from './roster.ts';

export interface GatheringOptions {
  readonly mesh: Mesh;
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
  (entries: () => Iterable<Entry>): Gathering['send'] =>
  (message, to) => {
    for (const { conversation } of entries()) {
      if (to && conversation.peer.person !== to) continue;
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
  const send = createPost(() => entries.values());
  const attendance = createAttendance({ ...options, publicKey: greeting.identity.publicKey });

  const updateMissing = (): void => {
    const seenBy = (id: PersonId): readonly PersonId[] => roster.get(id)?.sees() ?? [];
    isSomebodyMissing.value = findMissing(greeting.identity.person, [...entries.keys()], seenBy);
  };

  const fullState = (to: PersonId): PersonState => {
    const reached = new Map<PersonId, string>();
    for (const peer of entries.keys()) if (stateOf(peer) === 'connected') reached.set(peer.person, peer.otherInstance);
    const reaches = [...reached].slice(0, limits.rosterLength);
    return { ...options.ownState(to), sees: reaches.map(([person]) => person), reaches };
  };
  const sendOwn = (type: string, body: unknown, to?: PersonId): void =>
    send({ feature: callFeature, type, version: protocol.max, body }, to);
  const sendState = (): void => {
    for (const to of new Set([...entries.keys()].map(({ person }) => person))) sendOwn('state', fullState(to), to);
  };

  const introductions = scope.use(
    createIntroductions({
      self: greeting.identity.person,
      clock,
      log,
      instanceOf: (person) => mesh.peersOf(person).find((peer) => stateOf(peer) === 'connected')?.otherInstance,
      send: (to, type, body) => sendOwn(type, body, to),
      addLink: mesh.addLink,
    }),
  );
  const takeEnvelope = (envelope: Envelope, from: PersonId): void => {
    if (envelope.feature === callFeature && envelope.type === 'pass') introductions.takePass(from, envelope.body);
    else if (envelope.feature === callFeature && envelope.type === 'passed')
      introductions.takePassed(from, envelope.body);
    else options.onEnvelope(envelope, from);
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
        options.onGreeted(peer.person, greeted);
        introductions.tell(peer.person, greeted.hello.state.reaches ?? []);
        sendState();
        updateMissing();
      },
      onState: (state) => {
        attendance.tell(peer, state);
        mesh.wantPicture(peer, state.wants ?? 'full');
        introductions.tell(peer.person, state.reaches ?? []);
        updateMissing();
      },
      onEnvelope: (envelope) => takeEnvelope(envelope, peer.person),
      onProblem: (error) => attendance.problem(peer, error),
    });

  const add = (peer: Peer): void => {
    const own = createScope();
    entries.set(peer, { conversation: own.use(converse(peer)), scope: own });
    let wasBroken = false;
    const follow = (state: Peer['state']['value']): void => {
      attendance.show(peer, state);
      if (state.is === 'over' && state.why === 'left') mesh.retire(peer);
      const isGone = !mesh.peersOf(peer.person).some((each) => stateOf(each) === 'connected');
      if ((state.is === 'over' || state.is === 'waiting') && isGone) introductions.forget(peer.person);
      // What was said while the path was broken did not count them in.
      if (state.is === 'connected' && wasBroken) sendState();
      wasBroken = state.is === 'reconnecting';
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

  scope.add(mesh.onPeer.on(add));
  scope.add(
    mesh.onPeerGone.on((peer) => {
      entries.get(peer)?.scope[Symbol.dispose]();
      entries.delete(peer);
      attendance.forget(peer);
      updateMissing();
    }),
  );
  scope.add(() => entries.forEach((entry) => entry.scope[Symbol.dispose]()));
  return {
    isSomebodyMissing,
    send,
    sendState,
    sayGoodbye: () => sendOwn('bye', {}),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
