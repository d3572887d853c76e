// Two negotiation machines and the least world around them: a channel that loses, repeats and reorders, and a path that
// opens as soon as both ends have described the same session to each other.

import { seededRandom } from '#core/base/random.ts';
import type { NegotiationEvent, NegotiationState } from '#engine/mesh/negotiation-states.ts';
import { step } from '#engine/mesh/negotiation.ts';

export interface TwoMachinesOptions {
  readonly seed: number;
  /** From 0 to 1, for signaling before `calmAtMs`. */
  readonly loss: number;
  readonly repetition: number;
  readonly maxDelayMs: number;
  readonly calmAtMs: number;
  /** How much later the second one hears of the first. */
  readonly offsetMs: number;
  /** Paths break at these times, for both sides. */
  readonly breaksAtMs: readonly number[];
}

type Letter = {
  readonly n: number;
  readonly kind: 'offer' | 'answer';
  readonly session: string;
  readonly from: number;
};

interface Wire {
  readonly id: number;
  readonly session: string;
  /** The wire at the other end, once its description came. */
  other: number | undefined;
  isUp: boolean;
}

interface Side {
  readonly name: string;
  readonly isPolite: boolean;
  state: NegotiationState;
  wire: Wire | undefined;
  nextNumber: number;
  heardUpTo: number;
  lastOffer: Letter | undefined;
  lastOfferHeard: number;
  lastAnswer: Letter | undefined;
  sessions: number;
  hasLink: boolean;
}

const side = (name: string, isPolite: boolean): Side => ({
  name,
  isPolite,
  state: { is: 'waiting', sinceMs: 0, failures: 0 },
  wire: undefined,
  nextNumber: 1,
  heardUpTo: 0,
  lastOffer: undefined,
  lastOfferHeard: 0,
  lastAnswer: undefined,
  sessions: 0,
  hasLink: false,
});

/** Plays `untilMs` and returns both states and how many sessions were begun. */
export const playTwoMachines = (options: TwoMachinesOptions, untilMs: number) => {
  const random = seededRandom(options.seed);
  const [polite, impolite] = [side('polite', true), side('impolite', false)] as const;
  const tasks: { atMs: number; order: number; run: () => void }[] = [];
  let nowMs = 0;
  let order = 0;
  let wires = 0;
  const after = (ms: number, run: () => void): void => void tasks.push({ atMs: nowMs + ms, order: order++, run });
  const otherOf = (own: Side): Side => (own === polite ? impolite : polite);

  const send = (own: Side, signal: Letter): void => {
    const isCalm = nowMs >= options.calmAtMs;
    const copies = isCalm ? 1 : random() < options.loss ? 0 : random() < options.repetition ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      after(1 + random() * (isCalm ? 100 : options.maxDelayMs), () => hear(otherOf(own), signal));
    }
  };

  const link = (own: Side): void => {
    if (own.hasLink) return;
    own.hasLink = true;
    dispatch(own, { is: 'link-opened' });
  };

  const hear = (own: Side, signal: Letter): void => {
    // Whoever is heard has a link.
    link(own);
    if (signal.kind === 'offer' && signal.n === own.lastOfferHeard && own.lastAnswer) send(own, own.lastAnswer);
    if (signal.n <= own.heardUpTo) return;
    own.heardUpTo = signal.n;
    if (signal.kind === 'offer') own.lastOfferHeard = signal.n;
    dispatch(own, { is: signal.kind, session: signal.session }, signal);
  };

  const isPair = (own: Side): boolean => {
    const [a, b] = [own.wire, otherOf(own).wire];
    return a !== undefined && b !== undefined && a.other === b.id && b.other === a.id;
  };

  /** Each end looks: a path comes up when both agree, and a hello follows the channel. */
  const look = (own: Side): void => {
    const { wire } = own;
    if (!wire || wire.isUp || !isPair(own)) return;
    wire.isUp = true;
    after(random() * 300, () => {
      if (own.wire !== wire || !isPair(own)) return;
      dispatch(own, { is: 'transport', session: wire.session, transport: 'connected' });
      dispatch(own, { is: 'channel-opened', session: wire.session });
      after(random() * 300, () => own.wire === wire && isPair(own) && dispatch(own, { is: 'hello-accepted' }));
    });
  };

  const setWire = (own: Side, wire: Wire | undefined): void => {
    const other = otherOf(own);
    const theirs = isPair(own) ? other.wire : undefined;
    own.wire = wire;
    if (!theirs) return;
    // What the other end notices when ours is gone.
    after(1_000 + random() * 5_000, () => {
      if (other.wire === theirs && !isPair(other))
        dispatch(other, { is: 'transport', session: theirs.session, transport: 'failed' });
    });
  };

  const answer = (own: Side, session: string): void => {
    own.lastAnswer = { n: own.nextNumber++, kind: 'answer', session, from: own.wire?.id ?? 0 };
    send(own, own.lastAnswer);
  };

  const repair = (own: Side): void => {
    if (own.wire) own.wire.isUp = false;
    look(own);
  };

  const dispatch = (own: Side, event: NegotiationEvent, came?: Letter): void => {
    const context = {
      nowMs,
      isPolite: own.isPolite,
      // Of each pair one; which of them is not told apart here.
      isCaller: !own.isPolite,
      canRestart: true,
      isOutdated: false,
      hasLink: own.hasLink,
      isLinked: own.hasLink,
      isReachable: own.hasLink,
      hasTurn: false,
      newSession: () => `${own.name}-${++own.sessions}`,
    };
    const next = step(own.state, event, context);
    own.state = next.state;
    for (const effect of next.effects) {
      if (effect.do === 'drop') setWire(own, undefined);
      if (effect.do === 'call') {
        setWire(own, { id: ++wires, session: effect.session, other: undefined, isUp: false });
        own.lastOffer = { n: own.nextNumber++, kind: 'offer', session: effect.session, from: wires };
        send(own, own.lastOffer);
      }
      if (effect.do === 'repeat-offer' && own.lastOffer) send(own, own.lastOffer);
      if (effect.do === 'answer' && came) {
        setWire(own, { id: ++wires, session: came.session, other: came.from, isUp: false });
        answer(own, came.session);
      }
      if (effect.do === 'renegotiate' && came && own.wire) {
        own.wire.other = came.from;
        answer(own, came.session);
        repair(own);
      }
      if (effect.do === 'accept-answer' && came && own.wire) {
        own.wire.other = came.from;
        repair(own);
      }
      if (effect.do === 'restart-ice' && own.wire) {
        own.lastOffer = { n: own.nextNumber++, kind: 'offer', session: own.wire.session, from: own.wire.id };
        send(own, own.lastOffer);
      }
    }
    look(own);
    look(otherOf(own));
  };

  const tick = (own: Side): void => {
    dispatch(own, { is: 'tick' });
    after(500, () => tick(own));
  };
  after(0, () => link(polite));
  after(options.offsetMs, () => link(impolite));
  for (const own of [polite, impolite]) after(random() * 500, () => tick(own));
  for (const atMs of options.breaksAtMs) {
    after(atMs, () => {
      for (const own of [polite, impolite]) {
        if (own.wire) dispatch(own, { is: 'transport', session: own.wire.session, transport: 'disconnected' });
      }
    });
  }
  while (nowMs < untilMs) {
    tasks.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
    const due = tasks.shift();
    if (!due) break;
    nowMs = due.atMs;
    due.run();
  }
  return { polite: polite.state, impolite: impolite.state, sessions: polite.sessions + impolite.sessions };
};
