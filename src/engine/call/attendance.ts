// Turns the states of peers into people on the screen: who is shown, in which state, and what is told in passing.

import type { AppError } from '#core/base/errors.ts';
import { toBase64 } from '#core/base/bytes.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { PersonState } from '#core/wire/call-messages.ts';
import type { Mesh } from '#engine/mesh/mesh.ts';
import type { NegotiationState } from '#engine/mesh/negotiation.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import type { Greeted } from './greeting.ts';
import { connectionStateOf, type Roster } from './roster.ts';

export interface AttendanceOptions {
  readonly mesh: Mesh;
  readonly roster: Roster;
  readonly media: Pick<MediaPort, 'createStream'>;
  readonly clock: ClockPort;
  /** Our own Ed25519 public key. */
  readonly publicKey: Uint8Array;
  /** Somebody who was connected is not any more. */
  onGone(): void;
}

export interface Attendance {
  /** A peer's state changed. */
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

  const visitOf = (peer: Peer): Visit => {
    const known = visits.get(peer) ?? newVisit();
    visits.set(peer, known);
    return known;
  };

  const others = (peer: Peer): Peer[] => mesh.peersOf(peer.person).filter((other) => other !== peer);

  /** Another page load of the same person has the tile. */
  const isOutshone = (peer: Peer): boolean =>
    !visitOf(peer).isProved && others(peer).some((other) => visits.get(other)?.isProved);

  const takeAway = (peer: Peer, is: 'left' | 'lost'): void => {
    const visit = visitOf(peer);
    const name = roster.get(peer.person)?.participant.name.peek() ?? '';
    roster.remove(peer.person);
    if (visit.isProved) {
      roster.notify({ is, name, id: peer.person });
      onGone();
    }
    visits.set(peer, newVisit());
  };

  /** The same tracks stay the same stream: an element that plays would begin again with another. */
  const showStream = (peer: Peer): void => {
    const visit = visitOf(peer);
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
  const showScreen = (peer: Peer, { screen }: PersonState): void => {
    const visit = visitOf(peer);
    const model = roster.get(peer.person);
    const places = screen?.sound ? (['screen', 'screen-sound'] as const) : (['screen'] as const);
    const tracks = screen ? places.flatMap((place) => peer.receivedTrack(place) ?? []) : [];
    const shown = model?.participant.screen.peek();
    const stream = shown && isSame(tracks, visit.screenTracks) ? shown : media.createStream(tracks);
    model?.setScreen(tracks.length > 0 ? stream : null, screen?.content ?? 'text');
    visit.screenTracks = tracks;
  };

  return {
    show: (peer, state) => {
      const visit = visitOf(peer);
      if (state.is === 'connecting') visit.wasAnswered = true;
      if (state.is === 'waiting' && visit.wasCalling) visit.wasAnswered = false;
      visit.wasCalling = state.is === 'calling';
      if (isOutshone(peer)) return;
      const isLost = visit.isProved && (state.is === 'waiting' || (state.is === 'over' && state.why === 'lost'));
      const connection = connectionStateOf(state, visit.wasAnswered);
      if (connection?.is === 'failed') roster.get(peer.person)?.hide();
      if (isLost || !connection) takeAway(peer, state.is === 'over' && state.why === 'left' ? 'left' : 'lost');
      else roster.ensure(peer.person, clock.nowMs()).setConnection(connection);
    },
    expect: (peer) => {
      // Whoever has a tile keeps its picture until the next page load is proved.
      if (!isOutshone(peer)) showStream(peer);
    },
    welcome: (peer, { hello, device }) => {
      const isBack = visitOf(peer).isProved || isOutshone(peer);
      visitOf(peer).isProved = true;
      mesh.retireOthers(peer);
      const model = roster.ensure(peer.person, clock.nowMs());
      model.setConnection({ is: 'connected', sinceMs: clock.nowMs() });
      model.setState(hello.state);
      model.setSameDevice(device === ownDevice);
      roster.seat(peer.person, clock.nowMs() - hello.state.inCallMs);
      showStream(peer);
      showScreen(peer, hello.state);
      if (!isBack) roster.notify({ is: 'arrived', name: hello.state.name, id: peer.person });
    },
    tell: (peer, state) => {
      roster.get(peer.person)?.setState(state);
      showScreen(peer, state);
    },
    problem: (peer, error) => {
      const name = roster.get(peer.person)?.participant.name.peek() ?? '';
      roster.notify({ is: 'problem', error, name });
    },
    forget: (peer) => {
      visits.delete(peer);
      // The tile of one that was refused goes with it; a reload's next page load keeps the tile.
      if (peer.state.peek().is === 'over' && others(peer).length === 0) roster.remove(peer.person);
    },
  };
};
