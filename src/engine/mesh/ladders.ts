// One ladder for the path to each person and one for the processor, moved look by look. Loaded when something is in the way.

import { known } from '#core/base/known.ts';
import type { CameraLimits } from './camera-limits.ts';
import { depthOf, limitsOn, lowerOf, type Rung } from './camera-rungs.ts';
import { judgePressure, judgeProcessor, learnRoundTrip, lookAtPath, type PathLook } from './judge-pressure.ts';
import { forgive, startLadder, stepLadder, type LadderState } from './pressure-ladder.ts';
import type { OwnPicture } from './relief.ts';
import { noHold, stepSoundHold, type SoundHold } from './sound-hold.ts';
import type { StatsSample } from './stats-sample.ts';

/** One look at the connection to somebody. */
export interface Look {
  readonly sample: StatsSample;
  /** What picture would go to them if nothing were in its way. */
  readonly meant: CameraLimits;
  /** Since when they are looked at. */
  readonly sinceMs: number;
}

export interface Ladders<Peer> {
  take(peer: Peer, look: Look, nowMs: number): void;
  /** What is left of `meant` for `peer`; without one, for somebody who has just come. */
  limit(meant: CameraLimits, peer?: Peer): CameraLimits;
  /** For how long the voice of `peer` is held back at least; undefined where the browser decides. */
  holdMs(peer: Peer): number | undefined;
  /** What becomes of our picture for most of the others. */
  picture(): OwnPicture;
  /** To whom no picture goes. */
  paused(): readonly Peer[];
  /** The rungs below the first, the processor's before them; another text where `limit` gives somebody something else. */
  summary(): string;
  /** We are on another network: what did not go before may go now. */
  networkChanged(): void;
  forget(peer: Peer): void;
}

interface Watched {
  readonly sample: StatsSample;
  readonly look: PathLook;
  readonly usualRoundTripMs: number | undefined;
  readonly ladder: LadderState;
  readonly hold: SoundHold;
}

/** People are looked at one after the other; the processor is judged by all of them together. */
const processorLookMs = 4_000;

const pictureOf = (paths: readonly Rung[], processor: Rung): OwnPicture => {
  const isOnMost = (rung: Rung): boolean =>
    paths.filter((each) => depthOf(each) >= depthOf(rung)).length * 2 > paths.length;
  if (isOnMost('none')) return { is: 'paused' };
  if (isOnMost('smaller')) return { is: 'smaller', because: 'path' };
  return depthOf(processor) >= depthOf('smaller') ? { is: 'smaller', because: 'processor' } : { is: 'full' };
};

/** Nobody is watched yet. */
export const createLadders = <Peer extends object>(beganMs: number): Ladders<Peer> => {
  const watched = new Map<Peer, Watched>();
  let processor = startLadder(beganMs);
  let processorAtMs = beganMs;

  const stepProcessor = (nowMs: number): void => {
    if (nowMs - processorAtMs < processorLookMs) return;
    processorAtMs = nowMs;
    const looks = [...watched.values()].map(({ look }) => look);
    processor = stepLadder(processor, judgeProcessor(looks, processor.rung), nowMs);
  };
  const rungs = (): Rung[] => [...watched.values()].map(({ ladder }) => ladder.rung);

  return {
    take: (peer, { sample, meant, sinceMs }, nowMs) => {
      const before = watched.get(peer);
      const ladder = before?.ladder ?? startLadder(sinceMs);
      const usual = before?.sample.path === sample.path ? before?.usualRoundTripMs : undefined;
      const { roundTripMs } = sample;
      const usualRoundTripMs = roundTripMs === undefined ? usual : learnRoundTrip(usual, roundTripMs);
      const look = lookAtPath(before?.sample, sample, {
        isSending: !meant.isPaused && ladder.rung !== 'none',
        ...known({ usualRoundTripMs }),
      });
      watched.set(peer, {
        sample,
        look,
        usualRoundTripMs,
        ladder: stepLadder(ladder, judgePressure(look, meant, ladder.rung), nowMs),
        hold: stepSoundHold(before?.hold ?? noHold, sample.received.microphone, nowMs),
      });
      stepProcessor(nowMs);
    },
    limit: (meant, peer) =>
      limitsOn(lowerOf(processor.rung, (peer && watched.get(peer)?.ladder.rung) ?? 'full'), meant),
    holdMs: (peer) => watched.get(peer)?.hold.holdMs,
    picture: () => pictureOf(rungs(), processor.rung),
    paused: () => [...watched].flatMap(([peer, { ladder }]) => (ladder.rung === 'none' ? [peer] : [])),
    summary: () => [processor.rung, ...rungs().filter((rung) => rung !== 'full')].join(' '),
    networkChanged: () => {
      for (const [peer, each] of watched)
        watched.set(peer, { ...each, usualRoundTripMs: undefined, ladder: forgive(each.ladder) });
    },
    forget: (peer) => void watched.delete(peer),
  };
};
