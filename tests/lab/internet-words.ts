// What the laboratory says to the process that serves the internet, and hears from it.

import type { Network } from '../e2e/harness/relays.ts';
import type { RelayFault } from './relay-faults.ts';

/** Each has an answer of its own. */
export interface Commands {
  /** Opens the host of the page and the relays, one for each entry. */
  open: { readonly ask: { readonly relays: readonly Network[]; readonly hasTurn: boolean }; readonly answer: Opened };
  /** All relays of this network. */
  spoil: { readonly ask: { readonly network: Network; readonly fault: RelayFault | null }; readonly answer: null };
  /** How many sockets are open to each relay. */
  count: { readonly ask: null; readonly answer: readonly number[] };
}

export interface Opened {
  /** The address of the landing page. */
  readonly address: string;
}

export type CommandName = keyof Commands;

export interface Asked {
  readonly id: number;
  readonly name: CommandName;
  readonly ask: unknown;
}

export type Answered = { readonly id: number } & ({ readonly answer: unknown } | { readonly error: string });
