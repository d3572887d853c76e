// What a sign of life means for what we know of its sender: the decision alone.

/** The last that was heard of a person. Times called `at` are that person's own wall clock, `heardMs` is our clock. */
export interface Known {
  readonly instance: string;
  readonly at: number;
  readonly heardMs: number;
  readonly hasLeft: boolean;
}

export interface Heard {
  readonly instance: string;
  readonly at: number;
  readonly isBye: boolean;
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
  if (!known) return heard.isBye ? 'outdated' : 'new';
  const isLater = heard.at > known.at;
  if (heard.instance !== known.instance) {
    // Without this a relay could end a call by replaying an announcement of yesterday. A clock that was set back while
    // the person reloaded is forgiven once the old instance has been silent for a while.
    const isBelieved = isLater || nowMs - known.heardMs > trustedMs;
    if (heard.isBye || !isBelieved) return 'outdated';
    return known.hasLeft ? 'new' : 'replaces';
  }
  if (known.hasLeft) return isLater && !heard.isBye ? 'new' : 'outdated';
  if (heard.isBye) return heard.at >= known.at ? 'left' : 'outdated';
  return 'same';
};
