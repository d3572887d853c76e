// The mesh and the people whom somebody carries to us, as one: whoever talks with people need not know the difference.

import { createEmitter } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { limitCameraFor, type PictureWish } from '#engine/mesh/camera-share.ts';
import { noTracks, type LocalTracks } from '#engine/mesh/media-lines.ts';
import type { Mesh } from '#engine/mesh/mesh.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import type { ReadonlySignal } from '@preact/signals-core';

/** Somebody at the other end of a carrier. */
export interface CarriedPeer extends Peer {
  readonly carrier: ReadonlySignal<PersonId | undefined>;
}

export interface AllPeers extends Mesh {
  isCarried(peer: Peer): boolean;
  /** Whoever carries this peer to us. */
  carrierOf(peer: Peer): PersonId | undefined;
  /** The page load of the person to whom we are connected without anybody's help. */
  directInstance(person: PersonId): string | undefined;
  /** The same page load is reached by a better way: nothing is said on this one. */
  isSpare(peer: Peer): boolean;
  /** Whose picture and sound are shown for this peer: for a moment still the carried one's, until its own have come. */
  sourceOf(peer: Peer): Peer;
  /** Whether picture and sound of this direct peer are there. */
  setArrived(direct: Peer, hasArrived: boolean): void;
  /** Those who are carried to us. */
  carried(): readonly CarriedPeer[];
  /** The direct peer of the same page load, while it is connected. */
  directOf(peer: Peer): Peer | undefined;
  readonly tracks: () => LocalTracks;
  add(peer: CarriedPeer): void;
  remove(peer: CarriedPeer): void;
}

/** As in a call of five: the carrier pays for each stream twice. */
export const carriedLimits = planCameraLimits(4);

const isConnected = (peer: Peer): boolean => peer.state.peek().is === 'connected';

/** Nobody is carried yet. */
export const createAllPeers = (mesh: Mesh): AllPeers => {
  const carried = new Set<CarriedPeer>();
  const arrived = new WeakSet<Peer>();
  const wanted = new WeakMap<Peer, PictureWish>();
  const onPeer = createEmitter<Peer>();
  const onPeerGone = createEmitter<Peer>();
  let tracks: LocalTracks = noTracks;
  let offered: PictureWish = 'full';

  const carriedOf = (peer: Peer): CarriedPeer | undefined => [...carried].find((each) => each === peer);
  const limit = (peer: Peer): void =>
    peer.limitCamera(limitCameraFor(carriedLimits, offered, wanted.get(peer) ?? 'full'));
  const peersOf = (person: PersonId): readonly Peer[] => [
    ...mesh.peersOf(person),
    ...[...carried].filter((peer) => peer.person === person),
  ];

  const standIn = ({ person, otherInstance }: Peer): CarriedPeer | undefined =>
    [...carried].find((each) => each.person === person && each.otherInstance === otherInstance && isConnected(each));

  mesh.onPeer.on(onPeer.emit);
  mesh.onPeerGone.on(onPeerGone.emit);
  return {
    ...mesh,
    onPeer,
    onPeerGone,
    peersOf,
    tracks: () => tracks,
    carried: () => [...carried],
    directOf: ({ person, otherInstance }) =>
      mesh.peersOf(person).find((peer) => peer.otherInstance === otherInstance && isConnected(peer)),
    isCarried: (peer) => carriedOf(peer) !== undefined,
    carrierOf: (peer) => carriedOf(peer)?.carrier.peek(),
    directInstance: (person) => mesh.peersOf(person).find(isConnected)?.otherInstance,
    isSpare: (peer) =>
      peersOf(peer.person).some(
        (other) =>
          other !== peer &&
          other.otherInstance === peer.otherInstance &&
          isConnected(other) &&
          (carriedOf(peer) !== undefined || !isConnected(peer)),
      ),
    sourceOf: (peer) => (arrived.has(peer) ? peer : (standIn(peer) ?? peer)),
    setArrived: (direct, hasArrived) => void (hasArrived ? arrived.add(direct) : arrived.delete(direct)),
    setTrack: (place, track) => {
      tracks = { ...tracks, [place]: track };
      mesh.setTrack(place, track);
      for (const peer of carried) peer.setTrack(place, track);
    },
    offerPicture: (wish) => {
      offered = wish;
      mesh.offerPicture(wish);
      carried.forEach(limit);
    },
    wantPicture: (peer, wish) => {
      if (!carriedOf(peer)) return mesh.wantPicture(peer, wish);
      wanted.set(peer, wish);
      limit(peer);
    },
    retire: (peer) => {
      if (!carriedOf(peer)) return mesh.retire(peer);
      // The page load is over, whatever way it was reached on.
      for (const direct of mesh.peersOf(peer.person))
        if (direct.otherInstance === peer.otherInstance) mesh.retire(direct);
    },
    retireOthers: (proved) => {
      // Another way to the same page load is no other page load.
      for (const other of mesh.peersOf(proved.person))
        if (other.otherInstance !== proved.otherInstance) mesh.retire(other);
    },
    add: (peer) => {
      carried.add(peer);
      limit(peer);
      onPeer.emit(peer);
    },
    remove: (peer) => {
      if (carried.delete(peer)) onPeerGone.emit(peer);
    },
  };
};
