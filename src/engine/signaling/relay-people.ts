// Who was heard on the relays, bounded: the book that relay links are given out from.

import type { PersonId } from '#core/base/ids.ts';
import { judgeHeard, learn, type Heard, type Known } from './heard.ts';
import type { LinkEnd } from './link-end.ts';
import { createNumberGate } from './inbox-message.ts';
import type { Relay } from './relay.ts';
import { signalLimits } from './signal-limits.ts';

/** One instance of a person, and the link to it while there is one. */
export interface Entry {
  known: Known;
  end: LinkEnd | undefined;
  /** Where the person was heard, fastest first. */
  heardOn: readonly Relay[];
  /** Whether the message of this number comes for the first time. */
  readonly isNew: (n: number) => boolean;
  /**
   * Above the numbers of an entry before this one, which was given up and not forgotten by them: they took what followed for
   * repetitions. Nobody sends one a millisecond.
   */
  readonly firstN: number;
  /** How many messages went out. */
  sent: number;
  /** Their opening came: it may come again through each relay. */
  isOpeningHeard: boolean;
}

export interface RelayPeople {
  /** Notes a sign of life; gives the entry when its sender is there now and has a link, else nothing. */
  note(person: PersonId, heard: Heard, relay: Relay): Entry | undefined;
  closeAll(): void;
}

export interface RelayPeopleOptions {
  nowMs(): number;
  /** Sets `entry.end` and tells of the new link. */
  openLink(person: PersonId, entry: Entry): void;
  /** Somebody had to be turned away because there are too many links. */
  onFull(): void;
}

/** Announcements come at least every 75 s through each relay: whoever missed four in a row is gone. */
const silentMs = 300_000;

/** Makes an empty book. */
export const createRelayPeople = ({ nowMs, openLink, onFull }: RelayPeopleOptions): RelayPeople => {
  const people = new Map<PersonId, Entry>();

  /** A full book gives up whoever was silent for long; otherwise the stranger has to wait. */
  const makeRoom = (forWhom: PersonId): boolean => {
    let links = 0;
    for (const [person, { known, end }] of people) {
      if (person === forWhom) continue;
      const isSilent = nowMs() - known.heardMs > silentMs;
      if (isSilent || (people.size >= signalLimits.rememberedPeople && !end)) people.delete(person);
      if (isSilent) end?.close();
      else if (end) links += 1;
    }
    if (links >= signalLimits.relayLinks) onFull();
    return links < signalLimits.relayLinks;
  };
  const noteAgain = (person: PersonId, entry: Entry, relay: Relay): Entry | undefined => {
    if (!entry.heardOn.includes(relay)) entry.heardOn = [...entry.heardOn, relay];
    // Closed by us earlier, and they are still there.
    if (!entry.end && makeRoom(person)) openLink(person, entry);
    return entry.end && entry;
  };
  const noteNew = (person: PersonId, known: Known, relay: Relay): Entry | undefined => {
    if (!makeRoom(person)) return undefined;
    const entry: Entry = {
      known,
      end: undefined,
      heardOn: [relay],
      isNew: createNumberGate(),
      firstN: Math.floor(nowMs()),
      sent: 0,
      isOpeningHeard: false,
    };
    people.set(person, entry);
    openLink(person, entry);
    return entry;
  };
  return {
    note: (person, heard, relay) => {
      const before = people.get(person);
      const verdict = judgeHeard(before?.known, heard, nowMs());
      if (verdict === 'outdated') return undefined;
      const known = learn(before?.known, heard, nowMs());
      if (before && verdict !== 'replaces') before.known = known;
      if (before && verdict === 'same') return noteAgain(person, before, relay);
      before?.end?.close();
      return verdict === 'left' ? undefined : noteNew(person, known, relay);
    },
    closeAll: () => {
      for (const { end } of people.values()) end?.close();
      people.clear();
    },
  };
};
