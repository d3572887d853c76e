// Which controls find room in the bar. Pure.

/** In the order in which they stand. */
const places = ['microphone', 'camera', 'share', 'hand', 'reactions', 'chat', 'people', 'copy-link'] as const;
export type BarPlace = (typeof places)[number];

/** Who goes last when room gets scarce. Chat before the rest: it is where people go when sound fails them. */
const byNeed: readonly BarPlace[] = [
  'microphone',
  'camera',
  'chat',
  'share',
  'hand',
  'reactions',
  'people',
  'copy-link',
];

export interface BarSpace {
  /** CSS pixels along the bar. */
  readonly lengthPx: number;
  /** One round control and the gap after it. */
  readonly slotPx: number;
  /** What is always there: "More" and "Leave". */
  readonly fixedPx: number;
}

/** Of those that are there, the ones that find room. Microphone and camera always do. */
export const planBar = (there: readonly BarPlace[], { lengthPx, slotPx, fixedPx }: BarSpace): readonly BarPlace[] => {
  const slots = Math.max(2, Math.floor((lengthPx - fixedPx) / slotPx));
  const chosen = new Set(byNeed.filter((place) => there.includes(place)).slice(0, slots));
  return places.filter((place) => chosen.has(place));
};
