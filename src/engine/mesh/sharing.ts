// Encode once (DESIGN D6): owns the shared encoder, looks at what each connection can take, and shares each picture as long
// as that is worth it. Loaded when two others are connected (sharing-door.ts).

import { reasonOf } from '#core/base/log.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { EncodeFigures, PicturePlace, SharedEncoder } from '#core/ports/encode.ts';
import { allottedBps } from './allotted-bits.ts';
import { firstPictureMs } from './camera-limits.ts';
import type { Connection } from './connection.ts';
import { bitrateBps, lookAtPath } from './judge-pressure.ts';
import type { Receiver } from './plan-sharing.ts';
import { cameraLadder, screenLadder } from './share-ladder.ts';
import { isEncoderBehind } from './share-load.ts';
import { createSharedPlace } from './share-place.ts';
import type { Sharable, SharingOptions } from './sharing-door.ts';
import type { StatsSample } from './stats-sample.ts';

export interface Sharing extends Disposable {
  /** Decides anew; to be called whenever something may have changed, and twice a second. */
  look(): void;
  /** What is shared at this moment. Asks the worker, so only for whoever looks at it. */
  read(): Promise<SharedNow>;
}

export interface SharedNow {
  /** Undefined where nothing is shared. */
  readonly figures?: EncodeFigures | undefined;
  /** The lines on which it goes out, with their rung; undefined: nothing at this moment. */
  readonly shown: Readonly<Record<PicturePlace, ReadonlyMap<Connection, number | undefined>>>;
  /** Why nothing is shared for now. */
  readonly trouble?: { readonly reason: string; readonly retryInMs: number };
}

/** The browser tells the encoder of a sender within a tenth of a second that a path has become narrow. Ours has to look. */
const measureMs = 1_000;
/** Where as much goes out, a path that has become narrow is full at once: it is looked at more often. */
const wide = { fromBps: 400_000, looks: 3 } as const;
/** For the pictures to all together, as the table of decision 014 keeps it for cameras: most ways out carry it. */
const uplinkBps = 4_500_000;
/** Beside a screen the camera gives way first; so much of it always stays. */
const leastCameraBps = 400_000;
/** After trouble all goes its own way for so long; twice as long each time. */
const troubleMs = 60_000;
const maxTroubles = 5;
/** Whoever only looks into another tab does not move everybody from one encoder to the other and back. */
const settleMs = 3_000;

/** What one connection can take of each picture beside sound, bit/s; both undefined where the browser doesn't tell. */
interface Taking {
  /** At least `measureMs` before the next of its kind: rates over less than that jump. */
  readonly sample: StatsSample;
  readonly takes: Readonly<Record<PicturePlace, number | undefined>>;
}

const takingOf = (prior: Taking | undefined, sample: StatsSample): Taking => {
  const before = prior?.sample;
  const { freeBps } = lookAtPath(before, sample, { isSending: true });
  if (freeBps !== undefined) {
    const screenBps = bitrateBps(before?.sent.screen, sample.sent.screen);
    return { sample, takes: { camera: freeBps, screen: freeBps + screenBps } };
  }
  const takes = (place: PicturePlace): number | undefined => {
    const flow = sample.sent[place];
    // Where none of what is shared was sent, what was known before still holds.
    return flow?.grantedBps === undefined ? undefined : (allottedBps(before?.sent[place], flow) ?? prior?.takes[place]);
  };
  return { sample, takes: { camera: takes('camera'), screen: takes('screen') } };
};

/** Shares nothing yet. */
// oxlint-disable-next-line max-lines-per-function -- one small machine: what it holds is of no use to anybody else
export const createSharing = <P extends Sharable>(options: SharingOptions<P>): Sharing => {
  const { encode, clock, log } = options;
  const scope = createScope();
  const since = new WeakMap<Connection, number>();
  const taking = new WeakMap<Connection, Taking>();
  const measured = new WeakSet<Connection>();
  let encoder: SharedEncoder | undefined;
  let figures: EncodeFigures | undefined;
  let isBehind = false;
  let isCritical = false;
  let stopWatching: Stop = () => {};
  let isOpening = false;
  let isFailed = false;
  let troubles = 0;
  let troubleReason = '';
  let notBeforeMs = 0;
  let readyFromMs = 0;
  let isMeasuring = false;
  let summary = '';
  let stopTimer: Stop = () => {};

  const createPlace = (place: PicturePlace) =>
    createSharedPlace({ place, changed: () => look(), figures: () => figures, isBusy: () => isBehind || isCritical });
  const [camera, screen] = [createPlace('camera'), createPlace('screen')];
  const isShared = { camera: false, screen: false };

  /** One that is being repaired stays. */
  const connected = (): Map<Connection, P> => {
    const found = new Map<Connection, P>();
    for (const peer of options.peers()) {
      const connection = peer.connection();
      const { is } = peer.state.peek();
      if (connection && is === 'connected' && !since.has(connection)) since.set(connection, clock.nowMs());
      if (connection && (is === 'connected' || is === 'reconnecting') && since.has(connection))
        found.set(connection, peer);
    }
    return found;
  };
  /** Those who have had their first, small picture from an encoder of their own, while the browser found out what the path carries. */
  const attendees = (): Map<Connection, P> =>
    new Map(
      [...connected()].filter(
        ([connection]) => measured.has(connection) && clock.nowMs() - (since.get(connection) ?? 0) >= firstPictureMs,
      ),
    );

  const trouble = (reason: string): void => {
    notBeforeMs = clock.nowMs() + troubleMs * 2 ** troubles;
    troubles = Math.min(troubles + 1, maxTroubles);
    isFailed = true;
    troubleReason = reason;
    log.warn('encode-trouble', { reason });
    look();
  };

  const open = async (): Promise<void> => {
    if (encoder || isOpening) return;
    isOpening = true;
    let mine: SharedEncoder | undefined;
    let early: string | undefined;
    const onTrouble = (reason: string): void => {
      if (!mine) early = reason;
      else if (mine === encoder && !isFailed) trouble(reason);
    };
    try {
      mine = await encode.open({ onTrouble });
      encoder = mine;
      stopWatching = options.pressure?.watch((is) => (isCritical = is)) ?? stopWatching;
    } catch (error) {
      early = reasonOf(error);
    }
    isOpening = false;
    if (scope.signal.aborted) return close();
    if (early !== undefined) return trouble(early);
    look();
  };
  const close = (): void => {
    stopWatching();
    encoder?.[Symbol.dispose]();
    [encoder, figures] = [undefined, undefined];
    [isBehind, isCritical, isFailed] = [false, false, false];
  };

  const isWide = (connection: Connection): boolean =>
    camera.bpsOf(connection) + screen.bpsOf(connection) >= wide.fromBps;
  /** `isWhole`: all connections and the encoder; else only those to which much goes. */
  const measure = async (isWhole: boolean): Promise<void> => {
    const whom = [...connected().keys()].filter((each) => isWhole || isWide(each));
    if (!isWhole && whom.length === 0) return;
    isMeasuring = true;
    for (const connection of whom) {
      const sample = await connection.measure().catch(() => undefined);
      measured.add(connection);
      const prior = taking.get(connection);
      const now = sample && takingOf(prior, sample);
      if (now) taking.set(connection, isWhole || !prior ? now : { ...now, sample: prior.sample });
    }
    if (isWhole) await readEncoder();
    isMeasuring = false;
    look();
  };
  const readEncoder = async (): Promise<void> => {
    const read = await encoder?.read().catch(() => undefined);
    isBehind = read !== undefined && isEncoderBehind(figures, read);
    figures = read;
  };
  const keepMeasuring = (isWorth: boolean): void => {
    stopTimer();
    stopTimer = () => {};
    if (!isWorth || scope.signal.aborted) return;
    let looks = 0;
    const again = (): void => {
      stopTimer = clock.after(measureMs / wide.looks, again);
      // Only those that take place count, or a slow one would take the next whole one's turn.
      if (isMeasuring) return;
      looks += 1;
      void measure(looks % wide.looks === 0);
    };
    stopTimer = clock.after(measureMs / wide.looks, again);
  };

  const receiversOf = (
    place: PicturePlace,
    people: ReadonlyMap<Connection, P>,
    limitsOf: (connection: Connection, peer: P) => Pick<Receiver, 'limits' | 'isWished'>,
  ): ReadonlyMap<Connection, Receiver> =>
    new Map(
      [...people].map(([connection, peer]) => {
        const takesBps = taking.get(connection)?.takes[place];
        return [connection, { ...limitsOf(connection, peer), ...(takesBps !== undefined && { takesBps }) }];
      }),
    );
  const cameraLimits = (peer: P): Pick<Receiver, 'limits' | 'isWished'> => {
    const meant = options.meantFor(peer);
    return { limits: options.limit(meant, peer), ...(!meant.isPaused && { isWished: true }) };
  };
  const screenLimits = (connection: Connection): Pick<Receiver, 'limits'> => {
    const { active = true, maxFramerate = 30, maxBitrate = Infinity } = connection.planOf('screen').encoding;
    return { limits: { maxHeight: Infinity, maxFramerate, maxBitrateBps: maxBitrate, isPaused: !active } };
  };

  /** What goes out of it to the only one who gets it, from an encoder of its own. More than one share it, or neither picture is shared. */
  const plainBps = (place: PicturePlace, people: ReadonlyMap<Connection, P>): number => {
    if (isShared[place] || options.tracks()[place] === null) return 0;
    const encodings = [...people.keys()].map((connection) => connection.planOf(place).encoding);
    const [first, ...more] = encodings.filter(({ active = true }) => active);
    return more.length === 0 ? (first?.maxBitrate ?? 0) : 0;
  };

  let isWorth = false;
  const look = (): void => {
    if (scope.signal.aborted) return;
    const people = attendees();
    const tracks = options.tracks();
    const canEncode = !isFailed && clock.nowMs() >= Math.max(notBeforeMs, readyFromMs);
    const contextOf = (place: PicturePlace, ladder: typeof cameraLadder, bps: number) => ({
      ladder,
      uplinkBps: bps,
      nowMs: clock.nowMs(),
      // Muted, a picture stays where it is.
      isPossible: canEncode && (tracks[place] !== null || isShared[place]),
      isMuted: tracks[place] === null,
    });
    isShared.screen = screen.plan(
      receiversOf('screen', people, screenLimits),
      contextOf('screen', screenLadder(tracks.screen?.contentHint), uplinkBps - plainBps('camera', people)),
    );
    const screenBps = tracks.screen ? screen.totalBps() + plainBps('screen', people) : 0;
    isShared.camera = camera.plan(
      receiversOf('camera', people, (_, peer) => cameraLimits(peer)),
      contextOf('camera', cameraLadder, Math.max(leastCameraBps, uplinkBps - screenBps)),
    );
    const wanted = isShared.camera || isShared.screen;
    if (wanted && !encoder) void open();
    const present = new Set(people.keys());
    for (const [place, shared] of [
      ['camera', camera],
      ['screen', screen],
    ] as const)
      try {
        shared.apply(isFailed ? undefined : encoder, present, tracks[place]);
      } catch (error) {
        // What a browser refuses here must not end the mesh's own clock, which asks for this look.
        return trouble(reasonOf(error));
      }
    if (!wanted && camera.size() + screen.size() === 0) close();
    tell();
    const isWorthLooking = connected().size > 1;
    if (isWorth !== isWorthLooking) keepMeasuring((isWorth = isWorthLooking));
  };
  const tell = (): void => {
    const now = Object.entries(isShared)
      .flatMap(([place, is]) => (is && encoder ? [place] : []))
      .join(' ');
    if (now !== summary) log.info('encode-once', { pictures: now || 'none' });
    summary = now;
  };

  const onReady = (isReady: boolean): void => {
    if (!isReady) readyFromMs = Infinity;
    else if (readyFromMs === Infinity) readyFromMs = clock.nowMs() + settleMs;
    look();
  };

  scope.add(() => stopTimer());
  scope.add(close);
  scope.add(encode.watch(onReady));
  scope.use(camera);
  scope.use(screen);
  const read = async (): Promise<SharedNow> => {
    const figures = isFailed ? undefined : await encoder?.read().catch(() => undefined);
    const retryInMs = notBeforeMs - clock.nowMs();
    return {
      figures,
      shown: { camera: camera.shown(), screen: screen.shown() },
      ...(retryInMs > 0 && { trouble: { reason: troubleReason, retryInMs } }),
    };
  };
  return { look, read, [Symbol.dispose]: () => scope[Symbol.dispose]() };
};
