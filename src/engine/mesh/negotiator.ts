// Carries out what the machine of a peer decides (negotiation.ts), on its connections and links.

import { reasonOf, type Log } from '#core/base/log.ts';
import type { Stop } from '#core/base/scope.ts';
import { openOfferNumber, type Signal } from '#core/wire/signal.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { AttemptSlot } from './attempt.ts';
import { candidatesOf, type Connection } from './connection.ts';
import type { NegotiationEffect } from './negotiation-states.ts';
import type { Posted, SignalBox } from './signal-box.ts';
import { serversAnswerMs, type PreparedOffer } from './spare.ts';

export interface NegotiatorOptions {
  readonly log: Log;
  readonly clock: ClockPort;
  /** May throw when the browser refuses another connection. */
  readonly createConnection: () => Connection;
  readonly takeSpare: () => PreparedOffer | undefined;
}

export interface Negotiator extends Disposable {
  /** They answered our open offer: it is as if it had been made to them alone. */
  adopt(prepared: PreparedOffer): void;
  /** False for an answer to an offer that is no longer ours. */
  isAnswerToUs(signal: Signal): boolean;
  repeatAnswer(): void;
  /** The connection of a call beside the one that there is. */
  beside(): Connection | undefined;
  /** What is offered was put together more than a moment ago, and no server has told it an address from outside. */
  isOutdated(): boolean;
  perform(effect: NegotiationEffect, signal: Signal | undefined): void;
}

export interface NegotiatorNews {
  /** A description names another end than the one that this connection was first described with. */
  onOtherEnd(): void;
  /** Nothing can come of this attempt. */
  onBroke(session: string): void;
}

/** Two who restart for the same break do so within this. */
const oneBreakMs = 1_000;

/** Has nothing out. */
export const createNegotiator = (
  options: NegotiatorOptions,
  slot: AttemptSlot,
  box: SignalBox,
  { onOtherEnd, onBroke }: NegotiatorNews,
): Negotiator => {
  const { log, clock } = options;
  let offered: { readonly connection: Connection; readonly atMs: number } | undefined;
  let lastOffer: Posted | undefined;
  let lastAnswer: Posted | undefined;
  let beside: { readonly connection: Connection; readonly session: string; readonly stop: Stop } | undefined;

  const offeredForMs = (): number => clock.nowMs() - (offered?.atMs ?? 0);

  const open = (session: string): Connection | undefined => {
    try {
      return options.createConnection();
    } catch (error) {
      log.error('no-connection', { reason: reasonOf(error) });
      // After what is being carried out at this moment.
      queueMicrotask(() => onBroke(session));
      return undefined;
    }
  };

  const offer = (isRestart: boolean): void =>
    slot.enqueue(async ({ connection, session }) => {
      offered = { connection, atMs: clock.nowMs() };
      const sdp = await connection.offer(isRestart);
      lastOffer = box.post({ kind: 'offer', session, sdp });
      log.info(isRestart ? 'ice-restart' : 'offer');
    });

  const call = (session: string): void => {
    const spare = options.takeSpare();
    const connection = spare?.connection ?? open(session);
    if (!connection) return;
    slot.adopt(connection, session);
    if (!spare) return offer(false);
    offered = { connection, atMs: clock.nowMs() };
    lastOffer = box.post({ kind: 'offer', session, sdp: spare.sdp });
    log.info('offer', { spare: true });
  };

  const dropBeside = (): void => {
    beside?.stop();
    beside?.connection[Symbol.dispose]();
    beside = undefined;
  };

  const callBeside = async (session: string): Promise<void> => {
    dropBeside();
    const spare = options.takeSpare();
    const connection = spare?.connection ?? open(session);
    if (!connection) return;
    const stop = connection.onCandidate.on((candidate) => box.postCandidate(session, candidate));
    beside = { connection, session, stop };
    offered = { connection, atMs: clock.nowMs() };
    const sdp = spare?.sdp ?? (await connection.offer().catch(() => ''));
    if (beside?.connection !== connection) return;
    if (!sdp) return onBroke(session);
    lastOffer = box.post({ kind: 'offer', session, sdp });
    log.info('offer', { beside: true });
  };

  const adoptBeside = (): void => {
    if (!beside) return;
    const { connection, session, stop } = beside;
    stop();
    beside = undefined;
    slot.adopt(connection, session);
  };

  const answer = (signal: Signal & { kind: 'offer' }): void =>
    slot.enqueue(async ({ connection, session }) => {
      if (!connection.isSameEnd(signal.sdp)) return onOtherEnd();
      // Both restarted: the offer of whoever was called stands. The other may never have got it; or has, of a break that was
      // over by then, and knows its number.
      if (!connection.isStable() && !connection.isCaller())
        return offeredForMs() < oneBreakMs ? repeatOffer() : offer(true);
      const sdp = await connection.answer(signal.sdp).catch((error: unknown) => {
        // Anybody with the link can send one in another's name: a connection that there is goes on as it was.
        if (!connection.isStable() || !connection.descriptions().remote) throw error;
      });
      if (sdp === undefined) return log.warn('offer-refused');
      lastAnswer = box.post({ kind: 'answer', session, sdp, offer: signal.n });
      log.info('answer', { ours: true });
    });

  /** With the addresses that have been found since: those that were sent after it may be lost as well. */
  const repeatOffer = (): void => {
    const attempt = beside ?? slot.current();
    if (!lastOffer || !attempt || attempt.connection.isStable()) return;
    const sdp = attempt.connection.descriptions().local;
    box.repost(lastOffer, { kind: 'offer', session: attempt.session, sdp });
  };

  const repeatAnswer = (): void => {
    if (lastAnswer) box.repeat(lastAnswer.text);
  };

  const isAnswerToUs = (signal: Signal): boolean => signal.kind !== 'answer' || signal.offer === lastOffer?.n;

  const accept = (signal: Signal & { kind: 'answer' }): void =>
    slot.enqueue(async ({ connection }) => {
      // While it waited another offer may have gone out.
      if (connection.isStable() || !isAnswerToUs(signal)) return;
      if (!connection.isSameEnd(signal.sdp)) return onOtherEnd();
      log.info('answer', { ours: false });
      await connection.accept(signal.sdp);
    });

  return {
    adopt: ({ connection, session, sdp }: PreparedOffer): void => {
      slot.adopt(connection, session);
      lastOffer = { n: openOfferNumber, text: '' };
      for (const candidate of candidatesOf(connection.descriptions().local)) {
        if (!sdp.includes(candidate.candidate)) box.postCandidate(session, candidate);
      }
    },
    isAnswerToUs,
    repeatAnswer,
    beside: () => beside?.connection,
    isOutdated: () => {
      const connection = beside?.connection ?? slot.current()?.connection;
      if (!offered || offered.connection !== connection || connection.isStable()) return false;
      return offeredForMs() >= serversAnswerMs && !connection.knowsOutside();
    },
    [Symbol.dispose]: dropBeside,
    perform: (effect: NegotiationEffect, signal: Signal | undefined): void => {
      if (effect.do === 'call') call(effect.session);
      else if (effect.do === 'repeat-offer') repeatOffer();
      else if (effect.do === 'repeat-answer') repeatAnswer();
      else if (effect.do === 'restart-ice') offer(true);
      else if (effect.do === 'allow-relays') slot.current()?.connection.allowRelays();
      else if (effect.do === 'hold-pictures') void slot.current()?.connection.holdPictures();
      else if (effect.do === 'resume-pictures') void slot.current()?.connection.resumePictures();
      else if (effect.do === 'call-beside') void callBeside(effect.session);
      else if (effect.do === 'adopt-beside') adoptBeside();
      else if (effect.do === 'drop-beside') dropBeside();
      else if (effect.do === 'drop') {
        dropBeside();
        slot.drop();
      } else if (effect.do === 'accept-answer' && signal?.kind === 'answer') accept(signal);
      else if (effect.do === 'renegotiate' && signal?.kind === 'offer') answer(signal);
      else if (effect.do === 'answer' && signal?.kind === 'offer') {
        const connection = open(signal.session);
        if (!connection) return;
        dropBeside();
        slot.adopt(connection, signal.session);
        answer(signal);
      }
    },
  };
};
