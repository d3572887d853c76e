// Randomness that a test can seed.

/** A number from 0 up to, not including, 1. For jitter and simulation, never for keys. */
export type Random = () => number;

/** A repeatable source (mulberry32, public domain algorithm by Tommy Ettinger). */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
