// The call: wires rendezvous, mesh, media, security and features together; none of them knows another.

import type { PersonId } from '#core/base/ids.ts';
import type { Log } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { EncodePort } from '#core/ports/encode.ts';
import type { ForwardPort } from '#core/ports/forward.ts';
import type { Rendezvous } from '#core/ports/link.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { NetPort } from '#core/ports/net.ts';
import type { PressurePort } from '#core/ports/pressure.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import type { StorePort } from '#core/ports/store.ts';
import type { PersonState } from '#core/wire/call-messages.ts';
import { displayText } from '#core/wire/display-text.ts';
import { limits } from '#core/wire/limits.ts';
import { createLocalMedia, type LocalMediaModel } from '#engine/media/local-media.ts';
import { planIce, type IceServers } from '#engine/mesh/ice-plan.ts';
import { createMesh } from '#engine/mesh/mesh.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import type { LoadLadders } from '#engine/mesh/relief.ts';
import type { Identity } from '#engine/security/identity.ts';
import { createLinkEnd } from '#engine/signaling/link-end.ts';
import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { Call, CallState, Feature, Participant } from './api.ts';
import { wrapSignal } from './conversation.ts';
import { createAllPeers } from './carry/all-peers.ts';
import { createCarryDoor } from './carry/carry-door.ts';
import { createFeatureRunner } from './feature-host.ts';
import { createHelping, type HelpingModel } from './helping.ts';
import { createDataUse, pictureWishOf, type DataUseModel } from './data-use.ts';
import type { EncodingReader } from './encoding-report.ts';
import { createGathering } from './gathering.ts';
import { createLateDiagnosis } from './late-diagnosis.ts';
import { createListening } from './listening.ts';
import { presentMedia } from './own-media.ts';
import { createMeasuring, loadFigures } from './measuring.ts';
import { createRoster, type Roster } from './roster.ts';
import { createWayWatch } from './way-watch.ts';

export interface CallOptions {
  readonly identity: Identity;
  /** Random for this page load and call; the rendezvous announces the same. */
  readonly instance: string;
  /** RoomKeys.bindingId. */
  readonly room: Uint8Array<ArrayBuffer>;
  readonly rendezvous: Rendezvous;
  readonly rtc: RtcPort;
  readonly forward: ForwardPort;
  /** Undefined where each connection is to encode for itself. */
  readonly encode?: EncodePort | undefined;
  readonly pressure?: PressurePort | undefined;
  readonly media: MediaPort;
  readonly clock: ClockPort;
  readonly store: StorePort;
  readonly net: NetPort;
  readonly log: Log;
  /** Servers for finding paths, and whether to hide behind them; may change at any time. */
  readonly ice: ReadonlySignal<IceServers>;
  /** The app's version, told to others. */
  readonly app: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- features of all kinds stand in one list
  readonly features: readonly Feature<any>[];
  readonly isInAnotherWindow: ReadonlySignal<boolean>;
  readonly loadLadders?: LoadLadders;
}

/** A mesh of pictures gets slow above about eight people (research/limits.md 1.2); from here on the screen says so. */
const crowdedPeople = 12;
/** Time for the last words to leave before the connections close. */
const goodbyeMs = 150;
/** How many people a newcomer asks for what was said before. */
const maxLateAsks = 2;

/** The remembered name, and how to change it. */
const createName = (store: StorePort, aborted: () => boolean) => {
  const name = signal('');
  let isSet = false;
  void store.get('name').then((kept) => {
    if (!isSet && !aborted() && typeof kept === 'string') name.value = displayText(kept, limits.nameLength);
  });
  const setName = (text: string): void => {
    isSet = true;
    name.value = displayText(text, limits.nameLength);
    void store.set('name', name.peek());
  };
  return { name, setName };
};

/** What the others are told of a screen that we share. */
const sharedScreen = ({ screen }: LocalMediaModel): Pick<PersonState, 'screen'> => {
  const state = screen.state.peek();
  return state.is === 'on' ? { screen: { content: state.content, sound: state.hasSound } } : {};
};

/** Whoever sends no picture is seen as somebody without; not by their own choice, and the receiver is told. */
const sentCamera = ({ localMedia, dataUse }: Parts, isPaused: boolean): Pick<PersonState, 'camera' | 'paused'> => {
  const isMeant = localMedia.camera.state.peek().is === 'on' && dataUse.use.peek() !== 'sound-only';
  return isMeant && isPaused ? { camera: false, paused: true } : { camera: isMeant };
};

/** What belongs together from the green room to the end. */
interface Parts {
  readonly name: ReadonlySignal<string>;
  readonly roster: Roster;
  readonly localMedia: LocalMediaModel;
  readonly dataUse: DataUseModel;
  readonly helping: HelpingModel;
  /** How long we have been in the call. */
  readonly inCallMs: () => number;
}

/** The people side: mesh, gathering and features, each knowing the others only by what it is given. */
const createPeople = (options: CallOptions, parts: Parts, scope: Scope) => {
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

/** What happens on one side and must be known on another. */
const connectParts = (
  { rendezvous, net, identity }: CallOptions,
  { name, roster, localMedia, dataUse, helping }: Parts,
  { mesh, gathering }: Pick<ReturnType<typeof createPeople>, 'mesh' | 'gathering'>,
  scope: Scope,
): void => {
  scope.use(rendezvous);
  scope.add(rendezvous.onLink.on((link) => mesh.addLink(link)));
  rendezvous.setPresent(() => {
    const isThere = ({ connection }: Participant): boolean =>
      ['connected', 'reconnecting'].includes(connection.peek().is);
    const others = roster.people.peek().filter(isThere);
    const self = { id: identity.person, name: name.peek() };
    return [self, ...others.map((person) => ({ id: person.id, name: person.name.peek() }))];
  });
  scope.add(effect(() => rendezvous.setOpening(mesh.openOffer.value)));
  scope.add(effect(() => rendezvous.setSearching(gathering.isSomebodyMissing.value)));
  for (const place of ['microphone', 'camera'] as const) {
    scope.add(effect(() => mesh.setTrack(place, localMedia[place].track.value)));
    scope.add(localMedia[place].onReplaced.on((label) => roster.notify({ is: 'replaced', kind: place, name: label })));
  }
  scope.add(
    localMedia.onSpeakerReplaced.on((label) => roster.notify({ is: 'replaced', kind: 'speaker', name: label })),
  );
  // Another content is the same track, sent another way.
  scope.add(
    effect(() => {
      void localMedia.screen.state.value;
      mesh.setTrack('screen', localMedia.screen.picture.value);
    }),
  );
  scope.add(effect(() => mesh.setTrack('screen-sound', localMedia.screen.sound.value)));
  scope.add(effect(() => mesh.offerPicture(pictureWishOf(dataUse.use.value))));
  scope.add(
    effect(() => {
      const { microphone, camera, screen } = localMedia;
      void [name.value, microphone.state.value, camera.state.value, screen.state.value, roster.people.value];
      void [dataUse.use.value, mesh.pausedFor.value, helping.isOn.value];
      untracked(() => gathering.sendState());
    }),
  );
  scope.add(net.onNetworkChange.on(() => mesh.networkChanged()));
  scope.use(
    createWayWatch({
      relays: rendezvous.relays,
      people: roster.people,
      onSilence: () => rendezvous.check(),
      onWayOpened: (isBack) => mesh.wayOpened(isBack),
    }),
  );
  // Not an end for the person: after a reload the same seat is taken again.
  scope.add(net.onPageHide.on(() => gathering.sayGoodbye()));
};

/** A call in the green room. Nothing is announced before `join`. */
export const createCall = (options: CallOptions): Call => {
  const { identity, rendezvous, clock, store, log } = options;
  const scope = createScope();
  const state = signal<CallState>({ is: 'green-room' });
  const { name, setName } = createName(store, () => scope.signal.aborted);
  const dataUse = createDataUse(store);
  const helping = createHelping(store);
  const roster = createRoster({
    report: (id) => people.measuring.report(id),
    journal: (id) => people.diagnosis.journal(id),
    isPictureWanted: computed(() => pictureWishOf(dataUse.use.value) !== 'none'),
  });
  const localMedia = scope.use(createLocalMedia({ ...options, log: log.area('media') }));
  const inCallMs = (): number => {
    const now = state.peek();
    return now.is === 'joined' ? Math.max(0, Math.round(clock.nowMs() - now.sinceMs)) : 0;
  };
  const parts: Parts = { name, roster, localMedia, dataUse, helping, inCallMs };
  const people = createPeople(options, parts, scope);
  connectParts(options, parts, people, scope);
  const isPictureSent = computed(() => localMedia.camera.state.value.is === 'on' && dataUse.use.value !== 'sound-only');
  const listening = scope.use(createListening({ roster, mesh: people.mesh, clock }));

  let encoding: EncodingReader | undefined;
  const openEncoding = async (): Promise<EncodingReader> =>
    (await loadFigures()).openEncodingReader({ mesh: people.mesh, roster, clock });
  const end = (): void => {
    const before = state.peek();
    if (before.is === 'ended') return;
    people.gathering.sayGoodbye();
    state.value = { is: 'ended', durationMs: inCallMs() };
    localMedia[Symbol.dispose]();
    log.info('ended');
    if (before.is === 'green-room') scope[Symbol.dispose]();
    else clock.after(goodbyeMs, () => scope[Symbol.dispose]());
  };

  return {
    selfId: identity.person,
    state,
    name,
    setName,
    media: presentMedia(options.media, localMedia),
    people: roster.people,
    relays: rendezvous.relays,
    notices: roster.notices,
    speaker: listening.speaker,
    present: rendezvous.present,
    dataUse: dataUse.use,
    setDataUse: dataUse.set,
    ownPicture: computed(() => (isPictureSent.value ? people.mesh.picture.value : { is: 'full' })),
    encoding: async () => (encoding ??= await openEncoding()).read(),
    setShown: people.gathering.setShown,
    carrying: people.gathering.carrying,
    isHelping: helping.isOn,
    setHelping: helping.set,
    isInAnotherWindow: options.isInAnotherWindow,
    isCrowded: computed(() => roster.people.value.length + 1 > crowdedPeople),
    join: () => {
      if (state.peek().is !== 'green-room') return;
      state.value = { is: 'joined', sinceMs: clock.nowMs() };
      log.info('join');
      people.mesh.sendOpenOffer();
      rendezvous.join();
    },
    leave: end,
    feature: <M extends Disposable>(feature: Feature<M>) => people.features.model(feature),
    log,
    [Symbol.dispose]: end,
  };
};
