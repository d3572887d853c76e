// A connection made in advance: its offer is written and its addresses are gathered before anybody is there, so that a
// newcomer gets the offer in the same moment in which they are heard (FACTS.md: this is what is left to save of a join).

import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';
import { newSession } from './attempt.ts';
import type { Connection } from './connection.ts';

export interface Offered {
  /** A name for the attempt that may come of it. */
  readonly session: string;
  /** With the addresses that were gathered so far. */
  readonly sdp: string;
}

export interface PreparedOffer extends Offered {
  readonly connection: Connection;
}

export interface Spare extends Disposable {
  /** What `take` would give at this moment. */
  readonly offered: ReadonlySignal<Offered | undefined>;
  /** The prepared connection, or undefined when none is ready yet, or none that is of use. Another one is prepared soon. */
  take(): PreparedOffer | undefined;
  /** Throws away what is prepared: its addresses belong to a network that is gone. */
  refresh(): void;
  /** What waits now, so that its tracks can follow the person's devices. */
  readonly waiting: () => Connection | undefined;
}

/** Addresses of a NAT go stale after a while without traffic; mappings hold for at least 30 s, most for minutes (RFC 4787). */
const refreshMs = 60_000;
/** The next one is made when the join that took this one has had the processor for itself. */
const restockMs = 1_500;
/** A server that tells addresses answers within that, or not at all for now. */
export const serversAnswerMs = 1_000;
/** Addresses come in bursts, one for each interface and server. */
const gatheredTogetherMs = 50;

/** Keeps one prepared connection. `create` may throw when the browser refuses; then there is simply none. */
export const createSpare = (create: () => Connection, clock: ClockPort): Spare => {
  const scope = createScope();
  const offered = signal<Offered | undefined>(undefined);
  let ready: Connection | undefined;
  let readyMs = 0;
  let making: Connection | undefined;
  let stopTimer: Stop = () => {};
  let stopGathering: Stop = () => {};

  const clear = (): void => {
    stopTimer();
    stopGathering();
    ready?.[Symbol.dispose]();
    making?.[Symbol.dispose]();
    ready = undefined;
    making = undefined;
    offered.value = undefined;
  };

  const offer = (connection: Connection, session: string): void => {
    if (ready === connection) offered.value = { session, sdp: connection.descriptions().local };
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
    const session = newSession();
    connection.onCandidate.on(() => {
      stopGathering();
      if (ready === connection) stopGathering = clock.after(gatheredTogetherMs, () => offer(connection, session));
    });
    const sdp = await connection.offer().catch(() => '');
    // Disposed of or replaced in the meantime.
    if (making !== connection) return;
    making = undefined;
    if (!sdp) return connection[Symbol.dispose]();
    ready = connection;
    readyMs = clock.nowMs();
    offer(connection, session);
    stopTimer = clock.after(refreshMs, refresh);
  };

  const refresh = (): void => {
    clear();
    void prepare();
  };

  scope.add(clear);
  void prepare();
  return {
    offered,
    take: () => {
      if (ready && !ready.knowsOutside() && clock.nowMs() - readyMs >= serversAnswerMs) clear();
      const connection = ready;
      const { session } = offered.peek() ?? {};
      ready = undefined;
      offered.value = undefined;
      stopGathering();
      stopTimer();
      stopTimer = clock.after(restockMs, () => void prepare());
      return connection && session ? { connection, session, sdp: connection.descriptions().local } : undefined;
    },
    refresh,
    waiting: () => ready ?? making,
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
