// What a cheap receiver's page and its worker say to each other and to the benchmark.

import type { ArrivalFigures } from './arrivals.ts';

export interface CheapRequest {
  readonly ask: 'received';
}

/** On one line of one connection, since it began. */
export interface Received extends ArrivalFigures {
  readonly line: number;
}
