// Things that happen to somebody and are over after a while: a link that is cut, a page that stands still.

import { nowMs, pause, type LabCall } from './lab-call.ts';
import type { Fault } from './row.ts';

/** When it began and when it was over. */
export interface Span {
  readonly beganMs: number;
  readonly endedMs: number;
}

const during = async (forMs: number, begin: () => Promise<unknown>, end: () => Promise<unknown>): Promise<Span> => {
  const beganMs = nowMs();
  await begin();
  await pause(forMs);
  await end();
  return { beganMs, endedMs: nowMs() };
};

/** Does it to the call's victim, from beginning to end. */
export const inflict = async ({ victim }: LabCall, fault: Fault): Promise<Span> => {
  const { network } = victim.home;
  switch (fault.is) {
    case 'cut':
      return during(
        fault.forMs,
        () => network.cut(fault.how),
        () => network.restore(),
      );
    case 'move':
      return during(
        0,
        () => network.move(),
        () => Promise.resolve(),
      );
    case 'stop':
      return during(
        fault.forMs,
        () => network.signal('SIGSTOP'),
        () => network.signal('SIGCONT'),
      );
    case 'freeze':
      return during(
        fault.forMs,
        () => victim.person.window.command('Page.setWebLifecycleState', { state: 'frozen' }),
        () => victim.person.window.command('Page.setWebLifecycleState', { state: 'active' }),
      );
    case 'offline':
      return during(
        fault.forMs,
        () => victim.person.context.setOffline(true),
        () => victim.person.context.setOffline(false),
      );
  }
};
