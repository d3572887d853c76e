// When a direct connection comes up while the person is carried, or comes back, the carried picture stays until the first
// direct one is there: nobody looks at a black tile.

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
/** Whose camera is off, or who sends nothing at all, is not waited for. */
const waitMs = 1_500;

/** Nobody has a stand-in yet. */
export const createArrival = ({ carried, clock, onSource }: ArrivalOptions): Arrival => {
  const scope = createScope();
  const waiting = new Map<Peer, Stop>();
  const arrived = new Set<Peer>();

  const arrive = (peer: Peer): void => {
    waiting.get(peer)?.();
    waiting.delete(peer);
    arrived.add(peer);
    carried.setArrived(peer, true);
    onSource(peer);
  };

  const wait = (peer: Peer): void => {
    const untilMs = clock.nowMs() + waitMs;
    let framesBefore: number | undefined;
    const ask = async (): Promise<void> => {
      const sample = await peer.measure().catch(() => undefined);
      if (!waiting.has(peer)) return;
      const frames = sample?.received.camera?.frames;
      const hasMoved = frames !== undefined && framesBefore !== undefined && frames > framesBefore;
      // A connection that is back tells frames of the time before: only new ones count.
      framesBefore ??= frames;
      if (hasMoved || clock.nowMs() >= untilMs) arrive(peer);
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
        const standIn = carried.all().find(({ person }) => person === peer.person);
        if (standIn) onSource(standIn);
        else if (wasWaiting) onSource(peer);
      }
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
