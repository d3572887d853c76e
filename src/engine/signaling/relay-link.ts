// Links that go through topic relays alone: a text for a person is sealed and published on that person's inbox topic.
// They need no connection, so that the first offer can leave the moment somebody is heard.

import { createEmitter, type News } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import type { Announcement } from './announcement.ts';
import { readInboxMessage, takeBatch, type InboxMessage } from './inbox-message.ts';
import { createLinkEnd } from './link-end.ts';
import { pickRelays } from './pick-relays.ts';
import { createRelayPeople, type Entry } from './relay-people.ts';
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

/** Time for the offer to be the first thing that a newcomer hears; without one, a bare greeting goes out. */
const greetAfterMs = 60;
/** Somebody who opened gets an answer, or an offer: both take a while on a slow device. */
const greetOpenerAfterMs = 1_000;

/**
 * Texts that follow the first within this time go out together. A candidate comes rarely alone, and each event costs a
 * signature (some 10 ms of the page's time on a slow device) and counts against the relay's limit.
 */
const holdMs = 20;

/** Sends messages to people's inboxes. */
const createSend = ({ keys, self, instance, relays, sealer, clock, log }: RelayLinksOptions) => {
  const send = async (person: PersonId, entry: Entry, texts: readonly string[]): Promise<void> => {
    const at = Math.round(clock.dateMs());
    entry.sent += 1;
    const n = entry.firstN + entry.sent;
    const message: InboxMessage = { v: 1, from: self, instance, to: entry.known.instance, at, n, texts };
    const topic = await keys.inbox(person);
    // Sealed once: the second copy is dropped by its number.
    const sealed = await sealer.seal(topic, JSON.stringify(message));
    const publish = (relay: Relay): boolean => relay.publish(topic, sealed);
    // Told to slow down, a relay is open and takes nothing.
    if (pickRelays(entry.heardOn, relays).filter(publish).length === 0) entry.heardOn.some(publish);
  };
  return (person: PersonId, entry: Entry, texts: readonly string[]): void => {
    send(person, entry, texts).catch((error: unknown) => log.warn('relay-link-not-sent', { reason: reasonOf(error) }));
  };
};

/** Sends one link's texts: the first at once, those that follow on its heels together. */
const createHeldSend = (send: (texts: readonly string[]) => void, clock: ClockPort): ((text: string) => void) => {
  const waiting: string[] = [];
  let isHolding = false;
  const flush = (): void => {
    isHolding = waiting.length > 0;
    if (!isHolding) return;
    send(takeBatch(waiting));
    clock.after(holdMs, flush);
  };
  return (text) => {
    if (waiting.length < signalLimits.unsentTexts) waiting.push(text);
    if (!isHolding) flush();
  };
};

/** Starts listening to the own inbox on all relays. */
export const createRelayLinks = (options: RelayLinksOptions): RelayLinks => {
  const { keys, self, instance, relays, ears, clock, log } = options;
  const scope = createScope();
  const onLink = createEmitter<Link>();
  const send = createSend(options);
  const openLink = (person: PersonId, entry: Entry): void => {
    const end = createLinkEnd({
      to: person,
      instance: entry.known.instance,
      via: 'relay',
      network: entry.heardOn[0]?.network,
      clock,
      canSend: () => pickRelays(entry.heardOn, relays).length > 0,
      send: createHeldSend((texts) => send(person, entry, texts), clock),
      onClosed: () => {
        if (entry.end === end) entry.end = undefined;
      },
    });
    entry.end = end;
    onLink.emit(end.link);
  };
  const onFull = (): void => log.warn('relay-links-full');
  const people = createRelayPeople({ nowMs: clock.nowMs, openLink, onFull });
  scope.add(people.closeAll);

  const takeInbox = (opened: string, relay: Relay): void => {
    const message = readInboxMessage(opened);
    if (!message || message.from === self || message.to !== instance) return;
    const entry = people.note(message.from, { instance: message.instance, at: message.at, kind: 'message' }, relay);
    if (!entry?.isNew(message.n)) return;
    for (const text of message.texts) entry.end?.receive(text);
  };
  void keys.inbox(self).then((topic) => {
    if (scope.signal.aborted) return;
    const isCopyWelcome = true;
    for (const relay of relays)
      scope.add(ears.listen(relay, topic, (text) => takeInbox(text, relay), { isCopyWelcome }));
  });
  return {
    onLink,
    hear: ({ person, instance: theirs, at, opening, bye }, relay) => {
      if (person === self) return false;
      const entry = people.note(person, { instance: theirs, at, kind: bye ? 'bye' : 'announcement' }, relay);
      if (!entry) return false;
      const greet = (): void => {
        if (!scope.signal.aborted && entry.sent === 0) send(person, entry, []);
      };
      // Our own announcements are rare by now: without this the newcomer could wait a minute to hear of us.
      if (entry.sent === 0) clock.after(opening === undefined ? greetAfterMs : greetOpenerAfterMs, greet);
      if (opening !== undefined && !entry.isOpeningHeard) {
        entry.isOpeningHeard = true;
        entry.end?.receive(opening);
      }
      return true;
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
