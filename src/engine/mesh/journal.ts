// What happened on the way to one person, as data: what says afterwards where it stopped, and why. Bounded, and without
// an address: whatever reads it may show it and hand it on.

import type { LinkVia, RelayNetwork } from '#core/ports/link.ts';
import { countCandidates, noCandidates, totalOf, type CandidateCounts } from './candidate-counts.ts';
import type { NegotiationEffect, NegotiationEvent } from './negotiation.ts';

/** What led to somebody: the kind of relay on which they were heard, where that is known, else the kind of link. */
export type Way = LinkVia | RelayNetwork;

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

export interface Journal {
  /** Oldest first. */
  readonly entries: readonly JournalEntry[];
  readonly candidates: KnownCandidates;
  /** Those of the attempt before, once one was given up. */
  readonly candidatesBefore?: KnownCandidates;
}

export interface JournalKeeper {
  heard(way: Way): void;
  path(): void;
  /** An event of the machine, and what it led to; before that is carried out. */
  note(event: NegotiationEvent, effects: readonly NegotiationEffect[]): void;
  read(): Journal;
}

export interface JournalOptions {
  nowMs(): number;
  /** Of the connection of the moment; undefined while there is none. */
  descriptions(): { readonly local: string; readonly remote: string } | undefined;
}

/** A few attempts in full. */
const maxEntries = 48;

/** What is not named here changes nothing that could be told. */
const ofEffects: Readonly<Partial<Record<NegotiationEffect['do'], readonly Happening[]>>> = {
  call: ['offer-sent'],
  'repeat-offer': ['offer-sent'],
  'restart-ice': ['restarted'],
  answer: ['offer-received', 'answer-sent'],
  renegotiate: ['offer-received', 'answer-sent'],
  'accept-answer': ['answer-received'],
};
const ofEvents: Readonly<Partial<Record<NegotiationEvent['is'], Happening>>> = {
  'open-offer-answered': 'offer-sent',
  'channel-opened': 'channel',
  'hello-accepted': 'hello',
  'hello-refused': 'refused',
  bye: 'left',
};
const ofTransports = { connected: 'dtls', disconnected: 'broken', failed: 'failed' } as const;

const happeningsOf = (event: NegotiationEvent, effects: readonly NegotiationEffect[]): readonly Happening[] => {
  const ofEvent = event.is === 'transport' ? ofTransports[event.transport] : ofEvents[event.is];
  const led = effects.flatMap((effect) => ofEffects[effect.do] ?? []);
  // What was refused, or has left, is not given up: nothing more is tried.
  const isGivenUp = effects.some((effect) => effect.do === 'drop') && ofEvent !== 'refused' && ofEvent !== 'left';
  return [...(ofEvent ? [ofEvent] : []), ...led, ...(isGivenUp ? (['gave-up'] as const) : [])];
};

const none: KnownCandidates = { here: noCandidates, there: noCandidates };

/** Empty. */
export const createJournal = ({ nowMs, descriptions }: JournalOptions): JournalKeeper => {
  const entries: JournalEntry[] = [];
  let candidates = none;
  let candidatesBefore: KnownCandidates | undefined;
  let isDescribed = false;
  let isUp = false;

  /** While an attempt lasts; afterwards what it had come to is kept. */
  const look = (): void => {
    const { local = '', remote = '' } = descriptions() ?? {};
    if (local || remote) candidates = { here: countCandidates(local), there: countCandidates(remote) };
  };

  /** The attempt is over. */
  const close = (): void => {
    isDescribed = false;
    if (totalOf(candidates.here) + totalOf(candidates.there) > 0) candidatesBefore = candidates;
    candidates = none;
  };

  const add = (what: Happening, way?: Way): void => {
    const atMs = nowMs();
    // A way is told once, however often it opens; everything else once for each time in a row.
    const index = way ? entries.findIndex((entry) => entry.way === way) : entries.length - 1;
    const known = entries[index];
    if (known?.what === what) {
      entries[index] = { ...known, lastMs: atMs, times: known.times + 1 };
      return;
    }
    entries.push({ what, ...(way && { way }), atMs, lastMs: atMs, times: 1 });
    if (entries.length > maxEntries)
      entries.splice(
        Math.max(
          0,
          entries.findIndex((entry) => !entry.way),
        ),
        1,
      );
  };

  return {
    heard: (way) => add('heard', way),
    path: () => add('path'),
    note: (event, effects) => {
      const happenings = happeningsOf(event, effects);
      // Reading descriptions costs a moment, and a join that goes well needs none of it.
      if ((event.is === 'tick' && isDescribed && !isUp) || happenings.includes('gave-up')) look();
      for (const what of happenings) {
        add(what);
        if (what === 'dtls') isUp = true;
        if (what === 'broken' || what === 'failed' || what === 'gave-up') isUp = false;
        if (what === 'answer-sent' || what === 'answer-received') isDescribed = true;
        if (what === 'gave-up') close();
      }
    },
    read: () => {
      look();
      return { entries: [...entries], candidates, ...(candidatesBefore && { candidatesBefore }) };
    },
  };
};
