// The report and the journal of one person, asked for as long as somebody looks at it.

import type { JournalRecord, Participant, PersonReport } from '#engine/call/api.ts';
import { useAsked } from './use-asked.ts';

/** What is known of one person at a moment; each undefined until it is. */
export interface Findings {
  readonly report?: PersonReport | undefined;
  readonly journal?: JournalRecord | undefined;
}

const askFor = async (person: Participant): Promise<Findings> => {
  // The code that reads one of them may not be there: each is of use without the other.
  const nothing = (): undefined => undefined;
  const [report, journal] = await Promise.all([person.report().catch(nothing), person.journal().catch(nothing)]);
  return { report, journal };
};

export const useReport = (person: Participant): Findings => useAsked(person, askFor) ?? {};
