// What happened on the way to one person, as data that may be shown and handed on: it has no address.

import { countCandidates, totalOf, type CandidateCounts } from './candidate-counts.ts';
import type { Descriptions, Notes, Way } from './journal.ts';

export type Happening =
  | 'heard'
  | 'offer-sent'
  | 'offer-received'
  | 'answer-sent'
  | 'answer-received'
  /** New addresses were offered within the same attempt (an ICE restart). */
  | 'restarted'
  /** ICE found a path. */
  | 'path'
  /** Both ends have the keys. */
  | 'dtls'
  | 'channel'
  /** Theirs was accepted. */
  | 'hello'
  | 'refused'
  /** The path broke. */
  | 'broken'
  /** ICE or DTLS gave up. */
  | 'failed'
  /** The attempt is over; another one may follow. */
  | 'gave-up'
  | 'left';

export interface JournalEntry {
  readonly what: Happening;
  /** Of `heard`. */
  readonly way?: Way;
  /** By the clock's time: the first time, and the last of several in a row. */
  readonly atMs: number;
  readonly lastMs: number;
  readonly times: number;
}

/** The addresses that both sides have told each other. */
export interface KnownCandidates {
  readonly here: CandidateCounts;
  readonly there: CandidateCounts;
}

export interface JournalRecord {
  /** Oldest first. */
  readonly entries: readonly JournalEntry[];
  readonly candidates: KnownCandidates;
  /** Those of the last attempt that was given up. */
  readonly candidatesBefore?: KnownCandidates;
}

/** By the machine's words (negotiation.ts). What is not named here says nothing about where the way stopped. */
const happenings: Readonly<Record<string, readonly Happening[]>> = {
  'open-offer-answered': ['offer-sent'],
  'do call': ['offer-sent'],
  'do repeat-offer': ['offer-sent'],
  'do restart-ice': ['restarted'],
  'do answer': ['offer-received', 'answer-sent'],
  'do renegotiate': ['offer-received', 'answer-sent'],
  'do accept-answer': ['answer-received'],
  path: ['path'],
  connected: ['dtls'],
  disconnected: ['broken'],
  quiet: ['broken'],
  failed: ['failed'],
  'channel-opened': ['channel'],
  'hello-accepted': ['hello'],
  'hello-refused': ['refused'],
  bye: ['left'],
  'do drop': ['gave-up'],
};

const entriesOf = ({ ways, notes }: Notes): readonly JournalEntry[] => {
  const entries: JournalEntry[] = [...ways].map(([way, atMs]) => ({
    what: 'heard',
    way,
    atMs,
    lastMs: atMs,
    times: 1,
  }));
  for (const { what: noted, atMs, lastMs, times } of notes) {
    for (const what of happenings[noted] ?? []) {
      const last = entries.findLast(({ way }) => !way);
      // What was refused, or has left, is not given up: nothing more is tried.
      if (what === 'gave-up' && (last?.what === 'refused' || last?.what === 'left')) continue;
      if (last?.what === what) entries[entries.indexOf(last)] = { ...last, lastMs, times: last.times + times };
      else entries.push({ what, atMs, lastMs, times });
    }
  }
  return entries.toSorted((a, b) => a.atMs - b.atMs);
};

const countBoth = (descriptions: Descriptions | undefined): KnownCandidates => ({
  here: countCandidates(descriptions?.local ?? ''),
  there: countCandidates(descriptions?.remote ?? ''),
});

/** Takes out what is to be told, and leaves every address behind. */
export const readJournal = (notes: Notes): JournalRecord => {
  const before = countBoth(notes.descriptionsBefore);
  return {
    entries: entriesOf(notes),
    candidates: countBoth(notes.descriptions),
    ...(totalOf(before.here) + totalOf(before.there) > 0 && { candidatesBefore: before }),
  };
};
