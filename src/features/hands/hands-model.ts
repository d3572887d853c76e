// Raised hands: raising and lowering the own one, telling the others, and the line of all.

import { batch, computed, effect, signal, untracked } from '@preact/signals-core';
import { fnv1a } from '#core/base/hash.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { FeatureHost } from '#engine/call/api.ts';
import { inLine, nextTurn, placeHand, type Hand } from './hand-order.ts';
import type { HandsModel } from './hands-types.ts';
import type { ToldHand, ToldHands } from './hands-wire.ts';
import { createKeptHand } from './kept-hand.ts';
import { createOthersHands } from './others-hands.ts';

/** The model with what only the feature itself may do. */
export interface HandsState extends HandsModel {
  /** What we know at first hand: our own hand, and the word of those whom we are connected to. */
  told(): ToldHands;
  /** True when something was new. */
  addTold(told: ToldHands, from: PersonId): boolean;
  digest(): string;
}

/** Calls `onChange` when anybody came, went or was connected, and then `onConnected` for each new connection. */
const watchPeople = (people: FeatureHost['people'], onChange: () => void, onConnected: (person: PersonId) => void) => {
  let connected = new Map<PersonId, number>();
  return effect(() => {
    const before = connected;
    connected = new Map();
    for (const { id, connection } of people.value) {
      const state = connection.value;
      if (state.is === 'connected') connected.set(id, state.sinceMs);
    }
    const fresh = [...connected].filter(([id, sinceMs]) => before.get(id) !== sinceMs);
    untracked(() => {
      onChange();
      for (const [id] of fresh) onConnected(id);
    });
  });
};

/** Nobody's hand is up; our own is again in a moment, if it was before a reload. */
export const createHands = (host: FeatureHost): HandsState => {
  const { self, clock, scope } = host;
  const own = signal<Hand | undefined>(undefined);
  const kept = scope.use(createKeptHand(host));
  const others = createOthersHands({ people: host.people, clock, own });
  const order = computed(() => inLine(own.value ? [...others.raised.value, [self, own.value]] : others.raised.value));

  const tell = (hand: Hand): ToldHand => ({
    turn: hand.turn,
    forMs: Math.max(0, Math.round(clock.nowMs() - hand.sinceMs)),
  });
  const say = (to?: PersonId): void => {
    const hand = own.peek();
    if (hand) host.send('raised', tell(hand), to);
    else host.send('lowered', {}, to);
  };
  const setOwn = (hand: Hand | undefined): void => {
    own.value = hand;
    kept.keep(hand);
    say();
  };
  const told = (): ToldHands => {
    const hand = own.peek();
    const all = hand ? [[self, hand] as const, ...others.atFirstHand()] : others.atFirstHand();
    return all.map(([person, each]) => ({ person, ...tell(each) }));
  };

  const takeWord = (from: PersonId, word: ToldHand | undefined): boolean => {
    const isNew = others.takeWord(from, word);
    const hand = own.peek();
    if (!isNew || !hand) return isNew;
    // We raised without having heard of a hand that all the others saw: they put ours behind it, and so do we.
    const placed = placeHand(
      hand,
      hand.sinceMs,
      others.atFirstHand().map(([, each]) => each),
    );
    if (placed.turn !== hand.turn) setOwn(placed);
    return isNew;
  };

  host.on<ToldHand>('raised', (word, from) => void takeWord(from, word));
  host.on('lowered', (_, from) => void takeWord(from, undefined));
  scope.add(watchPeople(host.people, others.follow, say));
  void kept.read().then((hand) => {
    if (hand && !own.peek() && !scope.signal.aborted) setOwn(hand);
  });

  return {
    isRaised: computed(() => own.value !== undefined),
    order,
    raise: () => {
      const seen = others.raised.peek().map(([, hand]) => hand);
      if (!own.peek()) setOwn({ turn: nextTurn(seen), sinceMs: clock.nowMs() });
    },
    lower: () => {
      if (own.peek()) setOwn(undefined);
    },
    told,
    addTold: (all, from) =>
      batch(() => {
        // Whoever tells of the others and not of themselves has no hand up.
        const isWordNew = takeWord(
          from,
          all.find(({ person }) => person === from),
        );
        const hearsay = all.filter(({ person }) => person !== from && person !== self);
        return others.takeHearsay(hearsay) || isWordNew;
      }),
    digest: () => {
      const line = told().map(({ person, turn }) => `${turn} ${person}`);
      return `${line.length}-${fnv1a(line.toSorted().join())}`;
    },
    [Symbol.dispose]: () => {},
  };
};
