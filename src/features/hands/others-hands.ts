// The hands of the others: their own word where there is one, and what others say of people whom we don't hear yet.

import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { PersonId } from '#core/base/ids.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Participant } from '#engine/call/api.ts';
import { placeHand, type Hand } from './hand-order.ts';
import type { ToldHand, ToldHands } from './hands-wire.ts';
import { keptForMs } from './kept-hand.ts';

/** The last that is known of a person. */
interface Known {
  readonly hand: Hand | undefined;
  /** They said so themselves, to us. */
  readonly isOwnWord: boolean;
}

export interface OthersHandsOptions {
  readonly people: ReadonlySignal<readonly Participant[]>;
  readonly clock: ClockPort;
  readonly own: ReadonlySignal<Hand | undefined>;
}

export interface OthersHands {
  readonly raised: ReadonlySignal<readonly (readonly [PersonId, Hand])[]>;
  /** What a person says of their own hand; undefined is down. True when that was new. */
  takeWord(from: PersonId, told: ToldHand | undefined): boolean;
  /** What somebody says of others. True when anything was new. */
  takeHearsay(told: ToldHands): boolean;
  /** The raised hands of those whom we are connected to and have it from. */
  atFirstHand(): readonly (readonly [PersonId, Hand])[];
  /** Forgets who is gone. To be called whenever anybody came, went or was connected. */
  follow(): void;
}

/** A reload's kept hand comes back into its place, for a little longer than it is kept. */
const rememberGoneMs = keptForMs + 30_000;

/** Hands of people who are gone, for as long as they may be reloading. */
const createGone = (nowMs: () => number) => {
  const gone = new Map<PersonId, { readonly hand: Hand; readonly goneMs: number }>();
  return {
    add: (person: PersonId, hand: Hand): void => {
      for (const [each, { goneMs }] of gone) if (nowMs() - goneMs > rememberGoneMs) gone.delete(each);
      gone.set(person, { hand, goneMs: nowMs() });
    },
    take: (person: PersonId): Hand | undefined => {
      const found = gone.get(person);
      gone.delete(person);
      return found && nowMs() - found.goneMs <= rememberGoneMs ? found.hand : undefined;
    },
  };
};

const isConnected = ({ connection }: Participant): boolean => connection.peek().is === 'connected';

/** Nobody's hand is up. */
export const createOthersHands = ({ people, clock, own }: OthersHandsOptions): OthersHands => {
  const known = signal<ReadonlyMap<PersonId, Known>>(new Map());
  const raised = signal<OthersHands['raised']['value']>([]);
  const gone = createGone(clock.nowMs);
  /** When we met the first of them: whoever came later cannot have had a hand up before. */
  let metMs: number | undefined;

  const set = (next: ReadonlyMap<PersonId, Known>): void => {
    known.value = next;
    raised.value = [...next].flatMap(([person, { hand }]) => (hand ? [[person, hand] as const] : []));
  };
  const find = (person: PersonId): Participant | undefined => people.peek().find(({ id }) => id === person);
  const atFirstHand: OthersHands['atFirstHand'] = () =>
    raised.peek().filter(([person]) => {
      const participant = find(person);
      return known.peek().get(person)?.isOwnWord && participant && isConnected(participant);
    });

  /** Before this a hand of theirs that we hear of only now cannot have been up. */
  const notBefore = (participant: Participant, before: Known | undefined): number => {
    if (before?.isOwnWord) return clock.nowMs();
    return metMs !== undefined && participant.joinedAtMs > metMs ? participant.joinedAtMs : -Infinity;
  };

  const place = (participant: Participant, before: Known | undefined, { turn, forMs }: ToldHand): Hand => {
    const last = before?.isOwnWord ? before.hand : gone.take(participant.id);
    if (last) return last.turn >= turn ? last : { ...last, turn };
    const told = { turn, sinceMs: clock.nowMs() - forMs };
    const others = atFirstHand().flatMap(([person, hand]) => (person === participant.id ? [] : [hand]));
    const ownHand = own.peek();
    return placeHand(told, notBefore(participant, before), ownHand ? [...others, ownHand] : others);
  };

  return {
    raised,
    takeWord: (from, told) => {
      const participant = find(from);
      if (!participant) return false;
      const before = known.peek().get(from);
      const hand = told && place(participant, before, told);
      if (before?.isOwnWord && before.hand?.turn === hand?.turn) return false;
      set(new Map(known.peek()).set(from, { hand, isOwnWord: true }));
      return before?.hand?.turn !== hand?.turn;
    },
    takeHearsay: (told) => {
      const next = new Map(known.peek());
      for (const { person, turn, forMs } of told) {
        if (next.has(person) || !find(person)) continue;
        next.set(person, { hand: { turn, sinceMs: clock.nowMs() - forMs }, isOwnWord: false });
      }
      if (next.size === known.peek().size) return false;
      set(next);
      return true;
    },
    atFirstHand,
    follow: () => {
      const here = new Set(people.peek().map(({ id }) => id));
      if (metMs === undefined && people.peek().some(isConnected)) metMs = clock.nowMs();
      const left = [...known.peek()].filter(([person]) => !here.has(person));
      for (const [person, { hand, isOwnWord }] of left) if (hand && isOwnWord) gone.add(person, hand);
      if (left.length > 0) set(new Map([...known.peek()].filter(([person]) => here.has(person))));
    },
  };
};
