// Changes of lifecycles as marks on the browser's own timeline: profiles and the join benchmark read them there.

import type { LogEntry } from '#core/base/log.ts';

/** The browser keeps every mark for as long as the page is open: a thousand of an evening of comings and goings. */
const mostMarks = 300;

/** For the log. Once there are many, the last mark of each event stays. */
export const createTimeline = (): ((entry: LogEntry) => void) => {
  let marks = 0;
  return ({ level, event }) => {
    if (level !== 'info') return;
    const name = `starling:${event}`;
    marks += 1;
    if (marks > mostMarks) performance.clearMarks(name);
    performance.mark(name);
  };
};
