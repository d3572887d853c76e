// When a running encoder is told something else, where that costs a key frame. Pure.
//
// Chromium's encoder takes another bitrate as it goes. Firefox's (153) begins anew: a key frame, and its own measure of bits
// forgotten. Which of both it is shows with the first change, so nobody has to be asked.

/** What is known of the encoders of one picture; a new one begins with what another has shown. */
export interface EncoderHabits {
  /** Whether the first change that nobody needed a key frame for has made one; undefined until then. */
  isDear?: boolean;
}

export interface FrameToCome {
  readonly atUs: number;
  readonly nowMs: number;
  /** It is a key frame anyway. */
  readonly isKey: boolean;
}

export interface ConfigThrift {
  /** What the encoder is to be told before that frame; undefined: it goes on as it is. */
  choose(wanted: VideoEncoderConfig, frame: FrameToCome): VideoEncoderConfig | undefined;
  /** What came of that frame. */
  made(atUs: number, isKey: boolean): void;
}

/** With so many of its bits the path has become narrow: that does not wait. */
const narrowRatio = 0.7;
/** More is worth a key frame when it is clearly more, or after a while; less, sooner. */
const changes = [
  { isWorth: (ratio: number) => ratio >= 1.5 || ratio <= 0.87, afterMs: 4_000 },
  { isWorth: (ratio: number) => ratio >= 1.15, afterMs: 10_000 },
] as const;

const isWorthIt = (before: VideoEncoderConfig, wanted: VideoEncoderConfig, sinceMs: number): boolean => {
  const ratio = (wanted.bitrate ?? 1) / (before.bitrate ?? 1);
  return ratio <= narrowRatio || changes.some(({ isWorth, afterMs }) => sinceMs >= afterMs && isWorth(ratio));
};

export const createConfigThrift = (habits: EncoderHabits): ConfigThrift => {
  let current: VideoEncoderConfig | undefined;
  let told = '';
  let toldMs = -Infinity;
  let changedAtUs: number | undefined;
  return {
    choose: (wanted, { atUs, nowMs, isKey }) => {
      const text = JSON.stringify(wanted);
      if (text === told) return undefined;
      const before = current;
      const isOfItsSize = before?.width === wanted.width && before.height === wanted.height;
      // Another size is a key frame in any browser.
      const isFree = isKey || !isOfItsSize;
      if (before && habits.isDear && !isFree && !isWorthIt(before, wanted, nowMs - toldMs)) return undefined;
      [current, told, toldMs] = [wanted, text, nowMs];
      changedAtUs = isFree ? undefined : atUs;
      return wanted;
    },
    made: (atUs, isKey) => {
      if (atUs !== changedAtUs) return;
      habits.isDear ??= isKey;
      changedAtUs = undefined;
    },
  };
};
