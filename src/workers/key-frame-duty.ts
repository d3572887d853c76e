// When a rung makes a key frame: at once for whoever wants one, and one for all who want one within a moment. A key frame is
// ten times as large as another; a receiver that lost packets asks again every 200 ms until it has one (libwebrtc).

export interface KeyFrameDuty {
  /** Whether the next frame is to be a key frame, if somebody wants one. */
  isDue(isWanted: boolean, nowMs: number): boolean;
  /** The encoder has been given it. */
  done(nowMs: number): void;
}

const leastGapMs = 200;

export const createKeyFrameDuty = (): KeyFrameDuty => {
  let lastMs = -Infinity;
  return {
    isDue: (isWanted, nowMs) => isWanted && nowMs - lastMs >= leastGapMs,
    done: (nowMs) => {
      lastMs = nowMs;
    },
  };
};
