// Tells the room through every open relay that this person is here, as seldom as will do.

import type { ClockPort } from '#core/ports/clock.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import { noSchedule, planAnnouncement, type AnnounceEvent, type AnnounceSchedule } from './announce-schedule.ts';
import type { Relay } from './relay.ts';
import type { Sealer } from './sealed.ts';

export interface Announcer extends Disposable {
  /** Announces from here on; nothing before. */
  join(): void;
  /** False: everybody is connected, and once a minute is enough. */
  setSearching(isSearching: boolean): void;
  /** Announces now where that is not too soon: the network changed, or the device woke. */
  check(): void;
  /** Says goodbye on every open relay, at once and without waiting for anything: the page may be closing. */
  sayBye(): void;
}

export interface AnnouncerOptions {
  readonly relays: readonly Relay[];
  /** The topic on which the room announces. */
  readonly topic: string;
  readonly sealer: Sealer;
  readonly clock: ClockPort;
  /** The announcement of this moment, as JSON. */
  compose(isBye: boolean): string;
}

/** Announcements that are due within this time go out together: they are sealed and signed once. */
const togetherMs = 60;

/** Makes an announcer that is silent until `join`. */
export const createAnnouncer = ({ relays, topic, sealer, clock, compose }: AnnouncerOptions): Announcer => {
  const scope = createScope();
  const schedules = new Map<Relay, AnnounceSchedule>();
  let hasJoined = false;
  let isSearching = true;
  let sealedBye: string | undefined;
  let stopTimer: Stop = () => {};
  scope.add(() => stopTimer());

  const plan = (relay: Relay, event: AnnounceEvent): void => {
    const context = { nowMs: clock.nowMs(), isSearching, random: clock.random };
    schedules.set(relay, planAnnouncement(schedules.get(relay) ?? noSchedule, event, context));
  };

  const arm = (): void => {
    stopTimer();
    if (scope.signal.aborted || !hasJoined) return;
    const dueMs = Math.min(...[...schedules.values()].map((schedule) => schedule.dueMs ?? Infinity));
    if (dueMs !== Infinity) stopTimer = clock.after(Math.max(0, dueMs - clock.nowMs()), () => announce());
  };

  const announce = (): void => {
    const nowMs = clock.nowMs();
    const due = relays.filter((relay) => (schedules.get(relay)?.dueMs ?? Infinity) <= nowMs + togetherMs);
    // Planned before it is sent: whatever happens meanwhile counts from here.
    for (const relay of due) plan(relay, { is: relay.isOpen ? 'sent' : 'stopped' });
    void send(due.filter((relay) => relay.isOpen));
    arm();
  };

  const send = async (due: readonly Relay[]): Promise<void> => {
    if (due.length === 0) return;
    // The goodbye lies ready: a page that closes has no time to seal one.
    const [hello, bye] = await Promise.all([sealer.seal(topic, compose(false)), sealer.seal(topic, compose(true))]);
    if (scope.signal.aborted) return;
    for (const relay of due) relay.publish(topic, hello);
    sealedBye = bye;
  };

  const planOpen = (event: AnnounceEvent): void => {
    for (const relay of relays) if (relay.isOpen) plan(relay, event);
    arm();
  };

  for (const relay of relays) {
    scope.add(
      relay.onOpen.on(() => {
        plan(relay, { is: 'started' });
        arm();
      }),
    );
  }
  const sayBye = (): void => {
    if (sealedBye === undefined) return;
    for (const relay of relays) if (relay.isOpen) relay.publish(topic, sealedBye);
    sealedBye = undefined;
  };
  return {
    join: () => {
      if (hasJoined) return;
      hasJoined = true;
      planOpen({ is: 'started' });
    },
    setSearching: (wanted) => {
      if (wanted === isSearching) return;
      isSearching = wanted;
      planOpen({ is: wanted ? 'searching' : 'quiet' });
    },
    check: () => {
      if (hasJoined) planOpen({ is: 'started' });
    },
    sayBye,
    [Symbol.dispose]: () => {
      sayBye();
      scope[Symbol.dispose]();
    },
  };
};
