// The report and the journal of one person, asked for as long as somebody looks at it.

import { useLayoutEffect, useState } from 'preact/hooks';
import type { JournalRecord, Participant, PersonReport } from '#engine/call/api.ts';

const everyMs = 2_000;

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

/** Nothing is asked in a hidden page. */
export const useReport = (person: Participant): Findings => {
  const [findings, setFindings] = useState<Findings>({});
  useLayoutEffect(() => {
    let isOver = false;
    let isAsking = false;
    const ask = async (): Promise<void> => {
      isAsking = true;
      try {
        const next = await askFor(person);
        if (!isOver) setFindings(next);
      } finally {
        isAsking = false;
      }
    };
    const tick = (): void => {
      if (!document.hidden && !isAsking) void ask();
    };
    setFindings({});
    tick();
    const timer = setInterval(tick, everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [person]);
  return findings;
};
