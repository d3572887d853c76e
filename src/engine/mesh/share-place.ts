// One picture, the camera or the screen, encoded once for everybody: carries out what plan-sharing.ts decides.

import { known } from '#core/base/known.ts';
import type { EncodeFigures, PicturePlace, SharedEncoder } from '#core/ports/encode.ts';
import type { Connection } from './connection.ts';
import { plainSharing, stepSharing, type Receiver, type SharingContext } from './plan-sharing.ts';
import { borrowLine, type SharedLine } from './share-line.ts';
import { isShut } from './share-seat.ts';

export interface SharedPlace extends Disposable {
  /** Decides anew. True where a shared encoder is needed. */
  plan(receivers: ReadonlyMap<Connection, Receiver>, context: SharingContext): boolean;
  /** Brings about what was decided. `attendees`: all connections that are there, also those that get nothing now. */
  apply(encoder: SharedEncoder | undefined, attendees: ReadonlySet<Connection>, track: MediaStreamTrack | null): void;
  /** What goes out on all connections together, bit/s, when all is carried out. */
  totalBps(): number;
  /** What goes out to one of them, bit/s. */
  bpsOf(connection: Connection): number;
  /** Lines that are not given back yet. */
  size(): number;
  /** The rung that goes out on each line which is shared; undefined: nothing at this moment. */
  shown(): ReadonlyMap<Connection, number | undefined>;
}

export interface SharedPlaceOptions {
  readonly place: PicturePlace;
  readonly changed: () => void;
  readonly figures: () => EncodeFigures | undefined;
  /** The processor is held to be why there is less than there could be. */
  readonly isBusy: () => boolean;
}

interface Held {
  readonly line: SharedLine;
  isEnding: boolean;
  shown?: { readonly rung: number | undefined; readonly bitrateBps: number };
}

/** Everything goes its own way at first. */
export const createSharedPlace = ({ place, changed, figures, isBusy }: SharedPlaceOptions): SharedPlace => {
  let sharing = plainSharing<Connection>();
  const held = new Map<Connection, Held>();
  let source: MediaStreamTrack | null = null;
  let toldRungs = '';
  let toldHint = '';
  let toldTo: SharedEncoder | undefined;

  const rungOf = (connection: Connection): number | undefined =>
    sharing.plan.is === 'shared' ? sharing.plan.whoGetsWhich.get(connection) : undefined;
  const bitsOf = (rung: number | undefined): number =>
    (rung !== undefined && sharing.plan.is === 'shared' && sharing.plan.rungs[rung]?.bitrateBps) || 0;
  const letGo = (connection: Connection, each: Held): void => {
    if (each.isEnding) return;
    each.isEnding = true;
    void each.line.end().then(() => {
      held.delete(connection);
      changed();
    });
  };
  const borrow = (connection: Connection, encoder: SharedEncoder): Held | undefined => {
    const truth = () => {
      const rung = figures()?.places[place][rungOf(connection) ?? -1];
      const seat = sharing.seats.get(connection);
      // The ladders say what follows from it, and tell the receiver. Both at once is the path's (as in Chromium).
      const limitedBy = seat && isShut(seat) ? 'bandwidth' : isBusy() ? 'cpu' : undefined;
      return known({ width: rung?.width, height: rung?.height, limitedBy });
    };
    const line = borrowLine({ connection, place, encoder, changed, truth });
    const each: Held | undefined = line && { line, isEnding: false };
    if (each) held.set(connection, each);
    return each;
  };
  const show = (connection: Connection, each: Held, isMuted: boolean): void => {
    const rung = isMuted ? undefined : rungOf(connection);
    const [bitrateBps, before] = [bitsOf(rung), each.shown];
    if (before && before.rung === rung && before.bitrateBps === bitrateBps) return;
    const seat = sharing.seats.get(connection);
    // They could have had what they had, if it were not for the path.
    const isFlooded = !isMuted && seat !== undefined && seat.rung < Math.min(seat.cap, before?.rung ?? -1);
    each.shown = { rung, bitrateBps };
    each.line.show(rung, bitrateBps, isFlooded);
  };
  const tell = (encoder: SharedEncoder, track: MediaStreamTrack | null): void => {
    if (sharing.plan.is !== 'shared') return;
    if (toldTo !== encoder) [toldTo, toldRungs, toldHint, source] = [encoder, '', '', null];
    // A screen turns from text to a film while its track stays.
    const hint = track?.contentHint ?? toldHint;
    if (hint !== toldHint) encoder.setHint(place, hint);
    toldHint = hint;
    const rungs = JSON.stringify(sharing.plan.rungs);
    if (rungs !== toldRungs) encoder.setRungs(place, sharing.plan.rungs);
    toldRungs = rungs;
    if (track !== source) encoder.setSource(place, track);
    source = track;
  };

  return {
    plan: (receivers, context) => {
      sharing = stepSharing(sharing, receivers, context);
      return sharing.plan.is === 'shared';
    },
    apply: (encoder, attendees, track) => {
      const isShared = encoder !== undefined && sharing.plan.is === 'shared';
      for (const [connection, each] of held) if (!isShared || !attendees.has(connection)) letGo(connection, each);
      if (!isShared) {
        if (encoder && toldTo === encoder && source) encoder.setSource(place, (source = null));
        return;
      }
      tell(encoder, track);
      for (const connection of attendees) {
        const each = held.get(connection) ?? borrow(connection, encoder);
        if (each && !each.isEnding) show(connection, each, track === null);
      }
    },
    totalBps: () =>
      sharing.plan.is === 'shared'
        ? [...sharing.plan.whoGetsWhich.values()].reduce((sum, rung) => sum + bitsOf(rung), 0)
        : 0,
    bpsOf: (connection) => bitsOf(rungOf(connection)),
    size: () => held.size,
    shown: () =>
      new Map([...held].flatMap(([connection, { isEnding }]) => (isEnding ? [] : [[connection, rungOf(connection)]]))),
    [Symbol.dispose]: () => {
      for (const { line } of held.values()) line.drop();
      held.clear();
    },
  };
};
