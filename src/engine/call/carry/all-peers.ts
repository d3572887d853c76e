// The mesh and the people whom somebody carries to us, as one: whoever talks with people need not know the difference.
// Until somebody is carried it is the mesh alone; then carried-people.ts, which is loaded late, takes over some of it.

import type { PersonId } from '#core/base/ids.ts';
import type { Mesh } from '#engine/mesh/mesh.ts';
import type { Peer } from '#engine/mesh/peer.ts';

/** What is asked where somebody may be carried. */
export interface CarriedView extends Pick<Mesh, 'peersOf' | 'setTrack' | 'offerPicture' | 'retire' | 'retireOthers'> {
  /** Whoever carries this peer to us; undefined where it is reached without help. */
  carrierOf(peer: Peer): PersonId | undefined;
  /** The same page load is reached by a better way: nothing is said on this one. */
  isSpare(peer: Peer): boolean;
  /** Whose picture and sound are shown for this peer: for a moment still the carried one's, until its own have come. */
  sourceOf(peer: Peer): Peer;
}

export interface AllPeers extends Mesh, CarriedView {
  /** The page load of the person to whom we are connected without anybody's help. */
  directInstance(person: PersonId): string | undefined;
  /** Puts what knows of carried people in place. Call through the object: what was taken out of it before stays as it was. */
  extend(view: CarriedView): void;
}

/** Nobody is carried yet. */
export const createAllPeers = (mesh: Mesh): AllPeers => {
  const all: AllPeers = {
    ...mesh,
    carrierOf: () => undefined,
    isSpare: () => false,
    sourceOf: (peer) => peer,
    directInstance: (person) =>
      mesh.peersOf(person).find(({ state }) => state.peek().is === 'connected')?.otherInstance,
    extend: (view) => void Object.assign(all, view),
  };
  return all;
};
