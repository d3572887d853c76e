// Decides who is shown as the one who speaks: quick when somebody takes over, and never back and forth.

import type { PersonId } from '#core/base/ids.ts';

export interface Heard {
  readonly id: PersonId;
  readonly level: number;
  readonly isSpeaking: boolean;
}

export interface Floor {
  readonly speaker: PersonId | undefined;
  readonly sinceMs: number;
  /** The level of each, over about the last second. */
  readonly loudness: ReadonlyMap<PersonId, number>;
}

/** Nobody has spoken. */
export const emptyFloor: Floor = { speaker: undefined, sinceMs: -Infinity, loudness: new Map() };

/** Of each reading, ten of which come in a second. */
const weight = 0.12;
/** So much louder than the one who has the floor, on average: two who talk at once are both loud. */
const lead = 0.2;
/** Whoever has the floor has it for at least so long. */
const shortestMs = 2_000;

/**
 * Who has the floor when `heard` is what everybody in the call is doing. The first who speaks gets it at once; whoever
 * has it keeps it in silence, until another one is clearly louder for about a second, or they leave.
 */
export const pickSpeaker = (before: Floor, heard: readonly Heard[], nowMs: number): Floor => {
  const loudness = new Map(
    heard.map(({ id, level }) => {
      const old = before.loudness.get(id) ?? 0;
      return [id, old + (level - old) * weight];
    }),
  );
  const loud = ({ id }: Heard): number => loudness.get(id) ?? 0;
  const [best] = heard.filter(({ isSpeaking }) => isSpeaking).toSorted((a, b) => loud(b) - loud(a));
  const holder = heard.find(({ id }) => id === before.speaker);
  const isTaken =
    holder !== undefined && (nowMs - before.sinceMs < shortestMs || !best || loud(best) < loud(holder) + lead);
  if (isTaken || best?.id === holder?.id) return { ...before, speaker: holder?.id, loudness };
  return { speaker: best?.id, sinceMs: nowMs, loudness };
};
