// Links that go through topic relays alone: a text for a person is sealed and published on that person's inbox topic.
// They need no connection, so that the first offer can leave the moment somebody is heard.

import { createEmitter, type News } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import type { Announcement } from './announcement.ts';
import { judgeHeard, learn, type Heard, type Known } from './heard.ts';
import { createNumberGate, readInboxMessage } from './inbox-message.ts';
import { createLinkEnd, type LinkEnd } from './link-end.ts';
import { pickRelays } from './pick-relays.ts';
import type { RelayEars } from './relay-ears.ts';
import type { Relay } from './relay.ts';
import type { RoomKeys } from './room-keys.ts';
import type { Sealer } from './sealed.ts';
import { signalLimits } from './signal-limits.ts';

export interface RelayLinks extends Disposable {
  readonly onLink: News<Link>;
  /** Takes an announcement that was heard on `relay`. False when its sender should be ignored. */
  hear(announcement: Announcement, relay: Relay): boolean;
}

export interface RelayLinksOptions {
  readonly keys: RoomKeys;
  readonly self: PersonId;
  readonly instance: string;
  readonly relays: readonly Relay[];
  readonly sealer: Sealer;
  readonly ears: RelayEars;
  readonly clock: ClockPort;
  readonly log: Log;
}

/** One person, and the link to them while they are there. */
interface Entry {
  known: Known;
  end: LinkEnd | undefined;
  /** Where the person was heard, fastest first. */
  heardOn: readonly Relay[];
  isNew: (n: number) => boolean;
  sent: number;
}

/** Time for the offer to be the first thing that a newcomer hears; without one, a bare greeting goes out. */
const greetAfterMs = 60;
/** Announcements come at least every 75 s through each relay: whoever missed four in a row is gone. */
const silentMs = 300_000;

/** Starts listening to the own inbox on all relays. */
export const createRelayLinks = (options: RelayLinksOptions): RelayLinks => {
  const { keys, self, instance, relays, sealer, ears, clock, log } = options;
  const scope = createScope();
  const onLink = createEmitter<Link>();
  const people = new Map<PersonId, Entry>();
  const openLinks = (): number => [...people.values()].filter(({ end }) => end).length;

  const sendTo = async (person: PersonId, entry: Entry, text: string): Promise<void> => {
    const message = { v: 1, from: self, instance, to: entry.known.instance, at: clock.dateMs(), n: ++entry.sent, text };
    const topic = await keys.inbox(person);
    const sealed = await sealer.seal(topic, JSON.stringify(message));
    for (const relay of pickRelays(entry.heardOn, relays)) relay.publish(topic, sealed);
  };
  const post = (person: PersonId, entry: Entry, text: string): void => {
    sendTo(person, entry, text).catch((error: unknown) => log.warn('relay-link-not-sent', { reason: reasonOf(error) }));
  };

  const openLink = (person: PersonId, entry: Entry): void => {
    const end = createLinkEnd({
      to: person,
      instance: entry.known.instance,
      via: 'relay',
      clock,
      canSend: () => relays.some((relay) => relay.isOpen),
      send: (text) => post(person, entry, text),
      onClosed: () => {
        if (entry.end === end) entry.end = undefined;
      },
    });
    entry.end = end;
    onLink.emit(end.link);
  };

  /** A full table gives up whoever was silent for long; otherwise the stranger has to wait. */
  const makeRoom = (): boolean => {
    const nowMs = clock.nowMs();
    for (const [person, { known, end }] of people) {
      if (nowMs - known.heardMs > silentMs) {
        people.delete(person);
        end?.close();
      }
    }
    for (const [person, { end }] of people) if (people.size >= signalLimits.rememberedPeople && !end) people.delete(person);
    return openLinks() < signalLimits.relayLinks;
  };

  /** Notes a sign of life; gives the entry when its sender is there now, else nothing. */
  const note = (person: PersonId, heard: Heard, relay: Relay): Entry | undefined => {
    const nowMs = clock.nowMs();
    const before = people.get(person);
    const verdict = judgeHeard(before?.known, heard, nowMs);
    if (verdict === 'outdated') return undefined;
    if (verdict === 'left') {
      if (before) before.known = learn(before.known, heard, nowMs);
      before?.end?.close();
      return undefined;
    }
    if (verdict === 'same' && before) {
      before.known = learn(before.known, heard, nowMs);
      if (!before.heardOn.includes(relay)) before.heardOn = [...before.heardOn, relay];
      // Closed by us earlier, and they are still there.
      if (!before.end && makeRoom()) openLink(person, before);
      return before;
    }
    before?.end?.close();
    if (!makeRoom()) {
      log.warn('relay-links-full', { links: signalLimits.relayLinks });
      return undefined;
    }
    const known = learn(before?.known, heard, nowMs);
    const entry: Entry = { known, end: undefined, heardOn: [relay], isNew: createNumberGate(), sent: 0 };
    people.set(person, entry);
    openLink(person, entry);
    return entry;
  };

  const takeInbox = (opened: string, relay: Relay): void => {
    const message = readInboxMessage(opened);
    if (!message || message.from === self || message.to !== instance) return;
    const entry = note(message.from, { instance: message.instance, at: message.at, kind: 'message' }, relay);
    if (!entry || !entry.isNew(message.n) || message.text === '') return;
    entry.end?.receive(message.text);
  };

  void keys.inbox(self).then((topic) => {
    if (scope.signal.aborted) return;
    for (const relay of relays) scope.add(ears.listen(relay, topic, (text) => takeInbox(text, relay), true));
  });
  scope.add(() => {
    for (const { end } of people.values()) end?.close();
  });
  return {
    onLink,
    hear: ({ person, instance: theirs, at, bye }, relay) => {
      if (person === self) return false;
      const isKnown = people.get(person)?.known.instance === theirs;
      const entry = note(person, { instance: theirs, at, kind: bye ? 'bye' : 'announcement' }, relay);
      if (entry && !isKnown) {
        // Our own announcements are rare by now: without this the newcomer could wait a minute to hear of us.
        clock.after(greetAfterMs, () => {
          if (!scope.signal.aborted && entry.sent === 0) post(person, entry, '');
        });
      }
      return entry !== undefined;
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
