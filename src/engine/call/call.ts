// The call: wires rendezvous, mesh, media, security and features together; none of them knows another.

import { createScope, type Scope } from '#core/base/scope.ts';
import type { StorePort } from '#core/ports/store.ts';
import { displayText } from '#core/wire/display-text.ts';
import { limits } from '#core/wire/limits.ts';
import { createLocalMedia } from '#engine/media/local-media.ts';
import { computed, effect, signal, untracked } from '@preact/signals-core';
import type { Call, CallState, Feature, Participant } from './api.ts';
import type { CallOptions, CallParts } from './call-options.ts';
import { createDataUse, pictureWishOf } from './data-use.ts';
import type { EncodingReader } from './encoding-report.ts';
import { createHelping } from './helping.ts';
import { createListening } from './listening.ts';
import { loadFigures } from './measuring.ts';
import { presentMedia } from './own-media.ts';
import { createPeople, type PeopleSide } from './people-side.ts';
import { createRoster } from './roster.ts';
import { createWayWatch } from './way-watch.ts';

/** A mesh of pictures gets slow above about eight people (research/limits.md 1.2); from here on the screen says so. */
const crowdedPeople = 12;
/** Time for the last words to leave before the connections close. */
const goodbyeMs = 150;
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

/** What happens on one side and must be known on another. */
const connectParts = (
  { rendezvous, net, identity }: CallOptions,
  { name, roster, localMedia, dataUse, helping }: CallParts,
  { mesh, gathering }: Pick<PeopleSide, 'mesh' | 'gathering'>,
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
  const parts: CallParts = { name, roster, localMedia, dataUse, helping, inCallMs };
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
