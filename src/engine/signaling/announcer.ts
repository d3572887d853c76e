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

/** The schedules of all relays, and one timer for whichever is due first. */
const createSchedules = (relays: readonly Relay[], clock: ClockPort, onDue: (relays: readonly Relay[]) => void) => {
  const schedules = new Map<Relay, AnnounceSchedule>();
  let isSearching = true;
  let isOn = false;
  let stopTimer: Stop = () => {};
  const plan = (relay: Relay, event: AnnounceEvent): void => {
    const context = { nowMs: clock.nowMs(), isSearching, random: clock.random };
    schedules.set(relay, planAnnouncement(schedules.get(relay) ?? noSchedule, event, context));
  };
  const arm = (): void => {
    stopTimer();
    const dueMs = Math.min(...[...schedules.values()].map((schedule) => schedule.dueMs ?? Infinity));
    if (isOn && dueMs !== Infinity) stopTimer = clock.after(Math.max(0, dueMs - clock.nowMs()), fire);
  };
  const fire = (): void => {
    const untilMs = clock.nowMs() + togetherMs;
    const due = relays.filter((relay) => (schedules.get(relay)?.dueMs ?? Infinity) <= untilMs);
    // Planned before it is sent: whatever happens meanwhile counts from here.
    for (const relay of due) plan(relay, { is: relay.isOpen ? 'sent' : 'stopped' });
    arm();
    onDue(due.filter((relay) => relay.isOpen));
  };
  return {
    /** Lets `event` happen to `some` of the relays. */
    happen: (event: AnnounceEvent, some: readonly Relay[]): void => {
      for (const relay of some) plan(relay, event);
      arm();
    },
    setSearching: (wanted: boolean): void => void (isSearching = wanted),
    isSearching: (): boolean => isSearching,
    /** Before this nothing is due, afterwards never again. */
    turn: (on: boolean): void => {
      isOn = on;
      arm();
    },
    isOn: (): boolean => isOn,
  };
};

/** Makes an announcer that is silent until `join`. */
export const createAnnouncer = ({ relays, topic, sealer, clock, compose }: AnnouncerOptions): Announcer => {
  const scope = createScope();
  let sealedBye: string | undefined;
  const openRelays = (): readonly Relay[] => relays.filter((relay) => relay.isOpen);

  const send = async (due: readonly Relay[]): Promise<void> => {
    if (due.length === 0) return;
    // The goodbye lies ready: a page that closes has no time to seal one.
    const [hello, bye] = await Promise.all([sealer.seal(topic, compose(false)), sealer.seal(topic, compose(true))]);
    if (scope.signal.aborted) return;
    for (const relay of due) relay.publish(topic, hello);
    sealedBye = bye;
  };
  const schedules = createSchedules(relays, clock, (due) => void send(due));
  scope.add(() => schedules.turn(false));
  for (const relay of relays) scope.add(relay.onOpen.on(() => schedules.happen({ is: 'started' }, [relay])));
  const sayBye = (): void => {
    if (sealedBye === undefined) return;
    for (const relay of openRelays()) relay.publish(topic, sealedBye);
    sealedBye = undefined;
  };
  return {
    join: () => {
      if (schedules.isOn() || scope.signal.aborted) return;
      schedules.happen({ is: 'started' }, openRelays());
      schedules.turn(true);
    },
    setSearching: (wanted) => {
      if (wanted === schedules.isSearching()) return;
      schedules.setSearching(wanted);
      schedules.happen({ is: wanted ? 'searching' : 'quiet' }, openRelays());
    },
    check: () => {
      if (schedules.isOn()) schedules.happen({ is: 'started' }, openRelays());
    },
    sayBye,
    [Symbol.dispose]: () => {
      sayBye();
      scope[Symbol.dispose]();
    },
  };
};
