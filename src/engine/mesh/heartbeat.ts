// Keeps a connection in sight: says something twice a second, and tells when nothing comes from the other end any more.

import type { ClockPort } from '#core/ports/clock.ts';
import type { Attempt } from './attempt.ts';
import { beginPathWatch, lookAtPath, quietFor, type PathWatch } from './path-watch.ts';

export interface HeartbeatOptions {
  readonly clock: ClockPort;
  readonly current: () => Attempt | undefined;
  /** Nothing came for `forMs`. Told at every look until something comes. */
  onQuiet(session: string, forMs: number): void;
  /** Something came since the last look. */
  onHeard(session: string): void;
}

export interface Heartbeat {
  /** To be called twice a second while a channel may be open: says a word, and looks. */
  tick(): void;
  /** The device has another network: for a while a short silence says enough. */
  doubt(): void;
}

/** Two words have not come. */
const doubtfulMs = 1_000;
/** By then a path that is gone has been silent for long enough. */
const doubtForMs = 5_000;

/** Watches whatever connection is there; another one begins anew. */
export const createHeartbeat = ({ clock, current, onQuiet, onHeard }: HeartbeatOptions): Heartbeat => {
  let watched: { readonly attempt: Attempt; readonly watch: PathWatch } | undefined;
  let doubtedUntilMs = 0;
  return {
    doubt: () => void (doubtedUntilMs = clock.nowMs() + doubtForMs),
    tick: () => {
      const attempt = current();
      if (!attempt) return void (watched = undefined);
      attempt.connection.beat();
      const [nowMs, signs] = [clock.nowMs(), attempt.connection.signs()];
      const before = watched?.attempt === attempt ? watched.watch : undefined;
      const watch = before ? lookAtPath(before, nowMs, signs) : beginPathWatch(nowMs, signs);
      watched = { attempt, watch };
      const silentMs = quietFor(watch, nowMs, nowMs < doubtedUntilMs ? doubtfulMs : undefined);
      if (silentMs !== undefined) onQuiet(attempt.session, silentMs);
      else if (before && before.signs !== signs) onHeard(attempt.session);
    },
  };
};
