// A meeting point in memory that stands for all relays: seeded delay, loss and repetition.

import { createEmitter, type Emitter } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { Link, PresentPerson, RelayState, Rendezvous } from '#core/ports/link.ts';
import { computed, signal } from '@preact/signals-core';
import type { FakeClock } from './clock.ts';

interface Member {
  readonly person: PersonId;
  readonly instance: string;
  isJoined: boolean;
  hear(from: Member): FakeLink | undefined;
  forget(instance: string): void;
  /** The relay may be reached again, or not any more. */
  relayChanged(): void;
  /** Nothing comes on a socket that is not open yet. */
  isListening(): boolean;
  describe(): readonly PresentPerson[];
}

interface FakeLink extends Link {
  readonly onMessage: Emitter<string>;
  readonly onClose: Emitter<void>;
  close(): void;
}

export interface FakeMeeting {
  rendezvous(person: PersonId, instance: string): Rendezvous;
  /** Gone without a goodbye. */
  vanish(instance: string): void;
  /** No message passes while down. */
  setUp(isUp: boolean): void;
  /** The person's own network is cut: nothing passes, and nobody tells. */
  isolate(person: PersonId, isIsolated: boolean): void;
  /** The two have no relay in common: neither hears the other. */
  part(a: PersonId, b: PersonId): void;
  /** Everybody hears everybody again. */
  unite(): void;
  /** How likely a message is lost, from 0 to 1. */
  loss: number;
  /** How likely a message comes twice. */
  repetition: number;
}

// oxlint-disable-next-line max-lines-per-function -- one small world, told in one place
export const createFakeMeeting = (clock: FakeClock): FakeMeeting => {
  const members = new Set<Member>();
  const parted = new Set<string>();
  const isolated = new Set<PersonId>();
  let isUp = true;

  const deliver = (from: Member, to: Member, task: () => void): void => {
    const isAlone = isolated.has(from.person) || isolated.has(to.person);
    if (!isUp || isAlone || parted.has(`${from.person} ${to.person}`) || clock.random() < meeting.loss) return;
    const copies = clock.random() < meeting.repetition ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1)
      clock.after(10 + clock.random() * 60, () => isUp && !isolated.has(to.person) && to.isListening() && task());
  };

  const meeting: FakeMeeting = {
    loss: 0,
    repetition: 0,
    setUp: (next) => {
      isUp = next;
      for (const member of members) member.relayChanged();
    },
    isolate: (person, isIsolated) => {
      if (isIsolated) isolated.add(person);
      else isolated.delete(person);
      for (const member of members) if (member.person === person) member.relayChanged();
    },
    part: (a, b) => void parted.add(`${a} ${b}`).add(`${b} ${a}`),
    unite: () => parted.clear(),
    vanish: (instance) => {
      for (const member of members) if (member.instance === instance) members.delete(member);
    },
    rendezvous: (person, instance) => {
      const onLink = createEmitter<Link>((error) => {
        throw error;
      });
      const links = new Map<string, FakeLink>();
      let isSearching = true;
      let opening: string | undefined;
      let hasAnnounced = false;
      let stopTimer = (): void => {};
      let stopRelayTimer = (): void => {};
      const relay = signal<RelayState>({ is: 'open', roundTripMs: 20 });
      const isReachable = (): boolean => isUp && !isolated.has(person);
      const present = signal<readonly PresentPerson[] | undefined>(undefined);
      /** In the green room: the first of those who are there tells who is. */
      const askWhoIsThere = (): void => {
        const [first] = [...members]
          .filter(({ isJoined }) => isJoined)
          .toSorted((a, b) => (a.person < b.person ? -1 : 1));
        if (!first || self.isJoined || !members.has(self)) return;
        const people = first.describe().filter(({ id }) => id !== person);
        if (people.length > 0) present.value = people;
      };

      const linkTo = (other: Member): FakeLink => {
        const known = links.get(other.instance);
        if (known) return known;
        let isClosed = false;
        const link: FakeLink = {
          to: other.person,
          instance: other.instance,
          via: 'relay',
          get isOpen() {
            return !isClosed && relay.peek().is === 'open';
          },
          onMessage: createEmitter<string>(),
          onClose: createEmitter<void>(),
          send: (text) =>
            deliver(self, other, () => {
              if (members.has(other) && other.isJoined) other.hear(self)?.onMessage.emit(text);
            }),
          close: () => {
            isClosed = true;
            link.onClose.emit();
          },
          [Symbol.dispose]: () => void links.delete(other.instance),
        };
        links.set(other.instance, link);
        onLink.emit(link);
        return link;
      };
      const self: Member = {
        person,
        instance,
        isJoined: false,
        describe: () => [{ id: person, name: '' }],
        isListening: () => relay.peek().is === 'open',
        forget: (gone) => {
          links.get(gone)?.close();
          links.delete(gone);
        },
        relayChanged: () => {
          stopRelayTimer();
          // A relay that dies closes its sockets; one's own network goes without a word.
          if (!isUp) relay.value = { is: 'waiting', attempt: 1, retryAtMs: 0 };
          if (!isReachable() || relay.peek().is === 'open') return;
          stopRelayTimer = clock.after(300 + clock.random() * 1_500, () => {
            relay.value = { is: 'open', roundTripMs: 20 };
            if (!self.isJoined || !isSearching) return;
            stopTimer();
            announce();
          });
        },
        hear: (from) => (self.isJoined && members.has(self) ? linkTo(from) : undefined),
      };
      const announce = (): void => {
        if (!members.has(self)) return;
        const text = opening;
        opening = undefined;
        hasAnnounced = true;
        for (const other of members) {
          if (other === self || !other.isJoined) continue;
          deliver(self, other, () => {
            const link = other.hear(self);
            if (text !== undefined) link?.onMessage.emit(text);
          });
        }
        stopTimer = clock.after(isSearching ? 3_000 : 60_000, announce);
      };
      members.add(self);
      clock.after(100, askWhoIsThere);
      return {
        present,
        setPresent: (describe) => {
          self.describe = describe;
        },
        relays: computed(() => [{ network: 'nostr', name: 'relay', state: relay.value }]),
        onLink,
        setOpening: (text) => {
          if (!hasAnnounced) opening = text;
        },
        join: () => {
          self.isJoined = true;
          present.value = undefined;
          announce();
        },
        setSearching: (next) => {
          if (next && !isSearching && self.isJoined) {
            stopTimer();
            stopTimer = clock.after(500, announce);
          }
          isSearching = next;
        },
        check: () => {
          if (isReachable()) return;
          stopRelayTimer();
          stopRelayTimer = clock.after(3_000, () => {
            if (!isReachable()) relay.value = { is: 'connecting' };
          });
        },
        [Symbol.dispose]: () => {
          stopTimer();
          stopRelayTimer();
          if (!members.delete(self) || !self.isJoined) return;
          for (const other of members) deliver(self, other, () => other.forget(instance));
        },
      };
    },
  };
  return meeting;
};
