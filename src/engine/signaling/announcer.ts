// Tells the room through every open relay that this person is here, as seldom as will do.

import type { ClockPort } from '#core/ports/clock.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import { noSchedule, planAnnouncement, type AnnounceEvent, type AnnounceSchedule } from './announce-schedule.ts';
import type { Announcement } from './announcement.ts';
import type { Relay } from './relay.ts';
import type { Sealer } from './sealed.ts';

export interface Announcer extends Disposable {
  /** What the first announcement says beyond that we are here; sealed ahead. */
  setOpening(text: string | undefined): void;
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
  compose(more: Pick<Announcement, 'bye' | 'opening'>): string;
  /** The first announcement is out. */
  onAnnounced(): void;
}

/** While nobody has joined, the sealed announcement is renewed this often: it bears the time of its sealing. */
const renewMs = 10_000;

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
    /** Before this nothing is due. */
    begin: (): void => {
      isOn = true;
      // Not by a timer: the screen is about to be drawn anew, and that would come first.
      fire();
    },
    /** Afterwards nothing is due any more. */
    end: (): void => {
      isOn = false;
      arm();
    },
    isOn: (): boolean => isOn,
  };
};

interface Sealed {
  readonly hello: string;
  readonly bye: string;
}

/** Makes an announcer that is silent until `join`. */
export const createAnnouncer = (options: AnnouncerOptions): Announcer => {
  const { relays, topic, sealer, clock, compose } = options;
  const scope = createScope();
  let sealedBye: string | undefined;
  let first: Sealed | undefined;
  let hasAnnounced = false;
  let opening: Pick<Announcement, 'opening'> = {};
  const openRelays = (): readonly Relay[] => relays.filter((relay) => relay.isOpen);

  // The goodbye lies ready: a page that closes has no time to seal one.
  const seal = async (more: Pick<Announcement, 'opening'>): Promise<Sealed> => {
    const texts = [compose(more), compose({ bye: true })];
    const [hello = '', bye = ''] = await Promise.all(texts.map((text) => sealer.seal(topic, text)));
    return { hello, bye };
  };
  const publish = (due: readonly Relay[], { hello, bye }: Sealed): void => {
    if (scope.signal.aborted) return;
    for (const relay of due) relay.publish(topic, hello);
    if (sealedBye === undefined) options.onAnnounced();
    sealedBye = bye;
  };
  const send = (due: readonly Relay[]): void => {
    if (due.length === 0) {
      // Nobody can hear it: by the time a relay is open, its time would be an old one.
      first = undefined;
      return;
    }
    if (first) publish(due, first);
    else void seal(opening).then((sealed) => publish(due, sealed));
    hasAnnounced = true;
    first = undefined;
    opening = {};
  };
  const schedules = createSchedules(relays, clock, send);
  scope.add(schedules.end);
  // So does the first announcement: everybody waits for it.
  let stopRenewing: Stop = () => {};
  const prepare = async (): Promise<void> => {
    stopRenewing();
    const sealedFor = opening;
    const sealed = await seal(sealedFor);
    if (scope.signal.aborted || schedules.isOn() || opening !== sealedFor) return;
    first = sealed;
    stopRenewing = clock.after(renewMs, () => void prepare());
  };
  scope.add(() => stopRenewing());
  void prepare();
  for (const relay of relays) scope.add(relay.onOpen.on(() => schedules.happen({ is: 'started' }, [relay])));
  const sayBye = (): void => {
    if (sealedBye === undefined) return;
    for (const relay of openRelays()) relay.publish(topic, sealedBye);
    sealedBye = undefined;
  };
  return {
    setOpening: (text) => {
      if (hasAnnounced || scope.signal.aborted) return;
      opening = text === undefined ? {} : { opening: text };
      first = undefined;
      void prepare();
    },
    join: () => {
      if (schedules.isOn() || scope.signal.aborted) return;
      schedules.happen({ is: 'started' }, openRelays());
      schedules.begin();
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
