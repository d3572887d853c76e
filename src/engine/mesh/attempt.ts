// The one connection that is being tried or used with a peer: taking it over, listening to it, doing one thing after the
// other on it, and letting it go when another takes its place.

import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { Candidate } from '#core/wire/signal.ts';
import type { Connection, TransportState } from './connection.ts';

/** What the signed hello binds a person to. */
export interface WireEnds {
  /** The descriptions; of a carried conversation page load and fresh key of each end. */
  readonly local: string;
  readonly remote: string;
  /** There is no connection between the two: a third person carries what they say. */
  readonly isCarried?: boolean;
}

/** One connection to the person. A hello belongs to the very connection on which it came, and to no later one. */
export interface Wired {
  descriptions(): WireEnds;
  /** False when another connection has taken its place. */
  isCurrent(): boolean;
  send(text: string): boolean;
}

export interface Attempt {
  readonly connection: Connection;
  readonly session: string;
  readonly wired: Wired;
}

export interface AttemptListener {
  /** A connection has taken the place, and nothing went over it yet. */
  adopted(connection: Connection): void;
  candidate(session: string, candidate: Candidate): void;
  transport(session: string, state: TransportState): void;
  open(session: string): void;
  /** ICE found a path. */
  path(): void;
  tracks(): void;
  described(wired: Wired): void;
  message(wired: Wired, data: unknown): void;
  /** A description was refused by the browser. */
  broke(session: string): void;
}

export interface AttemptSlot extends Disposable {
  current(): Attempt | undefined;
  /** Puts `connection` in the place of the one before, which is disposed of. */
  adopt(connection: Connection, session: string): void;
  drop(): void;
  /** Descriptions may not overlap: tasks run one after the other. What belongs to an attempt that is gone is left out. */
  enqueue(task: (attempt: Attempt) => Promise<void>): void;
  /** Candidates may come before the offer that they belong to; they wait for it. */
  addCandidates(session: string, candidates: readonly Candidate[]): void;
}

const maxEarlyCandidates = 80;

/** A name for one attempt at a connection. */
export const newSession = (): string => crypto.randomUUID().slice(0, 18);

/** Empty. */
export const createAttemptSlot = (listener: AttemptListener, log: Log): AttemptSlot => {
  let own: { attempt: Attempt; scope: Scope; isOver: Promise<void> } | undefined;
  let early: { session: string; candidates: Candidate[] } | undefined;
  let work: Promise<void> = Promise.resolve();

  const current = (): Attempt | undefined => own?.attempt;

  const drop = (): void => {
    const old = own;
    own = undefined;
    old?.scope[Symbol.dispose]();
  };

  const enqueue: AttemptSlot['enqueue'] = (task) => {
    if (!own) return;
    const { attempt, isOver } = own;
    work = work.then(async () => {
      if (current() !== attempt) return;
      try {
        // What is under way on a connection that closes never settles (W3C WebRTC 4.4.1.2, chain an operation): the next
        // attempt must not wait for it.
        await Promise.race([task(attempt), isOver]);
      } catch (error) {
        log.warn('negotiation-failed', { reason: reasonOf(error) });
        if (current() === attempt) listener.broke(attempt.session);
      }
    });
  };

  const listen = ({ connection, session, wired }: Attempt, scope: Scope): void => {
    scope.add(connection.onCandidate.on((candidate) => listener.candidate(session, candidate)));
    scope.add(connection.onTransport.on((state) => listener.transport(session, state)));
    scope.add(connection.onPath.on(() => log.info('ice-connected')));
    scope.add(connection.onPath.on(listener.path));
    scope.add(connection.onTracks.on(listener.tracks));
    scope.add(connection.onDescribed.on(() => listener.described(wired)));
    scope.add(connection.onOpen.on(() => listener.open(session)));
    scope.add(connection.onMessage.on((data) => listener.message(wired, data)));
  };

  return {
    current,
    drop,
    enqueue,
    adopt: (connection, session) => {
      drop();
      const isCurrent = (): boolean => current()?.connection === connection;
      const wired: Wired = {
        descriptions: connection.descriptions,
        isCurrent,
        send: (text) => isCurrent() && connection.send(text),
      };
      const attempt: Attempt = { connection, session, wired };
      const scope = createScope();
      scope.use(connection);
      listen(attempt, scope);
      listener.adopted(connection);
      own = { attempt, scope, isOver: new Promise((resolve) => scope.add(resolve)) };
      const waiting = early?.session === session ? early.candidates : [];
      early = undefined;
      if (waiting.length > 0) enqueue(() => connection.addCandidates(waiting));
    },
    addCandidates: (session, candidates) => {
      if (current()?.session === session) return enqueue(({ connection }) => connection.addCandidates(candidates));
      if (early?.session !== session) early = { session, candidates: [] };
      if (early.candidates.length < maxEarlyCandidates) early.candidates.push(...candidates);
    },
    [Symbol.dispose]: drop,
  };
};
