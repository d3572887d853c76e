// What a supervised relay does next: the decision alone, without sockets and timers (relay.ts has those).

import { backoffMs } from '#core/base/backoff.ts';
import type { Random } from '#core/base/random.ts';
import type { RelayState } from '#core/ports/link.ts';

export interface RelayMachine {
  readonly state: RelayState;
  /** Tries since the relay last answered; a relay that opens but never answers keeps backing off. */
  readonly attempt: number;
  /** It has answered before: worth hurrying for. */
  readonly hasAnswered: boolean;
  /** How long it took to answer the last time. */
  readonly roundTripMs: number | undefined;
  /** Until then a new socket is tried soon: somebody is missed, or the network has changed. */
  readonly hurryUntilMs: number;
  /** A network that is back will be told of, so that a hurry needs few tries. */
  readonly isTold: boolean;
  /** How many sockets in a row ended soon: a relay that answers and closes must not be asked twice a second. */
  readonly shortLives: number;
  /** When the last socket was asked for. */
  readonly triedMs: number;
  /** By then it is to have answered, where it was asked. */
  readonly answerByMs: number | undefined;
}

export interface RelayCheck {
  /** The network was gone and is there again, or it is another one. */
  readonly isBack?: boolean;
  /** When the network is back we will be told, and not only find out by trying. */
  readonly isTold?: boolean;
}

export type RelayEvent =
  | { readonly is: 'started' | 'opened' | 'silent' | 'heard' | 'unanswered' | 'stopped' }
  | ({ readonly is: 'checked' } & RelayCheck)
  /** A wait is over. `isOffline`: the browser says that there is no network. */
  | { readonly is: 'due'; readonly isOffline?: boolean }
  /** The socket closed, or didn't open. */
  | { readonly is: 'lost' }
  | { readonly is: 'refused'; readonly reason: string }
  | { readonly is: 'answered'; readonly roundTripMs: number };

/** `open` and `drop` a socket, `probe` it, or `wait` and then say 'due'. */
export type RelayEffect =
  /** To be given up after `withinMs`. */
  | { readonly is: 'open'; readonly withinMs: number }
  | { readonly is: 'drop' }
  /** Unanswered after `withinMs`. */
  | { readonly is: 'probe'; readonly withinMs: number }
  | { readonly is: 'wait'; readonly delayMs: number };

export interface RelayStep {
  readonly machine: RelayMachine;
  readonly effects: readonly RelayEffect[];
}

export const relayTimes = {
  backoff: { firstMs: 500, maxMs: 60_000 },
  /**
   * In a hurry. A request for a connection that is lost is repeated by the system after 1 s, 3 s and 7 s (RFC 6298), so a new one
   * every two seconds finds the network sooner when it is back. But browsers keep count of tries that come to nothing, and hold
   * back the one that would not (docs/decisions/030): where we will be told, they are few.
   */
  hurryMs: 120_000,
  blind: { openMs: [2_000, 2_000, 2_000, 5_000], waitMs: [250, 500, 1_000] },
  told: { openMs: [2_000, 5_000, 15_000, 20_000], waitMs: [500, 2_000, 8_000, 20_000] },
  openMs: 10_000,
  /** When the network is back, a try older than this is begun anew: its request may be repeated seconds from now (RFC 6298). */
  renewMs: 1_000,
  answerMs: 3_000,
  /**
   * When somebody is missed, a socket that takes much longer than the last time is replaced, which costs one round trip
   * more when it was only slow, and saves a second or two when our address has changed and nobody says so.
   */
  hurriedAnswer: { leastMs: 500, roundTrips: 4 },
  /** A socket that ended before that was no good. */
  shortLifeMs: 5_000,
  /** After so many in a row nobody hurries for it. */
  maxShortLives: 3,
  /** The browser tells when it is online again. In case it is wrong about being offline: now and then all the same. */
  offlineMs: 10_000,
  /** A relay that turned us away will hardly think otherwise soon; asking often makes it worse. */
  refusedMs: 15 * 60_000,
} as const;

export const idleRelay: RelayMachine = {
  state: { is: 'idle' },
  attempt: 0,
  hasAnswered: false,
  roundTripMs: undefined,
  hurryUntilMs: 0,
  isTold: false,
  shortLives: 0,
  triedMs: 0,
  answerByMs: undefined,
};

const drop: RelayEffect = { is: 'drop' };
const stay = (machine: RelayMachine): RelayStep => ({ machine, effects: [] });
const hurriedAnswerMs = ({ roundTripMs = Infinity }: RelayMachine): number => {
  const { leastMs, roundTrips } = relayTimes.hurriedAnswer;
  return Math.min(relayTimes.answerMs, Math.max(leastMs, roundTrips * roundTripMs));
};
/**
 * Whoever is asked again gets no more time: each look at a call where somebody is missed would keep a dead socket. Unless
 * the time is over and nobody said so: then this device slept, and the answer may lie there unread.
 */
const probe = (machine: RelayMachine, state: RelayState, withinMs: number, nowMs: number): RelayStep => {
  const { answerByMs = -Infinity } = machine;
  return answerByMs >= nowMs && answerByMs <= nowMs + withinMs
    ? stay({ ...machine, state })
    : { machine: { ...machine, state, answerByMs: nowMs + withinMs }, effects: [{ is: 'probe', withinMs }] };
};
const isHurried = ({ hasAnswered, hurryUntilMs, shortLives }: RelayMachine, nowMs: number): boolean =>
  hasAnswered && nowMs < hurryUntilMs && shortLives < relayTimes.maxShortLives;
/** Whoever is missed is looked for at once, but not twice a second where the relay answers and closes. */
const mayHurry = ({ shortLives, triedMs }: RelayMachine, nowMs: number): boolean =>
  shortLives < relayTimes.maxShortLives || nowMs - triedMs >= relayTimes.shortLifeMs;
const hurriedTimes = ({ isTold }: RelayMachine) => (isTold ? relayTimes.told : relayTimes.blind);
/** The last one from then on. */
const nth = (times: readonly number[], index: number): number => times[index] ?? times.at(-1) ?? 0;
const connect = (
  machine: RelayMachine,
  attempt: number,
  nowMs: number,
  ...before: readonly RelayEffect[]
): RelayStep => {
  const withinMs = isHurried(machine, nowMs) ? nth(hurriedTimes(machine).openMs, attempt) : relayTimes.openMs;
  return {
    machine: { ...machine, state: { is: 'connecting' }, attempt, triedMs: nowMs, answerByMs: undefined },
    effects: [...before, { is: 'open', withinMs }],
  };
};

const waitFor = (machine: RelayMachine, nowMs: number, random: Random): RelayStep => {
  const { attempt } = machine;
  const delayMs = isHurried(machine, nowMs)
    ? nth(hurriedTimes(machine).waitMs, attempt) * (0.5 + random() / 2)
    : backoffMs(attempt, relayTimes.backoff, random);
  return {
    machine: { ...machine, state: { is: 'waiting', attempt, retryAtMs: nowMs + delayMs }, attempt: attempt + 1 },
    effects: [drop, { is: 'wait', delayMs }],
  };
};

const waitForNetwork = (machine: RelayMachine, nowMs: number): RelayStep => {
  const { attempt } = machine;
  const delayMs = relayTimes.offlineMs;
  return {
    machine: { ...machine, state: { is: 'waiting', attempt, retryAtMs: nowMs + delayMs } },
    effects: [{ is: 'wait', delayMs }],
  };
};

const refuse = (machine: RelayMachine, reason: string): RelayStep => ({
  machine: { ...machine, state: { is: 'refused', reason } },
  effects: [drop, { is: 'wait', delayMs: relayTimes.refusedMs }],
});

const alive = (machine: RelayMachine, state: RelayState): RelayStep =>
  stay({ ...machine, state, attempt: 0, hasAnswered: true, answerByMs: undefined });

/** Open or probing: there is a socket. */
const stepConnected = (before: RelayMachine, event: RelayEvent, nowMs: number, random: Random): RelayStep => {
  const isShort = nowMs - before.triedMs < relayTimes.shortLifeMs;
  const machine = isShort ? before : { ...before, shortLives: 0 };
  const { state, attempt } = machine;
  switch (event.is) {
    case 'silent':
      return probe(machine, { is: 'probing' }, relayTimes.answerMs, nowMs);
    case 'checked':
      return probe(machine, { is: 'probing' }, hurriedAnswerMs(machine), nowMs);
    case 'answered': {
      const { roundTripMs } = event;
      return alive({ ...machine, roundTripMs }, { is: 'open', roundTripMs });
    }
    case 'heard':
      return alive(machine, state.is === 'probing' ? { is: 'open', roundTripMs: undefined } : state);
    // A socket that once answered has died (sleep, another network): replaced at once. One that never answered is
    // no relay, or an overloaded one, and must not be hammered.
    case 'unanswered':
      return attempt === 0 ? connect(machine, 1, nowMs, drop) : waitFor(machine, nowMs, random);
    case 'lost': {
      const shortLives = machine.shortLives + (isShort ? 1 : 0);
      return waitFor({ ...machine, shortLives, attempt: Math.max(attempt, shortLives - 1) }, nowMs, random);
    }
    // Meant for other states.
    case 'started':
    case 'opened':
    case 'due':
    case 'refused':
    case 'stopped':
      return stay(machine);
  }
};

/** Pure. `nowMs` is the clock's; `random` spreads the retries of many clients. An event that means nothing in a state changes nothing. */
export const stepRelay = (before: RelayMachine, event: RelayEvent, nowMs: number, random: Random): RelayStep => {
  const machine =
    event.is === 'checked'
      ? {
          ...before,
          hurryUntilMs: nowMs + relayTimes.hurryMs,
          isTold: event.isTold ?? before.isTold,
          ...(event.isBack && { shortLives: 0 }),
        }
      : before;
  const { state, attempt } = machine;
  if (event.is === 'stopped') return { machine: idleRelay, effects: [drop] };
  if (event.is === 'refused' && state.is !== 'idle') return refuse(machine, event.reason);
  switch (state.is) {
    case 'idle':
      return event.is === 'started' ? connect(machine, 0, nowMs) : stay(machine);
    case 'connecting':
      if (event.is === 'opened') {
        // Counted as a failed try until it answers, see 'unanswered'.
        const opened: RelayState = { is: 'open', roundTripMs: undefined };
        return probe({ ...machine, attempt: attempt + 1 }, opened, relayTimes.answerMs, nowMs);
      }
      if (event.is === 'checked' && event.isBack && nowMs - machine.triedMs >= relayTimes.renewMs)
        return connect(machine, 0, nowMs, drop);
      return event.is === 'lost' ? waitFor(machine, nowMs, random) : stay(machine);
    case 'open':
    case 'probing':
      return stepConnected(machine, event, nowMs, random);
    case 'waiting':
      // A check means that the network changed: what failed before says nothing now.
      if (event.is === 'checked' && mayHurry(machine, nowMs)) return connect(machine, 0, nowMs);
      if (event.is !== 'due') return stay(machine);
      return event.isOffline ? waitForNetwork(machine, nowMs) : connect(machine, attempt, nowMs);
    case 'refused':
      return event.is === 'due' ? connect(machine, attempt, nowMs) : stay(machine);
  }
};
