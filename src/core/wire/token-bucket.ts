// A rate limit that allows bursts.

export interface TokenBucketOptions {
  readonly perSecond: number;
  readonly burst: number;
}

/** Returns a function that says whether one more may pass at `nowMs`. */
export const createTokenBucket = ({ perSecond, burst }: TokenBucketOptions): ((nowMs: number) => boolean) => {
  let tokens = burst;
  let lastMs: number | undefined;
  return (nowMs) => {
    if (lastMs !== undefined) tokens = Math.min(burst, tokens + (Math.max(0, nowMs - lastMs) * perSecond) / 1000);
    lastMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};
