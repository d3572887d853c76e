// What the chat says on the wire.

import * as v from 'valibot';
import { isPersonId, type PersonId } from '#core/base/ids.ts';
import { displayText } from '#core/wire/display-text.ts';
import { limits } from '#core/wire/limits.ts';

/** Characters of one message. */
const maxTextLength = 4_000;
/** Messages that are kept, and told to a newcomer. */
export const maxMessages = 500;
/** Characters of all that a newcomer is told; the oldest are left out above it. */
export const maxHistoryLength = 250_000;

const id = v.pipe(v.string(), v.regex(/^[0-9a-f-]{8,36}$/));

/** Line ends stay; other control characters and direction overrides would let a text pretend to be something else. */
export const cleanText = (text: string): string =>
  text
    .slice(0, maxTextLength)
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();

const text = v.pipe(v.string(), v.maxLength(maxTextLength), v.transform(cleanText), v.nonEmpty());
/** Until the year 2100: dates far beyond can't even be written. */
const sentAtMs = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(4_102_444_800_000));

/** One message, from the one who wrote it. */
export const messageSchema = v.object({ id, text, sentAtMs });

/** One message, told by somebody else. */
const toldSchema = v.object({
  id,
  text,
  sentAtMs,
  from: v.custom<PersonId>(isPersonId),
  name: v.pipe(
    v.string(),
    v.maxLength(1_000),
    v.transform((all) => displayText(all, limits.nameLength)),
  ),
});
export type ChatHistory = readonly v.InferOutput<typeof toldSchema>[];

/** What a newcomer is told; an entry that doesn't fit is left out and spoils nothing. */
export const historySchema = v.pipe(
  v.array(v.unknown()),
  v.maxLength(maxMessages),
  v.transform((all): ChatHistory =>
    all.flatMap((each) => {
      const told = v.safeParse(toldSchema, each);
      return told.success ? [told.output] : [];
    }),
  ),
);
