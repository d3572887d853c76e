// All peers: one for each person, made when a link to them appears, replaced when they reload.

import type { PersonId } from '#core/base/ids.ts';
import type { Log } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import { createEmitter, type News } from '#core/base/emitter.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import { limits } from '#core/wire/limits.ts';
import { createConnection } from './connection.ts';
import { noTracks, type LocalTracks, type MediaPlace } from './media-lines.ts';
import { createPeer, type Peer } from './peer.ts';
import { createSpare } from './spare.ts';

export interface MeshOptions {
  readonly self: PersonId;
  readonly instance: string;
  readonly rtc: RtcPort;
  readonly media: Pick<MediaPort, 'createStream'>;
  readonly configuration: RTCConfiguration;
  readonly clock: ClockPort;
  readonly log: Log;
  readonly wrapSignal: (text: string) => string;
}

export interface Mesh extends Disposable {
  /** A new page load of a person; the one before it, if any, is disposed of already. */
  readonly onPeer: News<Peer>;
  /** A peer is gone for good: replaced by the person's next page load, or over. */
  readonly onPeerGone: News<Peer>;
  peers(): readonly Peer[];
  addLink(link: Link): void;
  setTrack(place: MediaPlace, track: MediaStreamTrack | null): void;
  /** Forgets a person's page load: nothing of it is listened to any more. */
  retire(peer: Peer): void;
  networkChanged(): void;
}

const tickMs = 500;
/** How many old page loads are remembered, so that their late messages don't bring them back. */
const maxRetired = 500;

/** An empty mesh that prepares its first connection. */
export const createMesh = (options: MeshOptions): Mesh => {
  const { self, instance, clock, log } = options;
  const scope = createScope();
  const peers = new Map<PersonId, Peer>();
  const retired = new Set<string>();
  const onPeer = createEmitter<Peer>((error) => log.error('peer-handler', { error: String(error) }));
  const onPeerGone = createEmitter<Peer>((error) => log.error('peer-gone-handler', { error: String(error) }));
  const streams = { person: options.media.createStream([]), screen: options.media.createStream([]) };
  let tracks: LocalTracks = noTracks;

  const open = () => createConnection({ ...options, tracks, streams });
  const spare = scope.use(createSpare(open, clock));

  const remove = (peer: Peer): void => {
    if (peers.get(peer.person) !== peer) return;
    peers.delete(peer.person);
    peer[Symbol.dispose]();
    onPeerGone.emit(peer);
  };

  const retire = (peer: Peer): void => {
    retired.add(peer.otherInstance);
    if (retired.size > maxRetired) retired.delete(retired.values().next().value as string);
    remove(peer);
  };

  const addPeer = (link: Link): Peer | undefined => {
    const known = peers.get(link.to);
    if (known?.otherInstance === link.instance) return known;
    if (retired.has(link.instance)) return undefined;
    if (known) retire(known);
    if (peers.size >= limits.people) {
      log.warn('too-many-people');
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
      wrapSignal: options.wrapSignal,
    });
    peers.set(link.to, peer);
    onPeer.emit(peer);
    return peer;
  };

  const tick = (): void => {
    for (const peer of [...peers.values()]) {
      peer.tick();
      const state = peer.state.peek();
      // Whoever is heard of again gets a new peer. One that was refused stays as long as it can be heard, so that its
      // tile says why.
      if (state.is === 'over' && (state.why === 'lost' || !peer.hasLink())) remove(peer);
    }
    if (!scope.signal.aborted) stopTick = clock.after(tickMs, tick);
  };
  let stopTick = clock.after(tickMs, tick);

  scope.add(() => stopTick());
  scope.add(() => [...peers.values()].forEach(remove));
  return {
    onPeer,
    onPeerGone,
    peers: () => [...peers.values()],
    addLink: (link) => {
      const peer = scope.signal.aborted || link.to === self ? undefined : addPeer(link);
      if (!peer) return link[Symbol.dispose]();
      log.info('link', { via: link.via });
      peer.addLink(link);
    },
    setTrack: (place, track) => {
      tracks = { ...tracks, [place]: track };
      for (const peer of peers.values()) peer.setTrack(place, track);
      void spare.waiting()?.setTrack(place, track);
    },
    retire,
    networkChanged: () => {
      spare.refresh();
      for (const peer of peers.values()) peer.networkChanged();
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
