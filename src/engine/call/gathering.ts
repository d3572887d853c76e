// Brings peers and people together: a conversation for each peer, an entry in the roster for each person.

import type { AppError } from '#core/base/errors.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { Log } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { MediaPort } from '#core/ports/media.ts';
import { toBase64 } from '#core/base/bytes.ts';
import type { PersonState } from '#core/wire/call-messages.ts';
import type { Envelope, Outgoing } from '#core/wire/envelope.ts';
import { limits, protocol } from '#core/wire/limits.ts';
import type { Mesh } from '#engine/mesh/mesh.ts';
import type { NegotiationState } from '#engine/mesh/negotiation.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import { callFeature, createConversation, type Conversation } from './conversation.ts';
import type { Greeted, GreetingOptions } from './greeting.ts';
import { connectionStateOf, type Roster } from './roster.ts';

export interface GatheringOptions {
  readonly mesh: Mesh;
  readonly roster: Roster;
  readonly greeting: GreetingOptions;
  readonly media: Pick<MediaPort, 'createStream'>;
  readonly clock: ClockPort;
  readonly log: Log;
  /** What we say of ourselves, but for whom we see. */
  readonly ownState: () => Omit<PersonState, 'sees'>;
  onEnvelope(envelope: Envelope, from: PersonId): void;
  /** Somebody proved who they are. */
  onGreeted(person: PersonId, greeted: Greeted): void;
  /** Somebody who was connected is not any more. */
  onGone(person: PersonId): void;
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
  /** The latest attempt, or the one before it, got an answer: somebody is there. */
  wasAnswered: boolean;
  wasConnected: boolean;
  wasCalling: boolean;
}

/** Listens to the mesh from now on. */
export const createGathering = (options: GatheringOptions): Gathering => {
  const { mesh, roster, clock, log } = options;
  const scope = createScope();
  const entries = new Map<Peer, Entry>();
  const isSomebodyMissing = signal(true);

  const connected = (): Entry[] =>
    [...entries.values()].filter(({ conversation }) => conversation.peer.state.peek().is === 'connected');

  const fullState = (): PersonState => ({
    ...options.ownState(),
    sees: connected()
      .map(({ conversation }) => conversation.peer.person)
      .slice(0, limits.rosterLength),
  });

  const send: Gathering['send'] = (message, to) => {
    for (const { conversation } of entries.values()) {
      const { peer } = conversation;
      if (to && peer.person !== to) continue;
      const greeted = conversation.greeted();
      const isSpoken = message.feature === callFeature || greeted?.hello.features[message.feature] !== undefined;
      if (greeted && isSpoken) conversation.send(message);
    }
  };

  const sendOwn = (type: string, body: unknown): void =>
    send({ feature: callFeature, type, version: protocol.max, body });
  const sendState = (): void => sendOwn('state', fullState());

  const updateMissing = (): void => {
    const known = new Set<PersonId>([options.greeting.identity.person]);
    for (const { conversation } of connected()) known.add(conversation.peer.person);
    const others = [...known].flatMap((id) => roster.get(id)?.sees() ?? []);
    const isTrying = [...entries.values()].some(({ conversation }) => {
      const { is } = conversation.peer.state.peek();
      return is !== 'connected' && is !== 'over';
    });
    isSomebodyMissing.value = known.size === 1 || isTrying || others.some((id) => !known.has(id));
  };

  const showStream = (peer: Peer): void => {
    const tracks = (['microphone', 'camera'] as const).flatMap((place) => peer.receivedTrack(place) ?? []);
    roster.get(peer.person)?.setStream(options.media.createStream(tracks));
  };

  const takeAway = (peer: Peer, entry: Entry, is: 'left' | 'lost'): void => {
    const name = roster.get(peer.person)?.participant.name.peek() ?? '';
    roster.remove(peer.person);
    if (entry.wasConnected) {
      roster.notify({ is, name, id: peer.person });
      options.onGone(peer.person);
    }
    entry.wasConnected = false;
    entry.wasAnswered = false;
  };

  const show = (peer: Peer, entry: Entry, state: NegotiationState): void => {
    if (state.is === 'connecting') entry.wasAnswered = true;
    if (state.is === 'waiting' && entry.wasCalling) entry.wasAnswered = false;
    entry.wasCalling = state.is === 'calling';
    const isLost = entry.wasConnected && (state.is === 'waiting' || (state.is === 'over' && state.why === 'lost'));
    const connection = connectionStateOf(state, entry.wasAnswered);
    if (isLost || !connection) takeAway(peer, entry, isLost || state.is !== 'over' ? 'lost' : 'left');
    else roster.ensure(peer.person, clock.nowMs()).setConnection(connection);
    if (state.is === 'over' && state.why === 'left') mesh.retire(peer);
    updateMissing();
  };

  const greeted = (peer: Peer, entry: Entry, { hello, device }: Greeted): void => {
    const model = roster.ensure(peer.person, clock.nowMs());
    model.setState(hello.state);
    model.setJoinedAt(clock.nowMs() - hello.state.inCallMs);
    model.setSameDevice(device === toBase64(options.greeting.identity.publicKey));
    roster.sort();
    showStream(peer);
    if (!entry.wasConnected) roster.notify({ is: 'arrived', name: hello.state.name, id: peer.person });
    entry.wasConnected = true;
    options.onGreeted(peer.person, { hello, device });
    sendState();
    updateMissing();
  };

  const problem = (peer: Peer, error: AppError): void => {
    const name = roster.get(peer.person)?.participant.name.peek() ?? '';
    roster.notify({ is: 'problem', error, name });
  };

  const add = (peer: Peer): void => {
    const own = createScope();
    const conversation = own.use(
      createConversation({
        peer,
        greeting: options.greeting,
        ownState: fullState,
        clock,
        log,
        onGreeted: (result) => greeted(peer, entry, result),
        onState: (state) => {
          roster.get(peer.person)?.setState(state);
          updateMissing();
        },
        onEnvelope: (envelope) => options.onEnvelope(envelope, peer.person),
        onProblem: (error) => problem(peer, error),
      }),
    );
    // A reload brings a new peer for a person whose tile is still there: it stays, and says that it is coming back.
    const isKnown = roster.get(peer.person) !== undefined;
    const entry: Entry = { conversation, scope: own, wasAnswered: isKnown, wasConnected: isKnown, wasCalling: false };
    entries.set(peer, entry);
    own.add(
      effect(() => {
        const state = peer.state.value;
        // The first state of a peer says nothing yet.
        if (state.is === 'waiting' && state.failures === 0) return;
        untracked(() => show(peer, entry, state));
      }),
    );
  };

  scope.add(mesh.onPeer.on(add));
  scope.add(
    mesh.onPeerGone.on((peer) => {
      const entry = entries.get(peer);
      entry?.scope[Symbol.dispose]();
      entries.delete(peer);
      // Over, and not replaced by the person's next page load: the tile of one that was refused goes, too.
      if (entry && peer.state.peek().is === 'over') roster.remove(peer.person);
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
