// What is encoded of our own pictures, for whom, and at which cost. Loaded when somebody looks at it.

import type { PersonId } from '#core/base/ids.ts';
import { known } from '#core/base/known.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { EncodeFigures, PicturePlace, RungFigures } from '#core/ports/encode.ts';
import type { Connection } from '#engine/mesh/connection.ts';
import type { Mesh } from '#engine/mesh/mesh.ts';
import type { SharedNow } from '#engine/mesh/sharing.ts';
import type { FlowSample, StatsSample } from '#engine/mesh/stats-sample.ts';
import type { Roster } from './roster.ts';

interface Rates {
  readonly framesPerSecond?: number;
  /** To each of the people. */
  readonly bitrateBps?: number;
  /** Of the frames, those that were left out because the encoder was behind, 0 to 1. */
  readonly droppedRatio?: number;
}

/** One encoder of ours. What is not known yet is absent. */
export interface PictureEncoding extends Rates {
  /** One for all of `people`; otherwise it is of the connection to the one who is named. */
  readonly isShared: boolean;
  readonly people: readonly PersonId[];
  readonly width?: number;
  readonly height?: number;
  /** For one frame. */
  readonly encodeMs?: number;
}

export interface EncodingReport {
  /** Absent where we have no such picture; empty where nobody gets it at this moment. */
  readonly camera?: readonly PictureEncoding[];
  readonly screen?: readonly PictureEncoding[];
  /** Encoding once for everybody has failed: each connection does so for itself until it is tried again. */
  readonly trouble?: { readonly reason: string; readonly retryInMs: number };
}

/** What was found at one look. */
export interface EncodingLook extends Pick<EncodingReport, 'trouble'> {
  readonly atMs: number;
  readonly places: readonly PicturePlace[];
  readonly figures?: EncodeFigures | undefined;
  /** Who is on which rung of what is shared; undefined: gets nothing at this moment. */
  readonly shown: Readonly<Record<PicturePlace, ReadonlyMap<PersonId, number | undefined>>>;
  /** The connections of those who get something that is not shared. */
  readonly own: ReadonlyMap<PersonId, StatsSample>;
}

/** As for a report of one person (measuring.ts): older than that is no "before". */
const freshMs = 10_000;

/** What only grows, as long as it is the same encoder. */
interface Counters {
  readonly bytes: number;
  readonly frames?: number | undefined;
  readonly dropped?: number | undefined;
}

/** Undefined where it began anew: its counters are others. */
const ratesBetween = (before: Counters, now: Counters, seconds: number): Rates | undefined => {
  const [bytes, frames] = [now.bytes - before.bytes, (now.frames ?? 0) - (before.frames ?? 0)];
  if (!(seconds > 0) || bytes < 0 || frames < 0) return undefined;
  const dropped = Math.max(0, (now.dropped ?? 0) - (before.dropped ?? 0));
  return {
    bitrateBps: Math.round((bytes * 8) / seconds),
    ...(now.frames !== undefined && { framesPerSecond: Math.round(frames / seconds) }),
    ...(dropped > 0 && { droppedRatio: dropped / (frames + dropped) }),
  };
};

const countersOf = ({ bytes, framesEncoded, framesDropped }: RungFigures): Counters => ({
  bytes,
  frames: framesEncoded,
  dropped: framesDropped,
});

const sharedOf = (place: PicturePlace, before: EncodingLook | undefined, now: EncodingLook): PictureEncoding[] =>
  (now.figures?.places[place] ?? []).flatMap((rung, index) => {
    const people = [...now.shown[place]].flatMap(([person, shown]) => (shown === index ? [person] : []));
    if (people.length === 0) return [];
    const { width, height, encodeMs } = rung;
    const then = before?.figures?.places[place][index];
    const rates = before && then && ratesBetween(countersOf(then), countersOf(rung), (now.atMs - before.atMs) / 1000);
    // An encoder that has only begun knows no size.
    return [{ isShared: true, people, ...(width > 0 && { width, height, encodeMs }), ...rates }];
  });

const encodeMsOf = (before: FlowSample, now: FlowSample): number | undefined => {
  const frames = (now.frames ?? 0) - (before.frames ?? 0);
  return frames > 0 && now.encodeMs !== undefined ? (now.encodeMs - (before.encodeMs ?? 0)) / frames : undefined;
};

const ownOf = (place: PicturePlace, before: EncodingLook | undefined, now: EncodingLook): PictureEncoding[] =>
  [...now.own].flatMap(([person, { sent }]) => {
    const flow = now.shown[place].has(person) ? undefined : sent[place];
    const earlier = before?.own.get(person)?.sent[place];
    const then = flow && earlier?.id === flow.id ? earlier : undefined;
    // A paused line has the counters of when it was not, and nothing is added to them.
    if (!flow || flow.bytes === (then?.bytes ?? 0)) return [];
    const rates = then && ratesBetween(then, flow, (flow.atMs - then.atMs) / 1000);
    const { width, height, framesPerSecond } = flow;
    const encodeMs = rates && then && encodeMsOf(then, flow);
    return [{ isShared: false, people: [person], ...known({ width, height, framesPerSecond, encodeMs }), ...rates }];
  });

/** Between two looks; without one before, only what holds at the moment. Largest first. */
export const readEncoding = (earlier: EncodingLook | undefined, now: EncodingLook): EncodingReport => {
  const before = earlier && earlier.atMs < now.atMs && now.atMs - earlier.atMs < freshMs ? earlier : undefined;
  const areaOf = ({ width = 0, height = 0 }: PictureEncoding): number => width * height;
  const read = (place: PicturePlace): readonly PictureEncoding[] =>
    [...sharedOf(place, before, now), ...ownOf(place, before, now)].toSorted((a, b) => areaOf(b) - areaOf(a));
  return {
    ...Object.fromEntries(now.places.map((place) => [place, read(place)])),
    ...(now.trouble && { trouble: now.trouble }),
  };
};

const nothingShared: SharedNow = { shown: { camera: new Map(), screen: new Map() } };

const pictures = ['camera', 'screen'] as const satisfies readonly PicturePlace[];

export interface EncodingReader {
  /** Since the last call of this function. */
  read(): Promise<EncodingReport>;
}

export interface EncodingReaderOptions {
  readonly roster: Pick<Roster, 'people'>;
  readonly mesh: Pick<Mesh, 'peersOf' | 'tracks' | 'sharing'>;
  readonly clock: ClockPort;
}

export const createEncodingReader = ({ roster, mesh, clock }: EncodingReaderOptions): EncodingReader => {
  let before: EncodingLook | undefined;
  const connections = (): ReadonlyMap<PersonId, Connection> =>
    new Map(
      roster.people.peek().flatMap(({ id }) => {
        const peer = mesh.peersOf(id).find(({ state }) => state.peek().is === 'connected');
        const connection = peer?.connection();
        return connection ? [[id, connection] as const] : [];
      }),
    );
  const look = async (): Promise<EncodingLook> => {
    const there = connections();
    const { figures, shown, trouble } = (await mesh.sharing()?.read()) ?? nothingShared;
    const byPerson = (place: PicturePlace): ReadonlyMap<PersonId, number | undefined> =>
      new Map([...there].flatMap(([id, each]) => (shown[place].has(each) ? [[id, shown[place].get(each)]] : [])));
    const places = pictures.filter((place) => mesh.tracks()[place] !== null);
    const own = new Map<PersonId, StatsSample>();
    for (const [id, connection] of there) {
      // Each costs some milliseconds: only where the shared encoder doesn't know.
      if (places.every((place) => shown[place].has(connection))) continue;
      const sample = await connection.measure().catch(() => undefined);
      if (sample) own.set(id, sample);
    }
    const shownBy = { camera: byPerson('camera'), screen: byPerson('screen') };
    return { atMs: clock.nowMs(), places, figures, shown: shownBy, own, ...(trouble && { trouble }) };
  };
  return {
    read: async () => {
      const now = await look();
      const report = readEncoding(before, now);
      before = now;
      return report;
    },
  };
};
