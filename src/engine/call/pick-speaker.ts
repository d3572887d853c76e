// Decides who is shown as the one who speaks: quick when somebody takes over, and never back and forth.

import type { PersonId } from '#core/base/ids.ts';

export interface Heard {
  readonly id: PersonId;
  readonly level: number;
  readonly isSpeaking: boolean;
}

interface Loudness {
  /** The level, over about the last second. */
  readonly level: number;
  /** What is always there: a fan, a street. Voices have gaps, in which it is heard alone. */
  readonly noise: number;
}

export interface Floor {
  readonly speaker: PersonId | undefined;
  readonly sinceMs: number;
  readonly loudness: ReadonlyMap<PersonId, Loudness>;
  /** When somebody was listened to last. */
  readonly heardAtMs: number;
}

/** Nobody has spoken. */
export const emptyFloor: Floor = {
  speaker: undefined,
  sinceMs: -Infinity,
  loudness: new Map(),
  heardAtMs: -Infinity,
};

/** How fast the averages follow: by this time they have gone two thirds of the way. */
const levelMs = 800;
const noiseUpMs = 8_000;
const noiseDownMs = 200;
/** A reading stands for the time since the one before, but not for longer than this. */
const longestMs = 1_000;
/** So much louder than the one who has the floor, on average and above the own noise: two who talk at once are both loud. */
const lead = 0.2;
/** Whoever has the floor has it for at least so long. */
const shortestMs = 2_000;

/**
 * Who has the floor when `heard` is what everybody in the call is doing. The first who speaks gets it at once; whoever
 * has it keeps it in silence, until another one is clearly louder for about a second, or they leave.
 */
export const pickSpeaker = (before: Floor, heard: readonly Heard[], nowMs: number): Floor => {
  const passedMs = Math.min(nowMs - before.heardAtMs, longestMs);
  const follow = (old: number, level: number, followMs: number): number =>
    old + (level - old) * (1 - Math.exp(-passedMs / followMs));
  const loudness = new Map(
    heard.map(({ id, level }): [PersonId, Loudness] => {
      const old = before.loudness.get(id) ?? { level: 0, noise: 0 };
      const noise = follow(old.noise, level, level > old.noise ? noiseUpMs : noiseDownMs);
      return [id, { level: follow(old.level, level, levelMs), noise }];
    }),
  );
  const loud = ({ id }: Heard): number => {
    const { level, noise } = loudness.get(id) ?? { level: 0, noise: 0 };
    return level - noise;
  };
  const [best] = heard.filter(({ isSpeaking }) => isSpeaking).toSorted((a, b) => loud(b) - loud(a));
  const holder = heard.find(({ id }) => id === before.speaker);
  const isTaken =
    holder !== undefined && (nowMs - before.sinceMs < shortestMs || !best || loud(best) < loud(holder) + lead);
  const next = { loudness, heardAtMs: nowMs };
  if (isTaken || best?.id === holder?.id) return { ...before, ...next, speaker: holder?.id };
  return { ...next, speaker: best?.id, sinceMs: nowMs };
};
