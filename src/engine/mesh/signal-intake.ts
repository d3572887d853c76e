// What the other end proposes, and when that is looked at: at once, when the path that is there has broken, or never.

import type { Later } from '#core/base/timers.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { openOfferNumber, type Signal } from '#core/wire/signal.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import type { ReadonlySignal } from '@preact/signals-core';
import type { AttemptSlot } from './attempt.ts';
import type { NegotiationEvent, NegotiationState } from './negotiation-states.ts';
import type { Negotiator } from './negotiator.ts';
import { createCallHold, createOfferHold } from './offer-hold.ts';
import type { PreparedOffer } from './spare.ts';

export interface SignalIntakeOptions {
  readonly state: ReadonlySignal<NegotiationState>;
  readonly slot: AttemptSlot;
  readonly negotiator: Negotiator;
  readonly clock: ClockPort;
  readonly later: Later;
  readonly claimOpenOffer: (session: string) => PreparedOffer | undefined;
  readonly takesOpenOffer: () => boolean;
  readonly dispatch: (event: NegotiationEvent, signal?: Signal) => void;
}

export interface SignalIntake {
  /** Whether an offer of that session is looked at now; it may come again. Counts as done. */
  mayBegin(session: string): boolean;
  /** The hello on the connection of the moment was refused. */
  refused(): void;
  take(signal: Signal): void;
  /** What they have proposed by now comes before what we would. */
  pathBroke(event: NegotiationEvent & { readonly session: string }, silentMs: number): void;
  /** A call of theirs while we still have a connection that works. */
  holdBack(offer: Signal): void;
  /** They had noticed before us that the connection was gone. */
  takeHeldBack(): void;
}

/** Each is a connection to be made: whoever offers in a loop, in whosever name, makes us work for nothing. */
const newSessionBudget = { perSecond: 0.5, burst: 8 };
/** Whoever was refused is let in by their next offer after that, each time twice as long: somebody else may have been there. */
const firstQuietMs = 2_000;
const maxQuietMs = 120_000;
/** A path that comes back by itself does so within this. */
const reviveMs = 250;

export const createSignalIntake = (options: SignalIntakeOptions): SignalIntake => {
  const { state, slot, negotiator, clock, later, dispatch } = options;
  const offerHold = createOfferHold(clock.nowMs);
  const callHold = createCallHold(clock.nowMs);
  const hasBudget = createTokenBucket(newSessionBudget);
  let quietUntilMs = 0;
  let quietMs = firstQuietMs;
  const isOurs = ({ session }: Signal): boolean => slot.current()?.session === session;

  /** Anybody's first words: welcome only where nothing is under way. */
  const takeOpenOffer = (offer: Signal): void => {
    const { is } = state.peek();
    if (offer.kind === 'offer' && (is === 'waiting' || is === 'over') && options.takesOpenOffer())
      dispatch({ is: 'offer', session: offer.session }, offer);
  };
  /** The network over which their call came brings the old path back as well, where it is not gone. */
  const letRevive = (offer: Signal): void => {
    callHold.keep(offer, reviveMs);
    later(reviveMs, () => dispatch({ is: 'tick' }));
  };
  const takeOffer = (offer: Signal): void => {
    const mayRevive = state.peek().is === 'reconnecting' && slot.current()?.connection.canRestart() === false;
    if (mayRevive && !isOurs(offer)) return letRevive(offer);
    const isKept = state.peek().is === 'connected' && isOurs(offer);
    const due = isKept ? offerHold.keep(offer) : offer;
    if (due) dispatch({ is: 'offer', session: due.session }, due);
  };
  const takeOpenAnswer = (answer: Signal): void => {
    // A call that is on its way to them by now stands: they answer it as well.
    const claimed = state.peek().is === 'waiting' ? options.claimOpenOffer(answer.session) : undefined;
    if (!claimed) return;
    negotiator.adopt(claimed);
    dispatch({ is: 'open-offer-answered', session: answer.session }, answer);
  };

  return {
    mayBegin: (session) =>
      slot.current()?.session === session || (clock.nowMs() >= quietUntilMs && hasBudget(clock.nowMs())),
    refused: () => {
      quietUntilMs = clock.nowMs() + quietMs;
      quietMs = Math.min(quietMs * 2, maxQuietMs);
    },
    take: (signal) => {
      if (signal.kind === 'candidates') slot.addCandidates(signal.session, signal.candidates);
      else if (signal.n === openOfferNumber) takeOpenOffer(signal);
      else if (signal.kind === 'answer' && signal.offer === openOfferNumber && !isOurs(signal)) takeOpenAnswer(signal);
      else if (signal.kind === 'offer') takeOffer(signal);
      else if (negotiator.isAnswerToUs(signal)) dispatch({ is: 'answer', session: signal.session }, signal);
    },
    pathBroke: (event, silentMs) => {
      const offer = state.peek().is === 'connected' ? offerHold.take() : undefined;
      if (offer?.session === event.session) dispatch({ is: 'offer', session: event.session, silentMs }, offer);
      else dispatch(event);
    },
    holdBack: (offer) => callHold.keep(offer),
    takeHeldBack: () => {
      const offer = callHold.take();
      if (offer) dispatch({ is: 'offer', session: offer.session }, offer);
    },
  };
};
