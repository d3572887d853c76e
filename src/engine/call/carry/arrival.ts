// When a direct connection comes up while the person is carried, or comes back, the carried picture stays until the
// direct one moves: nobody looks at a black tile, nor at one that stands still.

import type { Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { createScope } from '#core/base/scope.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import type { CarriedPeople } from './carried-people.ts';

export interface ArrivalOptions {
  readonly carried: Pick<CarriedPeople, 'all' | 'directOf' | 'setArrived'>;
  readonly clock: ClockPort;
  /** Another peer's picture is shown now. */
  onSource(peer: Peer): void;
}

export interface Arrival extends Disposable {
  /** Who is connected directly may have changed. */
  look(): void;
}

const askEveryMs = 100;
/** So long both are watched side by side. */
const windowMs = 500;
/** Whose camera is off, or who sends nothing at all, is not waited for. */
const stillMs = 1_500;

/** How many pictures have come so far, of each way. */
export interface ArrivalLook {
  readonly atMs: number;
  readonly direct: number | undefined;
  readonly carried: number | undefined;
}

/**
 * Whether the direct picture can take the carried one's place. One frame says little: the first one can stand alone for a second
 * while the path finds out what it carries. So for half a second it has to bring half of what the carried one brings; and
 * where the carried one stands still, there is nothing to lose. Looks in their order; total.
 */
export const hasArrived = (looks: readonly ArrivalLook[]): boolean => {
  const now = looks.at(-1);
  if (!now) return false;
  // A connection that is back tells frames of the time before: only new ones count.
  const before = looks.findLast(({ atMs, direct }) => atMs <= now.atMs - windowMs && direct !== undefined);
  const direct = more(before?.direct, now.direct);
  if (before && direct > 0 && direct * 2 >= more(before.carried, now.carried)) return true;
  const longBefore = looks.findLast(({ atMs }) => atMs <= now.atMs - stillMs);
  return longBefore !== undefined && more(longBefore.carried, now.carried) === 0;
};

const more = (before = 0, now = 0): number => Math.max(0, now - before);

const framesOf = async (peer: Peer): Promise<number | undefined> =>
  (await peer.measure().catch(() => undefined))?.received.camera?.frames;

/** Nobody has a stand-in yet. */
export const createArrival = ({ carried, clock, onSource }: ArrivalOptions): Arrival => {
  const scope = createScope();
  const waiting = new Map<Peer, Stop>();
  const arrived = new Set<Peer>();
  const standInOf = (direct: Peer): Peer | undefined => carried.all().find(({ person }) => person === direct.person);

  const arrive = (peer: Peer): void => {
    waiting.get(peer)?.();
    waiting.delete(peer);
    arrived.add(peer);
    carried.setArrived(peer, true);
    onSource(peer);
  };

  const wait = (peer: Peer): void => {
    const looks: ArrivalLook[] = [];
    const ask = async (): Promise<void> => {
      const standIn = standInOf(peer);
      const [direct, other] = await Promise.all([framesOf(peer), standIn && framesOf(standIn)]);
      if (!waiting.has(peer)) return;
      looks.push({ atMs: clock.nowMs(), direct, carried: other });
      if (hasArrived(looks)) arrive(peer);
      else
        waiting.set(
          peer,
          clock.after(askEveryMs, () => void ask()),
        );
    };
    waiting.set(peer, () => {});
    void ask();
  };

  const forget = (peer: Peer): void => {
    waiting.get(peer)?.();
    waiting.delete(peer);
    arrived.delete(peer);
    carried.setArrived(peer, false);
  };

  scope.add(() => [...waiting.keys()].forEach(forget));
  return {
    look: () => {
      const now = new Set(carried.all().flatMap((peer) => carried.directOf(peer) ?? []));
      for (const peer of now) if (!waiting.has(peer) && !arrived.has(peer)) wait(peer);
      for (const peer of [...waiting.keys(), ...arrived]) {
        if (now.has(peer)) continue;
        const wasWaiting = waiting.has(peer);
        forget(peer);
        // Broken again while the carrier is still there: back to the carried picture. Or the carrier went first.
        const standIn = standInOf(peer);
        if (standIn) onSource(standIn);
        else if (wasWaiting) onSource(peer);
      }
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
