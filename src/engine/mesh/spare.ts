// A connection made in advance: its offer is written and its addresses are gathered before anybody is there, so that a
// newcomer gets the offer in the same moment in which they are heard (FACTS.md: this is what is left to save of a join).

import { createScope } from '#core/base/scope.ts';
import type { Candidate } from '#core/wire/signal.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Connection } from './connection.ts';

export interface PreparedOffer {
  readonly connection: Connection;
  readonly sdp: string;
  /** What was gathered while it waited. */
  readonly candidates: readonly Candidate[];
}

export interface Spare extends Disposable {
  /** The prepared connection, or undefined when none is ready yet. Another one is prepared at once. */
  take(): PreparedOffer | undefined;
  /** Throws away what is prepared: its addresses belong to a network that is gone. */
  refresh(): void;
  /** What waits now, so that its tracks can follow the person's devices. */
  readonly waiting: () => Connection | undefined;
}

/** Addresses of a NAT go stale after a while without traffic; mappings hold for at least 30 s, most for minutes (RFC 4787). */
const refreshMs = 60_000;
/** As many as one signal may hold. */
const maxCandidates = 40;
/** The next one is made when the join that took this one has had the processor for itself. */
const restockMs = 1_500;

/** Keeps one prepared connection. `create` may throw when the browser refuses; then there is simply none. */
export const createSpare = (create: () => Connection, clock: ClockPort): Spare => {
  const scope = createScope();
  let ready: { connection: Connection; sdp: string; candidates: Candidate[] } | undefined;
  let making: Connection | undefined;
  let stopTimer = (): void => {};

  const clear = (): void => {
    stopTimer();
    ready?.connection[Symbol.dispose]();
    making?.[Symbol.dispose]();
    ready = undefined;
    making = undefined;
  };

  const prepare = async (): Promise<void> => {
    if (scope.signal.aborted || making || ready) return;
    let connection: Connection;
    try {
      connection = create();
    } catch {
      return;
    }
    making = connection;
    const candidates: Candidate[] = [];
    connection.onCandidate.on((candidate) => candidates.push(candidate));
    const sdp = await connection.offer().catch(() => '');
    // Disposed of or replaced in the meantime.
    if (making !== connection) return;
    making = undefined;
    if (!sdp) return connection[Symbol.dispose]();
    ready = { connection, sdp, candidates };
    stopTimer = clock.after(refreshMs, refresh);
  };

  const refresh = (): void => {
    clear();
    void prepare();
  };

  scope.add(clear);
  void prepare();
  return {
    take: () => {
      const taken = ready;
      ready = undefined;
      stopTimer();
      stopTimer = clock.after(restockMs, () => void prepare());
      return taken && { ...taken, candidates: taken.candidates.slice(0, maxCandidates) };
    },
    refresh,
    waiting: () => ready?.connection ?? making,
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
