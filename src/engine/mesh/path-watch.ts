// Whether anything still arrives from somebody: browsers notice a dead path after five seconds and more, sound stops at
// once. Pure: looked at twice a second, and more often while nothing comes, with a number that moves whenever anything has come.

export interface PathWatch {
  readonly lookedMs: number;
  /** What `signs` was when last looked at. */
  readonly signs: number;
  /** When something last came, as exactly as looking tells. */
  readonly heardMs: number;
  /** The longest pause of late, milliseconds; it fades. */
  readonly pauseMs: number;
}

/** Issue 4: no bytes for 1.5 s. */
const quietMs = 1_500;
/** Whoever is heard in pauses, because a hidden page's timers come once a second, is waited for; but not for longer. */
const maxQuietMs = 4_000;
/** Half of the longest pause is forgotten in so long. */
const forgetHalfMs = 7_000;
/** A look that comes later than this was held up: the page slept, and so did what should have come. */
const lateMs = 2_000;
/** What a page that slept is given to hear something. */
const graceMs = 700;

/** A path on which something has just come. */
export const beginPathWatch = (nowMs: number, signs: number): PathWatch => ({
  lookedMs: nowMs,
  signs,
  heardMs: nowMs,
  pauseMs: 0,
});

const limitMs = ({ pauseMs }: PathWatch): number => Math.min(maxQuietMs, Math.max(quietMs, 2 * pauseMs));

/** One look. `signs` only has to differ from the last look's when something came in between. */
export const lookAtPath = (watch: PathWatch, nowMs: number, signs: number): PathWatch => {
  const pauseMs = watch.pauseMs * 0.5 ** ((nowMs - watch.lookedMs) / forgetHalfMs);
  if (signs !== watch.signs) {
    // No more of it than counts: after a break of ten seconds the next one would be noticed seconds late for half a minute.
    const lastMs = Math.min(nowMs - watch.heardMs, maxQuietMs / 2);
    return { lookedMs: nowMs, signs, heardMs: nowMs, pauseMs: Math.max(pauseMs, lastMs) };
  }
  const isLate = nowMs - watch.lookedMs > lateMs;
  const heardMs = isLate ? Math.max(watch.heardMs, nowMs - limitMs(watch) + graceMs) : watch.heardMs;
  return { ...watch, lookedMs: nowMs, pauseMs, heardMs };
};

/** For how long nothing came when that is longer than it should be, or than `enoughMs`; undefined while all is well. */
export const quietFor = (watch: PathWatch, nowMs: number, enoughMs = Infinity): number | undefined => {
  const silentMs = nowMs - watch.heardMs;
  return silentMs >= Math.min(enoughMs, limitMs(watch)) ? silentMs : undefined;
};
