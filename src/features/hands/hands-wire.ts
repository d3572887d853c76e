// What raised hands say on the wire, and what this device remembers of the own one.

import * as v from 'valibot';
import { isPersonId, type PersonId } from '#core/base/ids.ts';
import { maxTurn } from './hand-order.ts';

/** Nobody has to be believed more. */
const maxForMs = 24 * 3_600_000;
/** Hands that a newcomer is told of: more people than fit into a call. */
const maxHands = 64;

const turn = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(maxTurn));
/** How long it has been up, by the teller's clock: a span means the same on every clock. */
const forMs = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.transform((ms) => Math.min(ms, maxForMs)),
);

/** The own hand is up. Told again to whoever connects. */
export const raisedSchema = v.object({ turn, forMs });
export type ToldHand = v.InferOutput<typeof raisedSchema>;

/** The own hand is down. */
export const loweredSchema = v.object({});

const toldOfSchema = v.object({ person: v.custom<PersonId>(isPersonId), turn, forMs });
export type ToldHands = readonly v.InferOutput<typeof toldOfSchema>[];

/** Whose hands are up: the teller's own, and those of whom they are connected to. An entry that doesn't fit is left out. */
export const handsSchema = v.pipe(
  v.array(v.unknown()),
  v.maxLength(maxHands),
  v.transform((all): ToldHands =>
    all.flatMap((each) => {
      const told = v.safeParse(toldOfSchema, each);
      return told.success ? [told.output] : [];
    }),
  ),
);

const dateMs = v.pipe(v.number(), v.finite(), v.minValue(0));
/** The own raised hand, for the next page load of this very person. Times are the wall clock of this device. */
export const keptSchema = v.object({ person: v.string(), turn, raisedAtMs: dateMs, aliveAtMs: dateMs });
export type KeptHand = v.InferOutput<typeof keptSchema>;
