// Gives the path to each person, and the processor, relief: has the ladders, and moves them look by look.

import { known } from '#core/base/known.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { CameraLimits } from './camera-limits.ts';
import { depthOf, lowerOf, type Rung } from './camera-rungs.ts';
import { judgePressure, judgeProcessor, learnRoundTrip, lookAtPath, type PathLook } from './judge-pressure.ts';
import { forgive, startLadder, stepLadder, type LadderState } from './pressure-ladder.ts';
import type { StatsSample } from './stats-sample.ts';

/** What becomes of our picture for most of the others, and why. */
export type PictureState =
  | { readonly is: 'full' }
  | { readonly is: 'smaller'; readonly because: 'path' | 'processor' }
  | { readonly is: 'paused' };

/** Somebody to whom a picture goes; a page load of a person. */
interface Receiver {
  readonly person: PersonId;
}

export interface Relief<Peer extends Receiver> {
  /**
   * A look at the connection to `peer`, to whom a picture of at most `meant` would go if nothing were in its way. True when
   * somebody's rung has changed.
   */
  take(peer: Peer, sample: StatsSample, meant: CameraLimits): boolean;
  /** On which rung the camera goes to `peer`; without one, to somebody who has just come. */
  rungFor(peer?: Peer): Rung;
  /** We are on another network: what did not go before may go now. */
  networkChanged(): void;
  /** Nobody there any more. */
  forget(peer: Peer): void;
  readonly picture: ReadonlySignal<PictureState>;
  /** To whom no picture goes. */
  readonly pausedFor: ReadonlySignal<readonly PersonId[]>;
}

interface Watched {
  readonly sample: StatsSample;
  readonly look: PathLook;
  readonly usualRoundTripMs: number | undefined;
  readonly ladder: LadderState;
}

/** People are looked at one after the other; the processor is judged by all of them together. */
const processorLookMs = 4_000;

// Each is one object, so that a change can be seen.
const full: PictureState = { is: 'full' };
const allPaused: PictureState = { is: 'paused' };
const slowPath: PictureState = { is: 'smaller', because: 'path' };
const busyProcessor: PictureState = { is: 'smaller', because: 'processor' };

const pictureOf = (paths: readonly Rung[], processor: Rung): PictureState => {
  const isOnMost = (rung: Rung): boolean =>
    paths.filter((each) => depthOf(each) >= depthOf(rung)).length * 2 > paths.length;
  if (isOnMost('none')) return allPaused;
  if (isOnMost('smaller')) return slowPath;
  return depthOf(processor) >= depthOf('smaller') ? busyProcessor : full;
};

/** Nobody is watched yet. */
export const createRelief = <Peer extends Receiver>(clock: Pick<ClockPort, 'nowMs'>): Relief<Peer> => {
  const watched = new Map<Peer, Watched>();
  let processor = startLadder(clock.nowMs());
  let processorAtMs = clock.nowMs();
  const picture = signal<PictureState>(full);
  const pausedFor = signal<readonly PersonId[]>([]);
  const rungFor = (peer?: Peer): Rung => lowerOf(processor.rung, (peer && watched.get(peer)?.ladder.rung) ?? 'full');

  const tell = (): void => {
    const paths = [...watched].map(([{ person }, { ladder }]) => ({ person, rung: ladder.rung }));
    picture.value = pictureOf(
      paths.map(({ rung }) => rung),
      processor.rung,
    );
    const paused = paths.flatMap(({ person, rung }) => (rung === 'none' ? [person] : []));
    if (paused.join() !== pausedFor.peek().join()) pausedFor.value = paused;
  };

  const stepProcessor = (nowMs: number): boolean => {
    if (nowMs - processorAtMs < processorLookMs) return false;
    processorAtMs = nowMs;
    const before = processor.rung;
    const looks = [...watched.values()].map(({ look }) => look);
    processor = stepLadder(processor, judgeProcessor(looks, before), nowMs);
    return processor.rung !== before;
  };

  return {
    picture,
    pausedFor,
    rungFor,
    take: (peer, sample, meant) => {
      const nowMs = clock.nowMs();
      const before = watched.get(peer);
      const ladder = before?.ladder ?? startLadder(nowMs);
      const usual = before?.sample.path === sample.path ? before?.usualRoundTripMs : undefined;
      const { roundTripMs } = sample;
      const usualRoundTripMs = roundTripMs === undefined ? usual : learnRoundTrip(usual, roundTripMs);
      const look = lookAtPath(before?.sample, sample, {
        isSending: !meant.isPaused && ladder.rung !== 'none',
        ...known({ usualRoundTripMs }),
      });
      const next = stepLadder(ladder, judgePressure(look, meant, ladder.rung), nowMs);
      watched.set(peer, { sample, look, usualRoundTripMs, ladder: next });
      const isProcessorMoved = stepProcessor(nowMs);
      tell();
      return isProcessorMoved || next.rung !== ladder.rung;
    },
    networkChanged: () => {
      for (const [peer, each] of watched)
        watched.set(peer, { ...each, usualRoundTripMs: undefined, ladder: forgive(each.ladder) });
    },
    forget: (peer) => {
      if (watched.delete(peer)) tell();
    },
  };
};
