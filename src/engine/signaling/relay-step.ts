// What a supervised relay does next: the decision alone, without sockets and timers (relay.ts has those).

import { backoffMs } from '#core/base/backoff.ts';
import type { Random } from '#core/base/random.ts';
import type { RelayState } from '#core/ports/link.ts';

export interface RelayMachine {
  readonly state: RelayState;
  /** Tries since the relay last answered; a relay that opens but never answers keeps backing off. */
  readonly attempt: number;
}

export type RelayEvent =
  | { readonly is: 'started' | 'opened' | 'silent' | 'checked' | 'heard' | 'unanswered' | 'due' | 'stopped' }
  /** The socket closed, or didn't open. */
  | { readonly is: 'lost' }
  | { readonly is: 'refused'; readonly reason: string }
  | { readonly is: 'answered'; readonly roundTripMs: number };

/** `open` and `drop` a socket, `probe` it, or `wait` and then say 'due'. */
export type RelayEffect =
  | { readonly is: 'open' }
  | { readonly is: 'drop' }
  | { readonly is: 'probe' }
  | { readonly is: 'wait'; readonly delayMs: number };

export interface RelayStep {
  readonly machine: RelayMachine;
  readonly effects: readonly RelayEffect[];
}

export const relayTimes = {
  backoff: { firstMs: 500, maxMs: 60_000 },
  /** A relay that turned us away will hardly think otherwise soon; asking often makes it worse. */
  refusedMs: 15 * 60_000,
} as const;

export const idleRelay: RelayMachine = { state: { is: 'idle' }, attempt: 0 };

const open: RelayEffect = { is: 'open' };
const drop: RelayEffect = { is: 'drop' };
const probe: RelayEffect = { is: 'probe' };
const stay = (machine: RelayMachine): RelayStep => ({ machine, effects: [] });
const connect = (attempt: number, ...before: readonly RelayEffect[]): RelayStep => ({
  machine: { state: { is: 'connecting' }, attempt },
  effects: [...before, open],
});

const waitFor = ({ attempt }: RelayMachine, nowMs: number, random: Random): RelayStep => {
  const delayMs = backoffMs(attempt, relayTimes.backoff, random);
  return {
    machine: { state: { is: 'waiting', attempt, retryAtMs: nowMs + delayMs }, attempt: attempt + 1 },
    effects: [drop, { is: 'wait', delayMs }],
  };
};

const refuse = (machine: RelayMachine, reason: string): RelayStep => ({
  machine: { state: { is: 'refused', reason }, attempt: machine.attempt },
  effects: [drop, { is: 'wait', delayMs: relayTimes.refusedMs }],
});

/** Open or probing: there is a socket. */
const stepConnected = (machine: RelayMachine, event: RelayEvent, nowMs: number, random: Random): RelayStep => {
  const { state, attempt } = machine;
  switch (event.is) {
    case 'silent':
    case 'checked':
      return { machine: { state: { is: 'probing' }, attempt }, effects: [probe] };
    case 'answered':
      return stay({ state: { is: 'open', roundTripMs: event.roundTripMs }, attempt: 0 });
    case 'heard':
      return stay({ state: state.is === 'probing' ? { is: 'open', roundTripMs: undefined } : state, attempt: 0 });
    // A socket that once answered has died (sleep, another network): replaced at once. One that never answered is
    // no relay, or an overloaded one, and must not be hammered.
    case 'unanswered':
      return attempt === 0 ? connect(1, drop) : waitFor(machine, nowMs, random);
    case 'lost':
      return waitFor(machine, nowMs, random);
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
export const stepRelay = (machine: RelayMachine, event: RelayEvent, nowMs: number, random: Random): RelayStep => {
  const { state, attempt } = machine;
  if (event.is === 'stopped') return { machine: idleRelay, effects: [drop] };
  if (event.is === 'refused' && state.is !== 'idle') return refuse(machine, event.reason);
  switch (state.is) {
    case 'idle':
      return event.is === 'started' ? connect(0) : stay(machine);
    case 'connecting':
      if (event.is === 'opened') {
        // Counted as a failed try until it answers, see 'unanswered'.
        return { machine: { state: { is: 'open', roundTripMs: undefined }, attempt: attempt + 1 }, effects: [probe] };
      }
      return event.is === 'lost' ? waitFor(machine, nowMs, random) : stay(machine);
    case 'open':
    case 'probing':
      return stepConnected(machine, event, nowMs, random);
    case 'waiting':
      // A check means that the network changed: what failed before says nothing now.
      if (event.is === 'checked') return connect(0);
      return event.is === 'due' ? connect(attempt) : stay(machine);
    case 'refused':
      return event.is === 'due' ? connect(attempt) : stay(machine);
  }
};
