// Which frames of a source a rung takes, and how many a second that makes. Pure; times are microseconds.

export interface FramePace {
  /** Whether the frame of that moment is due, at so many a second; it counts as taken. `isWanted`: it is taken in any case. */
  takes(atUs: number, maxFramerate: number, isWanted?: boolean): boolean;
  /**
   * Frames a second. Chromium's encoder goes by what it is told, not by the times of the frames: told 30, it gives those of
   * a camera of 15 half the bits, and told 15, those of one of 30 twice as many. Changes only when it is clearly different: up
   * within three frames, and down when it has been slower for most of the last while (`slowDownMs`). Never below 5: after a page
   * that stood still the next frames would get far too many bits.
   */
  rate(): number;
}

const second = 1_000_000;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const slowest = 5;
const fastest = 60;
const clearly = 1.2;
/**
 * In intervals of the rate. Cameras are not punctual: half an interval too early is early enough, and what came late does not
 * count against what comes in time after it.
 */
const enoughCredit = 0.5;
const fullCredit = 1.5;

/** As many say something of a source that has just begun, and as many of what it does at this moment. */
const [fewest, recent] = [3, 5] as const;

const rateOf = (intervals: readonly number[]): number =>
  Math.min(fastest, Math.max(slowest, second / Math.max(1, median(intervals))));

/** The last ones: those that make up `lengthUs` together, and some at least. */
const lastOf = (intervals: readonly number[], lengthUs: number): readonly number[] => {
  let [sumUs, count] = [0, 0];
  while (count < intervals.length && (sumUs < lengthUs || count < recent)) {
    count += 1;
    sumUs += intervals.at(-count) ?? 0;
  }
  return intervals.slice(-count);
};

/** `slowDownMs`: where the machine is busy a camera stumbles, and is no slower camera for that. */
export const createFramePace = (slowDownMs = 0): FramePace => {
  let credit = 1;
  let seenUs = -Infinity;
  let lastUs = -Infinity;
  let intervals: readonly number[] = [];
  let isKnown = false;
  let rate = 30;
  const measure = (atUs: number): void => {
    if (lastUs > -Infinity) intervals = [...lastOf(intervals, slowDownMs * 1_000), atUs - lastUs];
    lastUs = atUs;
    if (intervals.length < fewest) return;
    const now = rateOf(lastOf(intervals, 0));
    // What it does first is taken as it is.
    const slower = isKnown ? Math.max(now, rateOf(intervals)) : now;
    isKnown = true;
    if (now > rate * clearly) rate = Math.round(now);
    else if (slower < rate / clearly) rate = Math.round(slower);
  };
  return {
    takes: (atUs, maxFramerate, isWanted = false) => {
      const interval = second / Math.max(1, maxFramerate);
      // A pause is not made up for.
      if (seenUs > -Infinity) credit = Math.min(fullCredit, credit + (atUs - seenUs) / interval);
      seenUs = atUs;
      if (credit < enoughCredit && !isWanted) return false;
      credit = Math.max(credit, 0) - 1;
      measure(atUs);
      return true;
    },
    rate: () => rate,
  };
};
