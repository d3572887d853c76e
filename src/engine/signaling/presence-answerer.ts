// In the call: one of those who are there tells whoever asks who is there.

import type { PersonId } from '#core/base/ids.ts';
import type { Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { PresentPerson } from '#core/ports/link.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import { createMemory } from './memory.ts';
import { writeAnswer } from './presence-message.ts';
import type { Relay } from './relay.ts';
import type { Sealer } from './sealed.ts';
import { signalLimits } from './signal-limits.ts';

export interface PresenceAnswererOptions {
  readonly topic: string;
  readonly self: PersonId;
  readonly sealer: Sealer;
  readonly clock: ClockPort;
  /** Who is there, ourselves among them. */
  describe(): readonly PresentPerson[];
}

export interface PresenceAnswerer extends Disposable {
  /** A question came on `relay`. */
  take(nonce: string, relay: Relay): void;
  /** Somebody else answered. */
  noteAnswer(nonce: string): void;
}

/** Time for whoever is first to answer; each of the next waits a little longer than the one before. */
const waitMs = { second: 1_500, each: 400 };

/** Waits for questions. */
export const createPresenceAnswerer = (options: PresenceAnswererOptions): PresenceAnswerer => {
  const { topic, self, sealer, clock, describe } = options;
  const seen = createMemory(signalLimits.rememberedQuestions);
  const waiting = new Map<string, Stop>();
  const { answersPerSecond: perSecond, answerBurst: burst } = signalLimits;
  const mayAnswer = createTokenBucket({ perSecond, burst });
  let isOver = false;

  const answer = (nonce: string, relay: Relay): void => {
    waiting.delete(nonce);
    if (!mayAnswer(clock.nowMs())) return;
    const publish = (sealed: string): void => {
      if (!isOver) relay.publish(topic, sealed);
    };
    sealer.seal(topic, writeAnswer(nonce, describe())).then(publish, () => {});
  };
  return {
    take: (nonce, relay) => {
      if (seen.has(nonce)) return;
      seen.add(nonce);
      // The same rule as for open offers (docs/decisions/016): all know without a word who is first.
      const before = describe().filter(({ id }) => id < self).length;
      if (before === 0) return answer(nonce, relay);
      if (waiting.size >= signalLimits.waitingQuestions) return;
      const delayMs = waitMs.second + (before - 1) * waitMs.each;
      waiting.set(
        nonce,
        clock.after(delayMs, () => answer(nonce, relay)),
      );
    },
    noteAnswer: (nonce) => {
      seen.add(nonce);
      waiting.get(nonce)?.();
      waiting.delete(nonce);
    },
    [Symbol.dispose]: () => {
      isOver = true;
      for (const stop of waiting.values()) stop();
      waiting.clear();
    },
  };
};
