// Relief for a path or a processor that cannot carry what we send: looks for the first sign of it, and then has the ladders.

import type { PersonId } from '#core/base/ids.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { CameraLimits } from './camera-limits.ts';
import type { Ladders, Look } from './ladders.ts';
import type { StatsSample } from './stats-sample.ts';

/** What becomes of our picture for most of the others, and why. */
export type OwnPicture =
  | { readonly is: 'full' }
  | { readonly is: 'smaller'; readonly because: 'path' | 'processor' }
  | { readonly is: 'paused' };

/** Somebody to whom a picture goes and whose voice comes; a page load of a person. */
interface Receiver {
  readonly person: PersonId;
  holdVoice(ms: number | undefined): void;
}

export type LoadLadders = () => Promise<Pick<typeof import('./ladders.ts'), 'createLadders'>>;

export interface ReliefOptions<Peer extends Receiver> {
  readonly clock: Pick<ClockPort, 'nowMs'>;
  readonly log: Log;
  /** What picture would go to somebody if nothing were in its way. */
  readonly meantFor: (peer: Peer) => CameraLimits;
  /** `limit` gives others than before. */
  readonly onMoved: () => void;
  readonly load: LoadLadders | undefined;
}

export interface Relief<Peer extends Receiver> {
  /** A look at the connection to `peer`. */
  take(peer: Peer, sample: StatsSample): void;
  /** What is left of `meant` for `peer`; without one, for somebody who has just come. */
  limit(meant: CameraLimits, peer?: Peer): CameraLimits;
  /** We are on another network: what did not go before may go now. */
  networkChanged(): void;
  /** Nobody there any more. */
  forget(peer: Peer): void;
  readonly picture: ReadonlySignal<OwnPicture>;
  /** To whom no picture goes. */
  readonly pausedFor: ReadonlySignal<readonly PersonId[]>;
}

/** Less than that, and there would be nothing for a ladder to do. */
const troubledFrom = { lossRatio: 0.05, lostPackets: 20, roundTripMs: 250 } as const;

/** Whether anything could be in the way; the ladders know better. */
const isTroubled = ({ sent, received, roundTripMs = 0 }: StatsSample): boolean =>
  sent.camera?.limitedBy !== undefined ||
  [sent.camera, sent.microphone].some((flow) => (flow?.reportedLossRatio ?? 0) >= troubledFrom.lossRatio) ||
  (received.microphone?.lostPackets ?? 0) >= troubledFrom.lostPackets ||
  roundTripMs >= troubledFrom.roundTripMs;

/** Nothing is loaded before the first sign of trouble; a load that failed is tried again at the next. */
export const createRelief = <Peer extends Receiver>({
  clock,
  log,
  meantFor,
  onMoved,
  load = () => import('./ladders.ts'),
}: ReliefOptions<Peer>): Relief<Peer> => {
  const since = new WeakMap<Peer, number>();
  let ladders: Ladders<Peer> | undefined;
  /** Looks at which the ladders were not there yet; undefined while they are not asked for. */
  let waiting: Map<Peer, Look> | undefined;
  const picture = signal<OwnPicture>({ is: 'full' });
  const pausedFor = signal<readonly PersonId[]>([]);
  let summary = 'full';

  const tell = (): void => {
    if (!ladders) return;
    const now = ladders.picture();
    if (JSON.stringify(now) !== JSON.stringify(picture.peek())) picture.value = now;
    const paused = ladders.paused().map(({ person }) => person);
    if (paused.join() !== pausedFor.peek().join()) pausedFor.value = paused;
    if (ladders.summary() === summary) return;
    summary = ladders.summary();
    log.info('picture', { rungs: summary });
    onMoved();
  };
  const look = (peer: Peer, what: Look): void => {
    ladders?.take(peer, what, clock.nowMs());
    peer.holdVoice(ladders?.holdMs(peer));
    tell();
  };
  const begin = async (): Promise<void> => {
    try {
      const { createLadders } = await load();
      ladders = createLadders(clock.nowMs());
      for (const [peer, what] of waiting ?? []) look(peer, what);
    } catch (error) {
      log.warn('ladders-not-loaded', { reason: reasonOf(error) });
    }
    waiting = undefined;
  };

  return {
    picture,
    pausedFor,
    take: (peer, sample) => {
      const sinceMs = since.get(peer) ?? clock.nowMs();
      since.set(peer, sinceMs);
      const what: Look = { sample, meant: meantFor(peer), sinceMs };
      if (ladders) return look(peer, what);
      if (!waiting && isTroubled(sample)) {
        waiting = new Map();
        void begin();
      }
      waiting?.set(peer, what);
    },
    limit: (meant, peer) => ladders?.limit(meant, peer) ?? meant,
    networkChanged: () => ladders?.networkChanged(),
    forget: (peer) => {
      waiting?.delete(peer);
      ladders?.forget(peer);
      tell();
    },
  };
};
