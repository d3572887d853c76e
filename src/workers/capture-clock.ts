// The times that frames of a source get on their way: those of their capture, on a clock that goes on when the source changes.

export interface CaptureClock {
  /** `captureUs`: as the source says, undefined for a frame that is repeated. Always later than all before. */
  stamp(captureUs: number | undefined, nowUs: number): number;
}

/** Another camera, or one that slept, begins to count somewhere else. */
const isLostAfterUs = 250_000;
/** A sender leaves out a frame that has the same millisecond as the one before it. */
const leastStepUs = 1_000;

export const createCaptureClock = (): CaptureClock => {
  let offsetUs: number | undefined;
  let lastUs = -Infinity;
  const onOurClock = (captureUs: number, nowUs: number): number => {
    if (offsetUs === undefined || Math.abs(captureUs + offsetUs - nowUs) > isLostAfterUs) offsetUs = nowUs - captureUs;
    return captureUs + offsetUs;
  };
  return {
    stamp: (captureUs, nowUs) => {
      const atUs = captureUs === undefined ? nowUs : onOurClock(captureUs, nowUs);
      lastUs = Math.max(Math.round(atUs), lastUs + leastStepUs);
      return lastUs;
    },
  };
};
