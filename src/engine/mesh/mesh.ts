// All peers: one for each person, made when a link to them appears, replaced when they reload.

import type { PersonId } from '#core/base/ids.ts';
import { computed, effect, untracked, type ReadonlySignal } from '@preact/signals-core';
import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import { createEmitter, type News } from '#core/base/emitter.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { EncodePort } from '#core/ports/encode.ts';
import type { Link } from '#core/ports/link.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { PressurePort } from '#core/ports/pressure.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import type { CameraLimits } from './camera-limits.ts';
import type { PictureWish } from './camera-share.ts';
import { createConnection, type Connection } from './connection.ts';
import type { IcePlan } from './ice-plan.ts';
import { createMeantPictures } from './meant-pictures.ts';
import { noTracks, type LocalTracks, type MediaPlace } from './media-lines.ts';
import { createOpenOffer, isToTake } from './open-offer.ts';
import { createPeerBook } from './peer-book.ts';
import { createPeer, type Peer } from './peer.ts';
import { createRelief, type LoadLadders, type OwnPicture } from './relief.ts';
import type { Sharing } from './sharing.ts';
import { createSharingDoor } from './sharing-door.ts';
import { createSpare } from './spare.ts';
import type { StatsSample } from './stats-sample.ts';

export interface MeshOptions {
  readonly self: PersonId;
  readonly instance: string;
  readonly rtc: RtcPort;
  readonly media: Pick<MediaPort, 'createStream'>;
  /** Servers for finding paths, as they are known now: what changes counts for whatever is tried next. */
  readonly ice: ReadonlySignal<IcePlan>;
  readonly clock: ClockPort;
  readonly log: Log;
  readonly wrapSignal: (text: string) => string;
  /** What encodes a picture once for everybody; undefined: each connection does so for itself. */
  readonly encode?: EncodePort | undefined;
  readonly pressure?: PressurePort | undefined;
  /** How the ladders come that give way to pressure; by themselves where absent. */
  readonly loadLadders?: LoadLadders;
}

export interface Mesh extends Disposable {
  /** A new page load of a person; the one before it stays until this one has proved who it is. */
  readonly onPeer: News<Peer>;
  /** A peer is gone for good: replaced by the person's next page load, or over. */
  readonly onPeerGone: News<Peer>;
  /** All page loads of a person: one, but for the moments of a reload. */
  peersOf(person: PersonId): readonly Peer[];
  /** What the first announcement offers to whoever is there already; undefined while nothing is ready. */
  readonly openOffer: ReadonlySignal<string | undefined>;
  /** The first announcement goes out in this moment. */
  sendOpenOffer(): void;
  addLink(link: Link): void;
  setTrack(place: MediaPlace, track: MediaStreamTrack | null): void;
  /** What we send to everybody at this moment. */
  tracks(): LocalTracks;
  /** What encodes once for everybody, while that is loaded. */
  sharing(): Sharing | undefined;
  /** How large the camera is sent to this one. */
  limitsFor(peer: Peer): CameraLimits;
  /** How much of the camera we want to give to anybody. */
  offerPicture(wish: PictureWish): void;
  /** How much of it somebody wants. */
  wantPicture(peer: Peer, wish: PictureWish): void;
  /** As small as they show it, our camera is enough for them; undefined: they have not said. */
  showPicture(peer: Peer, shown: CameraLimits | undefined): void;
  /** Looks at what goes over the connection to somebody: the camera gives way where something is in its way, and lost sound is waited for. */
  relieve(peer: Peer, sample: StatsSample): void;
  /** What becomes of our picture for most of the others. */
  readonly picture: ReadonlySignal<OwnPicture>;
  /** To whom no picture goes, because something is in the way. */
  readonly pausedFor: ReadonlySignal<readonly PersonId[]>;
  /** Forgets a person's page load: nothing of it is listened to any more. */
  retire(peer: Peer): void;
  /** This one has proved who it is: the person's other page loads are over. */
  retireOthers(proved: Peer): void;
  networkChanged(): void;
  /** A relay is there: what could not be said can be now. `isBack`: it was there before. */
  wayOpened(isBack: boolean): void;
}

const tickMs = 500;
/** Whoever is missed is back from the first sign on: looked for so often. */
const missingTickMs = 100;

/** Nobody has answered, or not lately. */
const isIdle = (peer: Peer): boolean => ['waiting', 'calling', 'over'].includes(peer.state.peek().is);

/** An empty mesh that prepares its first connection. */
export const createMesh = (options: MeshOptions): Mesh => {
  const { self, instance, clock, log } = options;
  const scope = createScope();
  const book = createPeerBook<Peer>();
  const onPeer = createEmitter<Peer>((error) => log.error('peer-handler', { reason: reasonOf(error) }));
  const onPeerGone = createEmitter<Peer>((error) => log.error('peer-gone-handler', { reason: reasonOf(error) }));
  const streams = { person: options.media.createStream([]), screen: options.media.createStream([]) };
  let tracks: LocalTracks = noTracks;

  const applyLimits = (only?: Peer): void => {
    if (only) return only.limitCamera(limitsFor(only));
    for (const peer of book.all()) peer.limitCamera(limitsFor(peer));
    for (const connection of waiting()) void connection.limitCamera(limitsFor());
  };
  const meant = createMeantPictures<Peer>(applyLimits);
  const relief = createRelief<Peer>({
    clock,
    log,
    meantFor: (peer) => ({ ...meant.limits(peer), ...(!tracks.camera && { isPaused: true }) }),
    onMoved: applyLimits,
    load: options.loadLadders,
  });
  const limitsFor = (peer?: Peer): CameraLimits => relief.limit(meant.limits(peer), peer);
  const ice = (): IcePlan => options.ice.peek();
  const open = () => createConnection({ ...options, ice, tracks, streams, cameraLimits: limitsFor() });
  const spare = scope.use(createSpare(open, clock));
  const openOffer = scope.use(createOpenOffer(instance, spare, clock));
  const connected = (): PersonId[] =>
    book.all().flatMap((peer) => (peer.state.peek().is === 'connected' ? [peer.person] : []));

  const remove = (peer: Peer): void => {
    if (!book.remove(peer)) return;
    peer[Symbol.dispose]();
    relief.forget(peer);
    onPeerGone.emit(peer);
  };

  const retire = (peer: Peer): void => {
    book.retire(peer);
    remove(peer);
  };

  const peerFor = (link: Link): Peer | undefined => {
    const known = book.find(link.to, link.instance);
    if (known) return known;
    if (book.isRetired(link.to, link.instance)) return undefined;
    // Page loads that were killed are tried for a while longer: the oldest makes room for the one that is heard.
    // Whoever is only told of by somebody else takes nobody's place.
    if (link.via !== 'person') {
      if (book.isCrowded(link.to)) book.of(link.to).filter(isIdle).slice(0, 1).forEach(remove);
      if (book.isFull()) book.all().filter(isIdle).slice(0, 1).forEach(remove);
    }
    if (book.isFull() || book.isCrowded(link.to)) {
      log.warn('link-refused');
      return undefined;
    }
    const peer = createPeer({
      person: link.to,
      otherInstance: link.instance,
      instance,
      isPolite: self < link.to,
      clock,
      log,
      createConnection: open,
      takeSpare: spare.take,
      claimOpenOffer: openOffer.claim,
      // Two who come in the same moment: one of the two offers stands.
      takesOpenOffer: () => isToTake(self, connected()) && (!openOffer.mayCross() || self < link.to),
      wrapSignal: options.wrapSignal,
      hasTurn: () => ice().relayed !== undefined && !ice().hidesAddress,
      isHeardByOthers: () => connected().some((person) => person !== link.to),
    });
    book.add(peer);
    onPeer.emit(peer);
    return peer;
  };

  /** Connections that nobody has yet. */
  const waiting = (): Connection[] => [spare.waiting(), openOffer.waiting()].filter((each) => each !== undefined);

  /** Everybody who is being connected counts: they are about to cost as much as the others. */
  const limitCamera = (): void => {
    const others = new Set(book.all().flatMap((peer) => (isIdle(peer) ? [] : [peer.person]))).size;
    meant.count(others);
  };

  const share =
    options.encode &&
    createSharingDoor<Peer>(
      {
        ...options,
        encode: options.encode,
        peers: book.all,
        tracks: () => tracks,
        meantFor: meant.sharedLimits,
        limit: relief.limit,
      },
      scope,
    );

  const look = (): void => {
    limitCamera();
    share?.();
    for (const peer of book.all()) {
      peer.tick();
      const state = peer.state.peek();
      // Whoever is heard of again gets a new peer. One that was refused stays as long as it can be heard, so that its
      // tile says why.
      if (state.is === 'over' && (state.why === 'lost' || !peer.isLinked())) remove(peer);
    }
  };
  const tick = (): void => {
    try {
      look();
    } finally {
      // Whatever was thrown: without this clock no break is ever noticed.
      const isAnybodyMissed = book.all().some((peer) => peer.state.peek().is === 'reconnecting');
      if (!scope.signal.aborted) stopTick = clock.after(isAnybodyMissed ? missingTickMs : tickMs, tick);
    }
  };
  let stopTick = clock.after(tickMs, tick);

  // What is prepared knows the servers of before.
  const direct = computed(() => JSON.stringify(options.ice.value.direct));
  let prepared = direct.peek();
  scope.add(
    effect(() => {
      if (direct.value === prepared) return;
      prepared = direct.value;
      untracked(spare.refresh);
    }),
  );
  scope.add(() => stopTick());
  scope.add(() => book.all().forEach(remove));
  return {
    onPeer,
    onPeerGone,
    peersOf: book.of,
    openOffer: openOffer.text,
    sendOpenOffer: () => {
      openOffer.send();
      if (openOffer.isOut()) log.info('offer', { open: true });
    },
    addLink: (link) => {
      const peer = scope.signal.aborted || link.to === self ? undefined : peerFor(link);
      if (!peer) return link[Symbol.dispose]();
      log.info('link', { via: link.via });
      peer.addLink(link);
    },
    setTrack: (place, track) => {
      tracks = { ...tracks, [place]: track };
      for (const peer of book.all()) peer.setTrack(place, track);
      for (const connection of waiting()) void connection.setTrack(place, track);
    },
    tracks: () => tracks,
    sharing: () => share?.(),
    limitsFor,
    offerPicture: meant.offer,
    wantPicture: meant.want,
    showPicture: meant.show,
    relieve: (peer, sample) => {
      if (book.all().includes(peer)) relief.take(peer, sample);
    },
    picture: relief.picture,
    pausedFor: relief.pausedFor,
    retire,
    retireOthers: (proved) => {
      for (const peer of book.of(proved.person)) if (peer !== proved) retire(peer);
    },
    networkChanged: () => {
      relief.networkChanged();
      spare.refresh();
      openOffer.withdraw();
      for (const peer of book.all()) peer.networkChanged();
    },
    wayOpened: (isBack) => {
      for (const peer of book.all()) peer.wayOpened(isBack);
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
