// In which order people stand in the list.

import type { PersonId } from '#core/base/ids.ts';

export interface Standing {
  readonly id: PersonId;
  readonly joinedAtMs: number;
}

/** First who raised a hand, in the order of `hands`; then the others by arrival. Who speaks has a mark: rows that moved with every sentence could not be followed. */
export const orderPeople = (people: readonly Standing[], hands: readonly PersonId[]): readonly PersonId[] => {
  const placeOf = ({ id }: Standing): number => {
    const hand = hands.indexOf(id);
    return hand >= 0 ? hand : hands.length;
  };
  return people
    .toSorted((a, b) => placeOf(a) - placeOf(b) || a.joinedAtMs - b.joinedAtMs || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
};

/** `order`, but whoever was in the list `before` stays in place; newcomers come last. */
export const holdOrder = (order: readonly PersonId[], before: readonly PersonId[]): readonly PersonId[] => {
  const [here, known] = [new Set(order), new Set(before)];
  return [...before.filter((id) => here.has(id)), ...order.filter((id) => !known.has(id))];
};
