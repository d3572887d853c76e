// What travels to one person's inbox topic, sealed: the texts of a relay link.

import * as v from 'valibot';
import type { PersonId } from '#core/base/ids.ts';
import { instanceSchema, personSchema, readJson, timeSchema } from './announcement.ts';
import { signalLimits } from './signal-limits.ts';

export interface InboxMessage {
  readonly v: 1;
  readonly from: PersonId;
  readonly instance: string;
  /** Instance of the receiver; the person is named by the topic. A text for an instance that is gone is ignored. */
  readonly to: string;
  /** Sender's wall clock, see Announcement.at. */
  readonly at: number;
  /** Number of the message in one link, rising: the same number comes through several relays and counts once. */
  readonly n: number;
  /** In the order in which they were sent; none in a message that only says "I am here". */
  readonly texts: readonly string[];
}

const maxTexts = 64;

const inboxMessageSchema = v.object({
  v: v.literal(1),
  from: personSchema,
  instance: instanceSchema,
  to: instanceSchema,
  at: timeSchema,
  n: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  texts: v.pipe(v.array(v.pipe(v.string(), v.maxLength(signalLimits.textLength))), v.maxLength(maxTexts)),
});

/** An opened text of our inbox, or nothing when it isn't a message. */
export const readInboxMessage = (text: string): InboxMessage | undefined => readJson(inboxMessageSchema, text);

/** Takes from the front of `waiting` what fits into one message: at least one text. Changes `waiting`. */
export const takeBatch = (waiting: string[]): string[] => {
  let length = 0;
  const count = waiting.findIndex((text, index) => {
    length += text.length;
    return index > 0 && (length > signalLimits.textLength || index >= maxTexts);
  });
  return waiting.splice(0, count < 0 ? waiting.length : count);
};

/** Numbers that are remembered. */
const maxTaken = 1024;

/**
 * Says whether a number comes for the first time. Bounded: one that was forgotten counts as new; what it brings is told
 * apart again by the numbers of its signals. No number shuts out others: anybody with the link can forge one.
 */
export const createNumberGate = (): ((n: number) => boolean) => {
  const taken = new Set<number>();
  return (n) => {
    if (taken.has(n)) return false;
    taken.add(n);
    if (taken.size > maxTaken) taken.delete(taken.values().next().value ?? 0);
    return true;
  };
};
