// The announcement: what a person tells the whole room through relays, sealed.

import * as v from 'valibot';
import { isPersonId, type PersonId } from '#core/base/ids.ts';
import { signalLimits } from './signal-limits.ts';

export interface Announcement {
  readonly v: 1;
  readonly person: PersonId;
  /** Random for each page load. */
  readonly instance: string;
  /**
   * The sender's wall clock, milliseconds since 1970. Compared only with other times of the same person: it tells an
   * old announcement (late, or replayed from an earlier session) from a new one without any agreement on the time.
   */
  readonly at: number;
  /** Trystero's own announcement, as it wants to see it. */
  readonly trystero: string;
  /** The sender's first words to whoever is there already: a signaling text. Only in the first announcement. */
  readonly opening?: string;
  /** The sender leaves. */
  readonly bye?: true;
}

/** Shared with the messages of relay links. */
export const instanceSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
/** Milliseconds since 1970. */
export const timeSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
export const personSchema = v.custom<PersonId>(isPersonId);

const announcementSchema = v.object({
  v: v.literal(1),
  person: personSchema,
  instance: instanceSchema,
  at: timeSchema,
  trystero: v.pipe(v.string(), v.maxLength(500)),
  opening: v.exactOptional(v.pipe(v.string(), v.maxLength(signalLimits.textLength))),
  bye: v.exactOptional(v.literal(true)),
});

/** JSON that has the form of `schema`, or nothing. Never throws. */
export const readJson = <T>(schema: v.GenericSchema<unknown, T>, text: string): T | undefined => {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text), { abortEarly: true });
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
};

/** An opened text of the room's topic, or nothing when it isn't an announcement. */
export const readAnnouncement = (text: string): Announcement | undefined => readJson(announcementSchema, text);
