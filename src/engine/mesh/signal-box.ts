// Signaling with one person over whatever links there are: numbers what goes out, and lets each thing that comes in
// through once, however many links carried it.

import { createEmitter, type News } from '#core/base/emitter.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import { createLater } from '#core/base/timers.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import { limits } from '#core/wire/limits.ts';
import { decodeSignal, openOfferNumber, type Candidate, type Signal, type SignalBody } from '#core/wire/signal.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';

export interface Posted {
  readonly n: number;
  readonly text: string;
}

export interface SignalBox extends Disposable {
  addLink(link: Link): void;
  /** A link is there, though nothing may go through it at this moment. */
  isLinked(): boolean;
  /** True when a link is open. */
  hasLink(): boolean;
  /** As `hasLink`, but for Trystero's channels: they seem to be open however long nothing has come over them. */
  isHeard(): boolean;
  /** The attempt that is under way is the connection from now on. */
  accepted(): void;
  /** A text that came by another way, for example through the call's own channel. */
  receive(text: string): void;
  /** Sends over all ways; number and text, so that it can be sent again as it was. */
  post(body: SignalBody): Posted;
  /** Sends a posted text again: its number tells the other that it is a repetition. */
  repeat(text: string): void;
  /** Sends what was posted again, with what is known by now. */
  repost(posted: Posted, body: SignalBody): void;
  /** Sends a candidate together with those that come in the next moments. */
  postCandidate(session: string, candidate: Candidate): void;
  readonly onLinkOpened: News<void>;
  /** New descriptions in order, and candidates. */
  readonly onSignal: News<Signal>;
  /** The last offer came again: our answer was lost. */
  readonly onRepeatedOffer: News<void>;
}

export interface SignalBoxOptions {
  readonly instance: string;
  /** The page load that we are talking to; what another one sends is not for us. */
  readonly otherInstance: string;
  readonly clock: ClockPort;
  readonly log: Log;
  /** The attempt that is under way; empty once it has come about, or all is over; undefined while nothing is tried. */
  readonly session: () => string | undefined;
  /** Whether an offer of that session may be taken now. */
  readonly mayBegin: (session: string) => boolean;
  /** A further way out, where there is one. */
  readonly sendInCall: (text: string) => void;
}

/** Candidates of one gathering come in a few milliseconds; sent one by one they would be an event each on every relay. */
const candidateBatchMs = 30;
/** As many as one signal may have. */
const maxBatch = 40;
const maxLinks = 8;
/** Numbers of candidates that are remembered, to tell repetitions. */
const maxSeen = 1000;

/** Attempts whose numbers are remembered. */
const maxSessions = 32;

/** A box without links. */
export const createSignalBox = (options: SignalBoxOptions): SignalBox => {
  const { instance, otherInstance, clock, log, sendInCall } = options;
  const scope = createScope();
  const later = createLater(scope, clock.after);
  const links = new Map<Link, Stop>();
  const onSignal = createEmitter<Signal>((error) => log.error('signal-handler', { reason: reasonOf(error) }));
  const onLinkOpened = createEmitter<void>();
  const onRepeatedOffer = createEmitter<void>();
  const mayPass = createTokenBucket({ perSecond: limits.signalPerSecond, burst: limits.signalBurst });
  const seenCandidates = new Set<number>();
  const batches = new Map<string, Candidate[]>();
  // Above those of a box before this one, whose person was given up by us and not by them: they remember its numbers, and
  // took the addresses of the next one for repetitions (laboratory, `cut-60-silent`: 19 s). Nobody sends one a millisecond.
  let nextNumber = openOfferNumber + 1 + Math.floor(clock.nowMs());
  /** By session: a number that somebody forged in another's name then silences no later attempt. */
  const lastOf = new Map<string, { readonly n: number; readonly offer: number }>();

  /** What was last said in the attempt that came about. Of later numbers anybody can have sent one. */
  let acceptedN = 0;

  const receive = (text: unknown): void => {
    if (!mayPass(clock.nowMs())) return log.warn('signal-too-many');
    const decoded = decodeSignal(text);
    if (!decoded.ok) return log.warn('signal-refused', { code: decoded.error.code });
    const signal = decoded.value;
    if (signal.instance !== otherInstance) return;
    if (signal.kind === 'candidates') {
      if (seenCandidates.has(signal.n)) return;
      seenCandidates.add(signal.n);
      if (seenCandidates.size > maxSeen) seenCandidates.delete(seenCandidates.values().next().value ?? 0);
    } else {
      const last = lastOf.get(signal.session);
      // Overtaken: since then they have spoken in the attempt that is under way, or in that of the connection that there is.
      const own = options.session();
      const leastN = own === '' ? acceptedN : (lastOf.get(own ?? '')?.n ?? 0);
      if (signal.kind === 'offer' && own !== signal.session && signal.n < leastN) return;
      // Older than what we acted on, or the same once more.
      if (signal.kind === 'offer' && signal.n === last?.offer) onRepeatedOffer.emit();
      if (last && signal.n <= last.n) return;
      if (signal.kind === 'offer' && !options.mayBegin(signal.session)) return;
      lastOf.delete(signal.session);
      lastOf.set(signal.session, { n: signal.n, offer: signal.kind === 'offer' ? signal.n : (last?.offer ?? -1) });
      if (lastOf.size > maxSessions) lastOf.delete(lastOf.keys().next().value ?? '');
    }
    onSignal.emit(signal);
  };

  const repeat = (text: string): void => {
    // The call's own way may have just died without anybody knowing: it is one of all ways.
    sendInCall(text);
    for (const link of links.keys()) if (link.isOpen) link.send(text);
  };

  const post = (body: SignalBody): Posted => {
    const n = nextNumber;
    nextNumber += 1;
    const text = JSON.stringify({ instance, n, ...body });
    repeat(text);
    return { n, text };
  };

  const removeLink = (link: Link): void => {
    links.get(link)?.();
    links.delete(link);
  };

  scope.add(() => {
    for (const link of [...links.keys()]) {
      removeLink(link);
      link[Symbol.dispose]();
    }
  });
  return {
    onSignal,
    onLinkOpened,
    onRepeatedOffer,
    accepted: () => {
      acceptedN = lastOf.get(options.session() ?? '')?.n ?? 0;
    },
    receive,
    post,
    repeat,
    repost: ({ n }, body) => repeat(JSON.stringify({ instance, n, ...body })),
    isLinked: () => links.size > 0,
    hasLink: () => [...links.keys()].some((link) => link.isOpen),
    isHeard: () => [...links.keys()].some((link) => link.isOpen && link.via !== 'trystero'),
    addLink: (link) => {
      if (links.has(link)) return;
      // One that nobody listens to would keep what comes on it.
      if (links.size >= maxLinks || scope.signal.aborted) return link[Symbol.dispose]();
      const stops = [link.onMessage.on(receive), link.onClose.on(() => removeLink(link))];
      links.set(link, () => stops.forEach((stop) => stop()));
      onLinkOpened.emit();
    },
    postCandidate: (session, candidate) => {
      const batch = batches.get(session);
      if (batch) return void batch.push(candidate);
      batches.set(session, [candidate]);
      later(candidateBatchMs, () => {
        const candidates = batches.get(session) ?? [];
        batches.delete(session);
        while (candidates.length > 0) post({ kind: 'candidates', session, candidates: candidates.splice(0, maxBatch) });
      });
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
