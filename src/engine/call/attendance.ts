// Turns the states of peers into people on the screen: who is shown, in which state, and what is told in passing.

import type { AppError } from '#core/base/errors.ts';
import { toBase64 } from '#core/base/bytes.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { PersonState } from '#core/wire/call-messages.ts';
import type { NegotiationState } from '#engine/mesh/negotiation-states.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import type { Greeted } from './greeting.ts';
import type { AllPeers } from './carry/all-peers.ts';
import { connectionStateOf, type Roster } from './roster.ts';

export interface AttendanceOptions {
  readonly mesh: AllPeers;
  readonly roster: Roster;
  readonly media: Pick<MediaPort, 'createStream'>;
  readonly clock: ClockPort;
  /** Our own Ed25519 public key. */
  readonly publicKey: Uint8Array;
  /** Somebody who was connected is not any more. */
  onGone(): void;
}

export interface Attendance {
  /** A peer's state changed, or where its picture comes from. */
  show(peer: Peer, state: NegotiationState): void;
  /** A peer's tracks are there, before anything came on them and before it proved who it is. */
  expect(peer: Peer): void;
  /** A peer proved who it is. */
  welcome(peer: Peer, greeted: Greeted): void;
  /** What a peer says of itself has changed. */
  tell(peer: Peer, state: PersonState): void;
  problem(peer: Peer, error: AppError): void;
  /** A peer is gone for good. */
  forget(peer: Peer): void;
}

/** What is known of one page load of a person. */
interface Visit {
  /** It has said hello: nobody else can take its tile. */
  isProved: boolean;
  /** This attempt, or the one before it, got an answer: somebody is there. */
  wasAnswered: boolean;
  wasCalling: boolean;
  tracks: readonly MediaStreamTrack[];
  /** Those of the shared screen that is shown. */
  screenTracks: readonly MediaStreamTrack[];
}

const newVisit = (): Visit => ({
  isProved: false,
  wasAnswered: false,
  wasCalling: false,
  tracks: [],
  screenTracks: [],
});

const isSame = (some: readonly MediaStreamTrack[], others: readonly MediaStreamTrack[]): boolean =>
  some.length === others.length && some.every((track, index) => track === others[index]);

/** Nobody yet. */
export const createAttendance = ({ mesh, roster, media, clock, publicKey, onGone }: AttendanceOptions): Attendance => {
  const visits = new Map<Peer, Visit>();
  const ownDevice = toBase64(publicKey);
  /** What each person said last of themselves, on whatever way. */
  const said = new Map<PersonId, PersonState>();

  const visitOf = (peer: Peer): Visit => {
    const known = visits.get(peer) ?? newVisit();
    visits.set(peer, known);
    return known;
  };

  const others = (peer: Peer): Peer[] => mesh.peersOf(peer.person).filter((other) => other !== peer);

  /** Another page load of the same person has the tile, or a better way to the same one. */
  const isOutshone = (peer: Peer): boolean =>
    mesh.isSpare(peer) || (!visitOf(peer).isProved && others(peer).some((other) => visits.get(other)?.isProved));

  const takeAway = (peer: Peer, is: 'left' | 'lost'): void => {
    const visit = visitOf(peer);
    const shown = roster.get(peer.person)?.participant;
    roster.remove(peer.person);
    said.delete(peer.person);
    // Once, though there may be two ways to them.
    if (visit.isProved && shown) {
      roster.notify({ is, name: shown.name.peek(), id: peer.person });
      onGone();
    }
    visits.set(peer, newVisit());
  };

  /** The same tracks stay the same stream: an element that plays would begin again with another. */
  const showStream = (peer: Peer, visit: Visit): void => {
    const tracks = (['microphone', 'camera'] as const).flatMap((place) => peer.receivedTrack(place) ?? []);
    // Proved once, a page load is not proved on every later connection: it is heard after the hello on this one.
    const isHeard = visit.isProved && ['connected', 'reconnecting'].includes(peer.state.peek().is);
    for (const track of tracks) if (track.kind === 'audio') track.enabled = isHeard;
    const model = roster.get(peer.person);
    const isShown = model?.participant.stream.peek() && isSame(tracks, visit.tracks);
    if (!isShown) model?.setStream(media.createStream(tracks));
    visit.tracks = tracks;
  };

  /** Its tracks are there all the time; only their word says whether anything comes on them. */
  const showScreen = (peer: Peer, visit: Visit): void => {
    const { screen } = said.get(peer.person) ?? {};
    const model = roster.get(peer.person);
    const places = screen?.sound ? (['screen', 'screen-sound'] as const) : (['screen'] as const);
    const tracks = screen ? places.flatMap((place) => peer.receivedTrack(place) ?? []) : [];
    const shown = model?.participant.screen.peek();
    const stream = shown && isSame(tracks, visit.screenTracks) ? shown : media.createStream(tracks);
    model?.setScreen(tracks.length > 0 ? stream : null, screen?.content ?? 'text');
    visit.screenTracks = tracks;
  };

  /** Picture and sound of the person, from wherever they come at this moment. */
  const showMedia = (peer: Peer): void => {
    const source = mesh.sourceOf(peer);
    const visit = visitOf(source);
    showStream(source, visit);
    if (visit.isProved) showScreen(source, visit);
    roster.get(peer.person)?.setCarrier(mesh.carrierOf(source));
    // What another way showed before is new when it comes back.
    for (const other of others(source)) Object.assign(visitOf(other), { tracks: [], screenTracks: [] });
  };

  return {
    show: (peer, state) => {
      const visit = visitOf(peer);
      if (state.is === 'connecting') visit.wasAnswered = true;
      if (state.is === 'waiting' && visit.wasCalling) visit.wasAnswered = false;
      visit.wasCalling = state.is === 'calling';
      // Whoever said goodbye has left, whatever other way there is to the same page load.
      const hasLeft = visit.isProved && state.is === 'over' && state.why === 'left';
      if (isOutshone(peer) && !hasLeft) {
        // Lost on this way, the person is proved anew on it.
        if (state.is === 'waiting' && mesh.isSpare(peer)) visit.isProved = false;
        return;
      }
      const isLost = visit.isProved && (state.is === 'waiting' || (state.is === 'over' && state.why === 'lost'));
      const connection = connectionStateOf(state, visit.wasAnswered);
      if (connection?.is === 'failed') roster.get(peer.person)?.hide();
      if (isLost || !connection) takeAway(peer, state.is === 'over' && state.why === 'left' ? 'left' : 'lost');
      else roster.ensure(peer.person, clock.nowMs()).setConnection(connection);
      if (connection && visitOf(peer).isProved) showMedia(peer);
    },
    expect: (peer) => {
      // Whoever has a tile keeps its picture until the next page load is proved.
      if (!isOutshone(peer)) showMedia(peer);
    },
    welcome: (peer, { hello, device }) => {
      const isBack = visitOf(peer).isProved || isOutshone(peer);
      visitOf(peer).isProved = true;
      mesh.retireOthers(peer);
      // An earlier page load of theirs has no tile to take away any more: one that was carried may end after this.
      for (const [other, visit] of visits)
        if (other.person === peer.person && other.otherInstance !== peer.otherInstance) visit.isProved = false;
      const model = roster.ensure(peer.person, clock.nowMs());
      model.setConnection({ is: 'connected', sinceMs: clock.nowMs() });
      model.setState(hello.state);
      model.setSameDevice(device === ownDevice);
      roster.seat(peer.person, clock.nowMs() - hello.state.inCallMs);
      said.set(peer.person, hello.state);
      showMedia(peer);
      if (!isBack) roster.notify({ is: 'arrived', name: hello.state.name, id: peer.person });
    },
    tell: (peer, state) => {
      roster.get(peer.person)?.setState(state);
      said.set(peer.person, state);
      showMedia(peer);
    },
    problem: (peer, error) => {
      const name = roster.get(peer.person)?.participant.name.peek() ?? '';
      roster.notify({ is: 'problem', error, name });
    },
    forget: (peer) => {
      visits.delete(peer);
      if (others(peer).length === 0) said.delete(peer.person);
      // The tile of one that was refused goes with it; a reload's next page load keeps the tile.
      if (peer.state.peek().is === 'over' && others(peer).length === 0) roster.remove(peer.person);
    },
  };
};
