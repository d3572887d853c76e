// Those who are carried to us, beside those of the mesh.

import type { PersonId } from '#core/base/ids.ts';
import { planCameraLimits, type CameraLimits } from '#engine/mesh/camera-limits.ts';
import type { Mesh } from '#engine/mesh/mesh.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import type { ReadonlySignal } from '@preact/signals-core';
import type { CarriedView } from './all-peers.ts';

/** Somebody at the other end of a carrier. */
export interface CarriedPeer extends Peer {
  readonly carrier: ReadonlySignal<PersonId | undefined>;
}

export interface CarriedPeople {
  /** For `AllPeers.extend`. */
  readonly view: CarriedView;
  all(): readonly CarriedPeer[];
  /** The direct peer of the same page load, while it is connected. */
  directOf(peer: Peer): Peer | undefined;
  /** The direct peer of the same page load, while its path is looked for. */
  soughtOf(peer: Peer): Peer | undefined;
  /** Whether picture and sound of this direct peer are there. */
  setArrived(direct: Peer, hasArrived: boolean): void;
  add(peer: CarriedPeer): void;
  remove(peer: CarriedPeer): void;
}

/** As in a call of five: the carrier pays for each stream twice. */
export const carriedLimits = planCameraLimits(4);

/** Never more than what a carrier should bear. */
export const limitCarried = (limits: CameraLimits): CameraLimits =>
  limits.maxBitrateBps > carriedLimits.maxBitrateBps ? { ...carriedLimits, ...pausedAs(limits) } : limits;

const pausedAs = ({ isPaused }: CameraLimits): Pick<CameraLimits, 'isPaused'> =>
  isPaused === undefined ? {} : { isPaused };

const isConnected = (peer: Peer): boolean => peer.state.peek().is === 'connected';
const isSamePage = (one: Peer, other: Peer): boolean =>
  one.person === other.person && one.otherInstance === other.otherInstance;

/** Nobody is carried yet. `mesh` as it was before it was extended. */
export const createCarriedPeople = (mesh: Mesh): CarriedPeople => {
  const carried = new Set<CarriedPeer>();
  const arrived = new WeakSet<Peer>();

  const find = (peer: Peer): CarriedPeer | undefined => [...carried].find((each) => each === peer);
  const directOf = (peer: Peer): Peer | undefined =>
    mesh.peersOf(peer.person).find((each) => isSamePage(each, peer) && isConnected(each));
  const soughtOf = (peer: Peer): Peer | undefined =>
    mesh.peersOf(peer.person).find((each) => isSamePage(each, peer) && each.state.peek().is === 'reconnecting');
  /** Its tile is the direct peer's: that one works, or it did until a moment ago and this one is over. */
  const isCarriedSpare = (peer: Peer): boolean =>
    directOf(peer) !== undefined || (peer.state.peek().is === 'over' && soughtOf(peer) !== undefined);
  /** Connected, and not direct. */
  const carriedOf = (peer: Peer): CarriedPeer | undefined =>
    [...carried].find((each) => isSamePage(each, peer) && isConnected(each));

  return {
    all: () => [...carried],
    directOf,
    soughtOf,
    setArrived: (direct, hasArrived) => void (hasArrived ? arrived.add(direct) : arrived.delete(direct)),
    add: (peer) => {
      carried.add(peer);
      peer.limitCamera(mesh.limitsFor(peer));
    },
    remove: (peer) => void carried.delete(peer),
    view: {
      peersOf: (person) => [...mesh.peersOf(person), ...[...carried].filter((peer) => peer.person === person)],
      carrierOf: (peer) => find(peer)?.carrier.peek(),
      isSpare: (peer) => (find(peer) ? isCarriedSpare(peer) : !isConnected(peer) && carriedOf(peer) !== undefined),
      sourceOf: (peer) => (arrived.has(peer) ? peer : (carriedOf(peer) ?? peer)),
      setTrack: (place, track) => {
        mesh.setTrack(place, track);
        for (const peer of carried) peer.setTrack(place, track);
      },
      offerPicture: (wish) => {
        mesh.offerPicture(wish);
        for (const peer of carried) peer.limitCamera(mesh.limitsFor(peer));
      },
      retire: (peer) => {
        // The page load is over, whatever way it was reached on.
        for (const direct of mesh.peersOf(peer.person)) if (isSamePage(direct, peer)) mesh.retire(direct);
        for (const other of [...carried]) if (other !== peer && isSamePage(other, peer)) other.leave();
      },
      retireOthers: (proved) => {
        // Another way to the same page load is no other page load.
        for (const other of mesh.peersOf(proved.person)) if (!isSamePage(other, proved)) mesh.retire(other);
      },
    },
  };
};
