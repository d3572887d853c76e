// Notes what happens on the way to one person, in the words of the machine and without reading anything: that is done
// when somebody asks where the way stopped (read-journal.ts, which is loaded then). Bounded.

import type { LinkVia, RelayNetwork } from '#core/ports/link.ts';
import type { NegotiationEffect, NegotiationEvent } from './negotiation-states.ts';

/** What led to somebody: the kind of relay on which they were heard, where that is known, else the kind of link. */
export type Way = LinkVia | RelayNetwork;

/** One thing, or the same several times in a row. */
export interface Note {
  /** The name of an event of the machine, of a transport its state, of an effect its name after 'do '; or 'path'. */
  readonly what: string;
  /** By the clock's time: the first and the last time. */
  readonly atMs: number;
  readonly lastMs: number;
  readonly times: number;
}

/** With addresses in them: not to be shown or handed on before they are counted. */
export interface Descriptions {
  readonly local: string;
  readonly remote: string;
}

export interface Notes {
  /** When each way opened first. */
  readonly ways: ReadonlyMap<Way, number>;
  /** Oldest first. */
  readonly notes: readonly Note[];
  /** Of the attempt of the moment, and of the last that was given up. */
  readonly descriptions: Descriptions | undefined;
  readonly descriptionsBefore: Descriptions | undefined;
}

export interface Journal {
  heard(way: Way): void;
  /** ICE found a path. */
  path(): void;
  /** An event of the machine, and what it leads to; before that is carried out. */
  note(event: NegotiationEvent, effects: readonly NegotiationEffect[]): void;
  read(): Notes;
}

export interface JournalOptions {
  nowMs(): number;
  /** Of the connection of the moment; undefined while there is none. */
  descriptions(): Descriptions | undefined;
}

/** A few attempts in full. */
const maxNotes = 60;

/** Empty. */
export const createJournal = ({ nowMs, descriptions }: JournalOptions): Journal => {
  const ways = new Map<Way, number>();
  const notes: Note[] = [];
  let descriptionsBefore: Descriptions | undefined;
  const add = (what: string): void => {
    const lastMs = nowMs();
    const last = notes.at(-1);
    if (last?.what === what) notes[notes.length - 1] = { ...last, lastMs, times: last.times + 1 };
    else if (notes.push({ what, atMs: lastMs, lastMs, times: 1 }) > maxNotes) notes.shift();
  };
  return {
    heard: (way) => {
      if (!ways.has(way)) ways.set(way, nowMs());
    },
    path: () => add('path'),
    note: (event, effects) => {
      if (event.is !== 'tick') add(event.is === 'transport' ? event.transport : event.is);
      for (const effect of effects) {
        add(`do ${effect.do}`);
        if (effect.do === 'drop') descriptionsBefore = descriptions() ?? descriptionsBefore;
      }
    },
    read: () => ({ ways, notes, descriptions: descriptions(), descriptionsBefore }),
  };
};
