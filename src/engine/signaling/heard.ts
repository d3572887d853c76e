// What a sign of life means for what we know of its sender: the decision alone.

/** The last that was heard of a person. Times called `at` are that person's own wall clock, `heardMs` is our clock. */
export interface Known {
  readonly instance: string;
  /** Of the latest text of any kind. */
  readonly at: number;
  /** Of the latest announcement or goodbye; 0 while only messages came. */
  readonly announcedAt: number;
  readonly heardMs: number;
  readonly hasLeft: boolean;
}

export interface Heard {
  readonly instance: string;
  readonly at: number;
  readonly kind: 'announcement' | 'bye' | 'message';
}

/**
 * `new`: give out a link. `same`: nothing changed. `replaces`: the old instance is gone, give out a link to this one.
 * `left`: close the link. `outdated`: older than what is known: late, or replayed by a relay.
 */
export type HeardVerdict = 'new' | 'same' | 'replaces' | 'left' | 'outdated';

/** For so long an instance that was heard is believed to be the latest, even if another shows a later wall clock. */
const trustedMs = 120_000;

/** Pure. `nowMs` is our clock. */
export const judgeHeard = (known: Known | undefined, heard: Heard, nowMs: number): HeardVerdict => {
  const isBye = heard.kind === 'bye';
  if (!known) return isBye ? 'outdated' : 'new';
  if (heard.instance !== known.instance) {
    // Without this a relay could end a call by replaying an announcement of yesterday. A clock that was set back while
    // the person reloaded is forgiven once the old instance has been silent for a while.
    const isBelieved = heard.at > known.at || nowMs - known.heardMs > trustedMs;
    if (isBye || !isBelieved) return 'outdated';
    return known.hasLeft ? 'new' : 'replaces';
  }
  // A goodbye is sealed beside the latest announcement, long before it is said: messages may be younger than it and come
  // after it, and only a younger announcement means that somebody is back.
  if (known.hasLeft) return heard.kind === 'announcement' && heard.at > known.announcedAt ? 'new' : 'outdated';
  if (isBye) return heard.at >= known.announcedAt ? 'left' : 'outdated';
  return 'same';
};

/** Pure: what is known after `heard`, unless it was outdated. */
export const learn = (known: Known | undefined, heard: Heard, nowMs: number): Known => {
  const before = known?.instance === heard.instance ? known : undefined;
  return {
    instance: heard.instance,
    at: Math.max(before?.at ?? 0, heard.at),
    announcedAt: heard.kind === 'message' ? (before?.announcedAt ?? 0) : Math.max(before?.announcedAt ?? 0, heard.at),
    heardMs: nowMs,
    hasLeft: heard.kind === 'bye',
  };
};
