// The own raised hand over a short reload: written while it is up, read once by the next page load.

import type { FeatureHost } from '#engine/call/api.ts';
import type { Stop } from '#core/base/scope.ts';
import * as v from 'valibot';
import type { Hand } from './hand-order.ts';
import { keptSchema, type KeptHand } from './hands-wire.ts';

/** A page that was away for longer has not been reloaded: whoever comes back then raises again. */
export const keptForMs = 60_000;
const renewMs = 15_000;
const key = 'raised';

export interface KeptHandFile extends Disposable {
  /** The hand of the page load before this one, when that ended just now. */
  read(): Promise<Hand | undefined>;
  /** Remembers from now on that it is up, or, with undefined, forgets it. */
  keep(hand: Hand | undefined): void;
}

type Parts = Pick<FeatureHost, 'self' | 'clock' | 'store'>;

/** Remembers nothing yet. Disposing means that the call is over, and so is the hand. */
export const createKeptHand = ({ self, clock, store }: Parts): KeptHandFile => {
  let stopRenewing: Stop = () => {};
  let isKept = false;
  const write = (hand: Hand): void => {
    const nowMs = clock.dateMs();
    const raisedAtMs = Math.max(0, nowMs - (clock.nowMs() - hand.sinceMs));
    void store.set(key, { person: self, turn: hand.turn, raisedAtMs, aliveAtMs: nowMs } satisfies KeptHand);
    stopRenewing = clock.after(renewMs, () => write(hand));
  };
  const keep = (hand: Hand | undefined): void => {
    stopRenewing();
    if (hand) write(hand);
    else if (isKept) void store.remove(key);
    isKept = hand !== undefined;
  };
  return {
    read: async () => {
      const kept = v.safeParse(keptSchema, await store.get(key));
      if (!kept.success || kept.output.person !== self) return undefined;
      const { turn, raisedAtMs, aliveAtMs } = kept.output;
      const [awayMs, forMs] = [clock.dateMs() - aliveAtMs, clock.dateMs() - raisedAtMs];
      // A clock that was set back in between makes both mean nothing.
      if (awayMs < 0 || awayMs > keptForMs || forMs < 0) return undefined;
      return { turn, sinceMs: clock.nowMs() - forMs };
    },
    keep,
    [Symbol.dispose]: () => keep(undefined),
  };
};
