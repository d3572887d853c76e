// The report of one person, asked for as long as somebody looks at it.

import { useLayoutEffect, useState } from 'preact/hooks';
import type { Participant, PersonReport } from '#engine/call/api.ts';

const everyMs = 2_000;

/**
 * Undefined until there is one. Nothing is asked in a hidden page. Whoever uses it is drawn anew each time, so that what
 * is not in the report stays up to date with it.
 */
export const useReport = (person: Participant): PersonReport | undefined => {
  const [report, setReport] = useState<PersonReport>();
  const [, setCount] = useState(0);
  useLayoutEffect(() => {
    let isOver = false;
    let isAsking = false;
    const ask = async (): Promise<void> => {
      isAsking = true;
      try {
        const next = await person.report();
        if (isOver) return;
        setReport(next);
        setCount((count) => count + 1);
      } finally {
        isAsking = false;
      }
    };
    const tick = (): void => {
      if (!document.hidden && !isAsking) void ask();
    };
    setReport(undefined);
    tick();
    const timer = setInterval(tick, everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [person]);
  return report;
};
