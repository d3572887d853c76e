// When to announce on one relay: the decision alone (announcer.ts has the timers and the relays).
//
// Relays are other people's. One with 4,000 announcements a second from idle rooms went down (trystero #192), so that
// we are loud only while somebody is missing, and otherwise say one thing a minute.

import type { Random } from '#core/base/random.ts';

export interface AnnounceSchedule {
  /** How many announcements of the present search were sent on this relay. */
  readonly sent: number;
  readonly lastMs: number | undefined;
  /** When the next is due; nothing while the relay is closed or before joining. */
  readonly dueMs: number | undefined;
}

export type AnnounceEvent =
  /** Joined, or the relay opened (again), or the network changed: whoever is there should hear of us now. */
  | { readonly is: 'started' }
  | { readonly is: 'sent' }
  | { readonly is: 'searching' }
  | { readonly is: 'quiet' }
  /** The relay closed, or the call is over. */
  | { readonly is: 'stopped' };

export interface AnnounceContext {
  readonly nowMs: number;
  readonly isSearching: boolean;
  readonly random: Random;
}

/** Waits after the first, second... announcement of a search: 0, 300, 800, 2000 ms, then 5, 10, 20, 40 s after its start. */
const searchGapsMs = [300, 500, 1_200, 3_000, 5_000, 10_000, 20_000];
/** The burst is for joining; a later search begins behind it. */
const afterBurst = 3;
const quietMs = { min: 60_000, jitter: 15_000 };
/** Two causes at the same time (opened, checked) are one announcement. */
const minGapMs = 250;

export const noSchedule: AnnounceSchedule = { sent: 0, lastMs: undefined, dueMs: undefined };

const quietGapMs = (random: Random): number => quietMs.min + random() * quietMs.jitter;

/** Pure: the schedule after `event`. While not searching, two announcements are never less than a minute apart. */
export const planAnnouncement = (
  schedule: AnnounceSchedule,
  event: AnnounceEvent,
  { nowMs, isSearching, random }: AnnounceContext,
): AnnounceSchedule => {
  const { sent, lastMs } = schedule;
  const notBefore = (gapMs: number): number => (lastMs === undefined ? nowMs : Math.max(nowMs, lastMs + gapMs));
  switch (event.is) {
    case 'started':
      return isSearching
        ? { sent: lastMs === undefined ? 0 : Math.min(sent, afterBurst), lastMs, dueMs: notBefore(minGapMs) }
        : { sent, lastMs, dueMs: notBefore(quietGapMs(random)) };
    case 'sent': {
      const gapMs = (isSearching ? searchGapsMs[sent] : undefined) ?? quietGapMs(random);
      return { sent: sent + 1, lastMs: nowMs, dueMs: nowMs + gapMs };
    }
    case 'searching':
      return {
        sent: afterBurst,
        lastMs,
        dueMs: schedule.dueMs === undefined ? undefined : notBefore(searchGapsMs[afterBurst] ?? 0),
      };
    case 'quiet':
      return { sent, lastMs, dueMs: schedule.dueMs === undefined ? undefined : notBefore(quietGapMs(random)) };
    case 'stopped':
      return { sent, lastMs, dueMs: undefined };
  }
};
