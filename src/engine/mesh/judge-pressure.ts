// What one look at a connection says about the picture that we send on it: too much, just right, or less than would go.

import { depthOf, lowerOf, neededBps, rungAt, rungs, type Rung } from './camera-rungs.ts';
import type { CameraLimits } from './camera-limits.ts';
import type { FlowSample, StatsSample } from './stats-sample.ts';
import { known } from '#core/base/known.ts';

/** What is looked at, over the seconds between two samples. What is not known is absent and does not count. */
export interface PathLook {
  /** A picture is to go out. On a path that carries nothing any more there may be none all the same. */
  readonly isSending: boolean;
  /** What the path can carry of the camera, beside sound and screen, bit/s. */
  readonly freeBps?: number;
  /** Why the encoder gives less than it was asked for. */
  readonly limitedBy?: string;
  /** Of what we sent, 0 to 1, as the receiver reports. */
  readonly lossRatio?: number;
  readonly roundTripMs?: number;
  /** The round trip of this path when nothing stands in line. */
  readonly usualRoundTripMs?: number;
}

/** With less to spare a path hardly carries the sound. One that carries it easily has half of it to spare, as the browser counts. */
const leastSpareBps = 10_000;
/** Until the first figures are there: Opus at 32 kbit/s, the same again as RED, headers. */
const assumedSoundBps = 90_000;

const sentSince = (before: FlowSample | undefined, now: FlowSample | undefined): FlowSample | undefined =>
  now && before?.id === now.id && now.bytes > before.bytes && now.atMs > before.atMs ? before : undefined;

/** Of one line, between two samples; 0 where that is not known. */
export const bitrateBps = (before: FlowSample | undefined, now: FlowSample | undefined): number => {
  const earlier = sentSince(before, now);
  return earlier && now ? ((now.bytes - earlier.bytes) * 8_000) / (now.atMs - earlier.atMs) : 0;
};

/** As the line says on which the most was sent: where a picture now and then is three packets a second, one of them is a third. */
const lossOf = (before: StatsSample | undefined, now: StatsSample): number | undefined => {
  const lines = (['camera', 'microphone'] as const).flatMap((place) => {
    // The last report of a line that sends no more stays as it was.
    const [earlier, sent] = [sentSince(before?.sent[place], now.sent[place]), now.sent[place]];
    const ratio = sent?.reportedLossRatio;
    return sent && earlier && ratio !== undefined ? [{ ratio, packets: sent.packets - earlier.packets }] : [];
  });
  return lines.toSorted((one, other) => other.packets - one.packets)[0]?.ratio;
};

/** The figures between the two samples, and what is known beside them. */
export const lookAtPath = (
  before: StatsSample | undefined,
  now: StatsSample,
  beside: Pick<PathLook, 'isSending' | 'usualRoundTripMs'>,
): PathLook => {
  const [earlier, { sent }] = [before?.sent ?? {}, now];
  const soundBps = before ? bitrateBps(earlier.microphone, sent.microphone) : assumedSoundBps;
  const besideBps = soundBps + bitrateBps(earlier.screen, sent.screen);
  const { availableOutgoingBps } = now;
  return {
    ...beside,
    ...known({
      freeBps: availableOutgoingBps === undefined ? undefined : Math.max(0, availableOutgoingBps - besideBps),
      limitedBy: beside.isSending ? sent.camera?.limitedBy : undefined,
      lossRatio: lossOf(before, now),
      roundTripMs: now.roundTripMs,
    }),
  };
};

/**
 * The usual round trip, with one more measured: the least, which rises slowly, so that a path that has become longer for
 * good is no trouble for ever.
 */
export const learnRoundTrip = (usualMs: number | undefined, measuredMs: number): number =>
  usualMs === undefined || measuredMs < usualMs ? measuredMs : usualMs + (measuredMs - usualMs) * 0.05;

/** Above `pressed` it is too much; below `calm` nothing is in the way; between them nothing is known for sure. */
const limits = {
  // Up to 10 % the browser's own control of bandwidth takes for the path's nature (draft-ietf-rmcat-gcc-02, 6). Reports of a
  // path that loses 5 % swing up to 8 %: there the picture stays.
  lossRatio: { pressed: 0.12, calm: 0.08 },
  // Of three in a row one arrives: sound with RED has gaps. Whatever is beside it goes.
  heavyLossRatio: 0.3,
  // Above what is usual. Packets that stand in line for longer come too late for a conversation (ITU-T G.114).
  waitingMs: { pressed: 300, calm: 150 },
} as const;

const waitingMs = ({ roundTripMs = 0, usualRoundTripMs = roundTripMs }: PathLook): number =>
  roundTripMs - usualRoundTripMs;

/** The best rung whose picture is worth what there is. */
const fitting = (freeBps: number, call: CameraLimits): Rung =>
  rungs.find((rung) => neededBps(rung, call) <= freeBps) ?? 'none';

/** By what there is of the path: only what is sent tells. */
const byBandwidth = ({ isSending, freeBps, limitedBy }: PathLook, call: CameraLimits, on: Rung): Rung => {
  if (!isSending || freeBps === undefined) return on;
  const best = fitting(freeBps, call);
  // An encoder that has enough needs no more than there is, however little that be: a still picture is small.
  const isShort = limitedBy === 'bandwidth' || depthOf(best) >= depthOf('stills');
  if (!isShort || depthOf(best) <= depthOf(on)) return on;
  // A path that has just been flooded seems to carry nothing, for some seconds.
  return best === 'none' && on !== 'stills' ? 'stills' : best;
};

const byLoss = ({ lossRatio = 0 }: PathLook, on: Rung): Rung => {
  if (lossRatio < limits.lossRatio.pressed) return on;
  return rungAt(Math.min(depthOf(on) + 1, depthOf(lossRatio < limits.heavyLossRatio ? 'smallest' : 'none')));
};

const byWaiting = (look: PathLook, on: Rung): Rung =>
  waitingMs(look) < limits.waitingMs.pressed ? on : rungAt(Math.min(depthOf(on) + 1, depthOf('smallest')));

/**
 * Whether more may be tried. What the path could carry is not known before: the browser's estimate grows only with what is
 * sent, up to half more. So a low one is no reason to stay down, as long as it covers what goes.
 */
const isCalm = (look: PathLook, call: CameraLimits, on: Rung): boolean => {
  const { freeBps = Infinity, limitedBy, lossRatio = 0 } = look;
  const isShort =
    on === 'none'
      ? freeBps < leastSpareBps
      : limitedBy === 'bandwidth' && freeBps < neededBps(rungAt(depthOf(on) - 1), call);
  return !isShort && lossRatio < limits.lossRatio.calm && waitingMs(look) < limits.waitingMs.calm;
};

/**
 * The rung that the look speaks for, where we are on `on`: a lower one where something is in the way, the next higher one
 * where nothing is, else `on`.
 */
export const judgePressure = (look: PathLook, call: CameraLimits, on: Rung): Rung => {
  const pressed = look.isSending
    ? [byBandwidth(look, call, on), byLoss(look, on), byWaiting(look, on)].reduce(lowerOf)
    : on;
  if (depthOf(pressed) > depthOf(on)) return pressed;
  return on !== 'full' && isCalm(look, call, on) ? rungAt(depthOf(on) - 1) : on;
};

/**
 * The rung for everybody, by what the processor can do: where half of the encoders or more say that it is the processor
 * that holds them back. Each person has an encoder, so a smaller picture for all helps all. The picture never goes for it.
 */
export const judgeProcessor = (looks: readonly PathLook[], on: Rung): Rung => {
  const sending = looks.filter(({ isSending }) => isSending);
  const heldBack = sending.filter(({ limitedBy }) => limitedBy === 'cpu').length;
  if (heldBack > 0 && heldBack * 2 >= sending.length)
    return lowerOf(on, rungAt(Math.min(depthOf(on) + 1, depthOf('smallest'))));
  return heldBack === 0 && on !== 'full' ? rungAt(depthOf(on) - 1) : on;
};
