// The people side of a call: mesh, gathering and features, each knowing the others only by what it is given.

import type { PersonId } from '#core/base/ids.ts';
import type { Scope } from '#core/base/scope.ts';
import type { PersonState } from '#core/wire/call-messages.ts';
import type { LocalMediaModel } from '#engine/media/local-media.ts';
import { planIce } from '#engine/mesh/ice-plan.ts';
import { createMesh } from '#engine/mesh/mesh.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import { createLinkEnd } from '#engine/signaling/link-end.ts';
import { computed } from '@preact/signals-core';
import type { CallOptions, CallParts } from './call-options.ts';
import { createAllPeers, type AllPeers } from './carry/all-peers.ts';
import { createCarryDoor } from './carry/carry-door.ts';
import { wrapSignal } from './conversation.ts';
import { pictureWishOf } from './data-use.ts';
import { createFeatureRunner, type FeatureRunner } from './feature-host.ts';
import { createGathering, type Gathering } from './gathering.ts';
import { createLateDiagnosis, type LateDiagnosis } from './late-diagnosis.ts';
import { createMeasuring, type Measuring } from './measuring.ts';

export interface PeopleSide {
  readonly mesh: AllPeers;
  readonly gathering: Gathering;
  readonly features: FeatureRunner;
  readonly measuring: Measuring;
  readonly diagnosis: LateDiagnosis;
}

/** How many people a newcomer asks for what was said before. */
const maxLateAsks = 2;

/** What the others are told of a screen that we share. */
const sharedScreen = ({ screen }: LocalMediaModel): Pick<PersonState, 'screen'> => {
  const state = screen.state.peek();
  return state.is === 'on' ? { screen: { content: state.content, sound: state.hasSound } } : {};
};

/** Whoever sends no picture is seen as somebody without; not by their own choice, and the receiver is told. */
const sentCamera = ({ localMedia, dataUse }: CallParts, isPaused: boolean): Pick<PersonState, 'camera' | 'paused'> => {
  const isMeant = localMedia.camera.state.peek().is === 'on' && dataUse.use.peek() !== 'sound-only';
  return isMeant && isPaused ? { camera: false, paused: true } : { camera: isMeant };
};

/** Nobody yet. */
export const createPeople = (options: CallOptions, parts: CallParts, scope: Scope): PeopleSide => {
  const { name, roster, localMedia, dataUse, helping, inCallMs } = parts;
  const { identity, clock, log } = options;
  let lateAsks = 0;
  const base = { ...options, self: identity.person, log: log.area('mesh') };
  const ice = computed(() => planIce(options.ice.value));
  const mesh = createAllPeers(scope.use(createMesh({ ...base, ice, wrapSignal })));
  const spoken = Object.fromEntries(options.features.map(({ id, version }) => [id, version]));
  const gathering = scope.use(
    createGathering({
      mesh,
      openCarryDoor: (ports) =>
        createCarryDoor({
          ...base,
          ...ports,
          ice: () => ice.peek(),
          peers: mesh,
          createLinkEnd,
          isWilling: () => options.forward.canForward && helping.isOn.peek(),
        }),
      roster,
      greeting: { identity, room: options.room, app: options.app, features: spoken },
      media: options.media,
      clock,
      log: log.area('call'),
      ownState: (to) => ({
        name: name.peek(),
        microphone: localMedia.microphone.state.peek().is === 'on',
        ...sentCamera(parts, mesh.pausedFor.peek().includes(to)),
        ...sharedScreen(localMedia),
        inCallMs: inCallMs(),
        wants: pictureWishOf(dataUse.use.peek()),
      }),
      onEnvelope: (envelope, from) => features.take(envelope, from),
      onGreeted: (person, { hello }) => {
        features.compareSoon();
        // A newcomer does not wait for that: somebody who was here before is asked at once.
        if (lateAsks >= maxLateAsks || hello.state.inCallMs <= inCallMs()) return;
        lateAsks += 1;
        features.askLate(person);
      },
      // Their last words may have reached only some of us.
      onGone: () => features.compareSoon(),
    }),
  );
  const features = scope.use(
    createFeatureRunner(options.features, {
      ...options,
      self: identity.person,
      selfName: name,
      people: roster.people,
      log: log.area('feature'),
      send: gathering.send,
    }),
  );
  const connectedPeer = (id: PersonId): Peer | undefined =>
    mesh.peersOf(id).find(({ state }) => state.peek().is === 'connected');
  const measuring = scope.use(
    createMeasuring({
      roster,
      sample: async (id) => connectedPeer(id)?.measure(),
      onLook: (id, sample) => {
        const peer = connectedPeer(id);
        if (peer) mesh.relieve(peer, sample);
      },
      clock,
    }),
  );
  // Of several page loads the one that is there, else the newest, which is still to come.
  const notesOf = (id: PersonId) => {
    const peers = mesh.peersOf(id);
    return (peers.find(({ state }) => state.peek().is === 'connected') ?? peers.at(-1))?.journal();
  };
  const diagnosis = scope.use(
    createLateDiagnosis({
      roster,
      notesOf,
      relays: () => options.rendezvous.relays.peek(),
      iceServers: () => [...options.ice.peek().stunServers, ...options.ice.peek().turnServers],
      isOnline: options.net.isOnline,
      clock,
    }),
  );
  return { mesh, gathering, features, measuring, diagnosis };
};
