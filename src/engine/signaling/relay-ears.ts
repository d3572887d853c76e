// Between a relay and everything that listens to it: the gate before joining, the budget, and the seal.

import type { Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import type { Relay } from './relay.ts';
import type { Sealer } from './sealed.ts';
import { signalLimits } from './signal-limits.ts';

export interface ListenOptions {
  /** The same text may come again through another relay. */
  readonly isCopyWelcome?: boolean;
  /** Before joining, too. */
  readonly isEarly?: boolean;
}

export interface RelayEars {
  /** Gives `handler` every text that was sealed for this room and topic. */
  listen(relay: Relay, topic: string, handler: (text: string) => void, options?: ListenOptions): Stop;
  /** How many sealed texts were dropped because a relay sent more than we decipher. */
  readonly overBudget: number;
}

export interface RelayEarsOptions {
  readonly sealer: Sealer;
  readonly clock: ClockPort;
  /** False before joining: only what is wanted early is deciphered. */
  isOpen(): boolean;
}

/** Makes the ears of one rendezvous. */
export const createRelayEars = ({ sealer, clock, isOpen }: RelayEarsOptions): RelayEars => {
  const budget = { perSecond: signalLimits.opensPerSecond, burst: signalLimits.openBurst };
  let overBudget = 0;
  return {
    get overBudget() {
      return overBudget;
    },
    listen: (relay, topic, handler, { isCopyWelcome = false, isEarly = false } = {}) => {
      // Each topic its own: anybody can read on a relay which there are, and rubbish on one must not drown the others.
      const mayOpen = createTokenBucket(budget);
      return relay.subscribe(topic, (sealed) => {
        if (!isEarly && !isOpen()) return;
        if (!mayOpen(clock.nowMs())) return void overBudget++;
        void sealer.open(topic, sealed, isCopyWelcome ? relay.name : '').then((text) => {
          if (text !== undefined && (isEarly || isOpen())) handler(text);
        });
      });
    },
  };
};
