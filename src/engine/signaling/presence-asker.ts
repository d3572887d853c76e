// In the green room: asks on every relay who is there, a few times and without a name, and keeps what was heard.

import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { PresentPerson } from '#core/ports/link.ts';
import type { Announcement } from './announcement.ts';
import { judgeHeard, learn, type Known } from './heard.ts';
import { writeQuestion } from './presence-message.ts';
import type { Relay } from './relay.ts';
import type { Sealer } from './sealed.ts';
import { signalLimits } from './signal-limits.ts';

export interface PresenceAskerOptions {
  readonly relays: readonly Relay[];
  readonly topic: string;
  readonly self: PersonId;
  readonly sealer: Sealer;
  readonly clock: ClockPort;
}

export interface PresenceAsker extends Disposable {
  readonly present: ReadonlySignal<readonly PresentPerson[] | undefined>;
  /** Somebody's answer. */
  take(nonce: string, people: readonly PresentPerson[]): void;
  /** Whoever announces is there, or leaves. */
  note(announcement: Announcement): void;
}

/** Relays that open on each other's heels are asked together: the text is sealed and signed once. */
const togetherMs = 200;
const askAgainMs = 20_000;
const maxRounds = 5;
/** Whoever is in the call announces at least every 75 s: nobody is shown who was not heard of for twice as long. */
const silentMs = 150_000;

/** Who was heard of, and when last. */
const createPresentBook = (self: PersonId, nowMs: () => number) => {
  const present = signal<readonly PresentPerson[] | undefined>(undefined);
  const book = new Map<PersonId, { readonly name: string; readonly heardMs: number }>();
  return {
    present,
    add: ({ id, name }: PresentPerson): void => {
      const known = book.get(id);
      if (id === self || (!known && book.size >= signalLimits.presentPeople)) return;
      book.set(id, { name: name || (known?.name ?? ''), heardMs: nowMs() });
    },
    remove: (id: PersonId): void => void book.delete(id),
    clear: (): void => book.clear(),
    /** Shows what is known now. */
    show: (): void => {
      for (const [id, { heardMs }] of book) if (nowMs() - heardMs >= silentMs) book.delete(id);
      const before = present.peek() ?? [];
      const isSame = before.length === book.size && before.every(({ id, name }) => book.get(id)?.name === name);
      if (!isSame) present.value = book.size === 0 ? undefined : [...book].map(([id, { name }]) => ({ id, name }));
    },
    isEmpty: (): boolean => book.size === 0,
  };
};

/** One question, on each relay once. */
interface Round {
  readonly nonce: string;
  readonly sinceMs: number;
  readonly sealed: Promise<string>;
  readonly asked: Set<Relay>;
  isAnswered: boolean;
}

/** Publishes the question: a round begins when a relay is open, and the next 20 s later, at most five in all. */
const createRounds = ({ relays, topic, sealer, clock }: PresenceAskerOptions) => {
  const scope = createScope();
  let round: Round | undefined;
  let rounds = 0;
  let stopSoon: Stop = () => {};
  let stopAgain: Stop = () => {};

  const currentRound = (): Round | undefined => {
    if (round && clock.nowMs() - round.sinceMs < askAgainMs) return round;
    if (rounds === maxRounds) return undefined;
    rounds += 1;
    const nonce = crypto.randomUUID();
    const sealed = sealer.seal(topic, writeQuestion(nonce));
    round = { nonce, sinceMs: clock.nowMs(), sealed, asked: new Set(), isAnswered: false };
    stopAgain = clock.after(askAgainMs, ask);
    return round;
  };
  const ask = (): void => {
    const open = relays.filter((relay) => relay.isOpen);
    const current = open.length > 0 ? currentRound() : undefined;
    const due = open.filter((relay) => !current?.asked.has(relay));
    if (!current || due.length === 0) return;
    for (const relay of due) current.asked.add(relay);
    const publish = (sealed: string): void => {
      if (!scope.signal.aborted) for (const relay of due) relay.publish(topic, sealed);
    };
    // Without WebCrypto there is no call either.
    current.sealed.then(publish, () => {});
  };
  const askSoon = (): void => {
    stopSoon();
    stopSoon = clock.after(togetherMs, ask);
  };
  for (const relay of relays) scope.add(relay.onOpen.on(askSoon));
  scope.add(() => {
    stopSoon();
    stopAgain();
  });
  return { current: () => round, stop: () => scope[Symbol.dispose]() };
};

/** Asks as soon as a relay is open, until it is disposed of. */
export const createPresenceAsker = (options: PresenceAskerOptions): PresenceAsker => {
  const { self, clock } = options;
  const rounds = createRounds(options);
  const book = createPresentBook(self, clock.nowMs);
  const known = new Map<PersonId, Known>();
  let stopSweep: Stop = () => {};

  const show = (): void => {
    book.show();
    stopSweep();
    if (!book.isEmpty()) stopSweep = clock.after(silentMs, show);
  };
  return {
    present: book.present,
    take: (nonce, people) => {
      const round = rounds.current();
      if (round?.nonce !== nonce) return;
      // The first answer is what is true now; others know of somebody more at most.
      if (!round.isAnswered) book.clear();
      round.isAnswered = true;
      for (const person of people) book.add(person);
      show();
    },
    note: ({ person, instance, at, bye }) => {
      const heard = { instance, at, kind: bye ? 'bye' : 'announcement' } as const;
      const before = known.get(person);
      const verdict = judgeHeard(before, heard, clock.nowMs());
      if (verdict === 'outdated' || (!before && known.size >= signalLimits.rememberedPeople)) return;
      known.set(person, learn(before, heard, clock.nowMs()));
      if (verdict === 'left') book.remove(person);
      else book.add({ id: person, name: '' });
      show();
    },
    [Symbol.dispose]: () => {
      rounds.stop();
      stopSweep();
      book.clear();
      book.show();
    },
  };
};
