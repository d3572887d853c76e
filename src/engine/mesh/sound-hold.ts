// How long sound is held back before it is played, where the path to us loses packets: a copy of what was lost comes one
// or two packets later, and helps only if it is waited for (docs/decisions/021).

import type { FlowSample } from './stats-sample.ts';

export interface SoundHold {
  /** At least so long; undefined: as the browser sees fit. */
  readonly holdMs: number | undefined;
  /** Since when hardly anything is lost. */
  readonly quietSinceMs: number;
  readonly sample: FlowSample | undefined;
}

/** Two packets of 20 ms behind the missing one, itself, and one for those that don't come evenly. Nobody notices it in talking (ITU-T G.114: 150 ms). */
export const lossyHoldMs = 80;
/** A single lost packet is repaired or hardly heard; from here on two in a row are no rarity. */
const lossyRatio = 0.03;
const quietRatio = 0.01;
/** Each change stretches or shortens what is played for a moment. */
const quietMs = 60_000;

export const noHold: SoundHold = { holdMs: undefined, quietSinceMs: 0, sample: undefined };

const lossBetween = (before: FlowSample | undefined, now: FlowSample | undefined): number | undefined => {
  if (!before || !now || before.id !== now.id) return undefined;
  const arrived = now.packets - before.packets;
  const lost = Math.max(0, (now.lostPackets ?? 0) - (before.lostPackets ?? 0));
  return arrived > 0 ? lost / (lost + arrived) : undefined;
};

/** One more look at the sound that comes from somebody. Held at once, let go after a minute in which hardly anything was lost. */
export const stepSoundHold = (before: SoundHold, sample: FlowSample | undefined, nowMs: number): SoundHold => {
  const lossRatio = lossBetween(before.sample, sample);
  if (lossRatio === undefined) return { ...before, sample };
  const quietSinceMs = lossRatio < quietRatio ? before.quietSinceMs : nowMs;
  if (lossRatio >= lossyRatio) return { holdMs: lossyHoldMs, quietSinceMs, sample };
  return { holdMs: nowMs - quietSinceMs < quietMs ? before.holdMs : undefined, quietSinceMs, sample };
};
