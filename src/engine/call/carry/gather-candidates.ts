// Sends a connection's candidates together with those that come in the next moments.

import type { Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Candidate } from '#core/wire/signal.ts';
import type { Connection } from '#engine/mesh/connection.ts';

/** Candidates of one gathering come in a few milliseconds. */
const batchMs = 30;
/** As many as one message may have. */
const maxBatch = 40;

/** Until it is stopped. */
export const gatherCandidates = (
  connection: Connection,
  clock: ClockPort,
  send: (candidates: readonly Candidate[]) => void,
): Stop => {
  const batch: Candidate[] = [];
  let stopTimer: Stop | undefined;
  const flush = (): void => {
    stopTimer = undefined;
    while (batch.length > 0) send(batch.splice(0, maxBatch));
  };
  const stop = connection.onCandidate.on((candidate) => {
    batch.push(candidate);
    stopTimer ??= clock.after(batchMs, flush);
  });
  return () => {
    stop();
    stopTimer?.();
  };
};
