// "Who is there?" and its answer, on the room's topic, sealed. The question says nothing of who asks.

import * as v from 'valibot';
import type { PresentPerson } from '#core/ports/link.ts';
import { displayText } from '#core/wire/display-text.ts';
import { limits } from '#core/wire/limits.ts';
import { personSchema, readJson } from './announcement.ts';
import { signalLimits } from './signal-limits.ts';

/** Random for each question. */
const nonceSchema = v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/));

const nameSchema = v.pipe(
  v.string(),
  v.maxLength(1_000),
  v.transform((text) => displayText(text, limits.nameLength)),
);

const messageSchema = v.union([
  v.object({ v: v.literal(1), ask: nonceSchema }),
  v.object({
    v: v.literal(1),
    /** The question that is answered. */
    here: nonceSchema,
    people: v.pipe(v.array(v.object({ id: personSchema, name: nameSchema })), v.maxLength(signalLimits.presentPeople)),
  }),
]);

export type PresenceMessage = v.InferOutput<typeof messageSchema>;

/** An opened text of the room's topic, or nothing when it is neither question nor answer. */
export const readPresence = (text: string): PresenceMessage | undefined => readJson(messageSchema, text);

export const writeQuestion = (ask: string): string => JSON.stringify({ v: 1, ask } satisfies PresenceMessage);

/** Tells of the first `signalLimits.presentPeople`. */
export const writeAnswer = (here: string, people: readonly PresentPerson[]): string => {
  const told = people.slice(0, signalLimits.presentPeople).map(({ id, name }) => ({ id, name }));
  return JSON.stringify({ v: 1, here, people: told } satisfies PresenceMessage);
};
