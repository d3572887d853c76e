// Finding people, and a path for signaling to each of them.

import type { News } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { ReadonlySignal } from '@preact/signals-core';

/** What carries a link's messages: a public relay, Trystero's data channel, a third person, the call's own channel, people by hand. */
export type LinkVia = 'relay' | 'trystero' | 'person' | 'call' | 'manual';

/**
 * A way to pass signaling text to one person. It may lose, repeat and reorder messages, and it proves nothing about who
 * is at the other end: that is the signed hello's task (DESIGN D4). Texts are at most `limits.signalBytes` long.
 */
export interface Link extends Disposable {
  /** Who is said to be at the other end. */
  readonly to: PersonId;
  /** Random for each page load of that person: another instance means that they reloaded or came back. */
  readonly instance: string;
  readonly via: LinkVia;
  /** Of a relay link: where they were heard first. */
  readonly network?: RelayNetwork | undefined;
  readonly isOpen: boolean;
  send(text: string): void;
  readonly onMessage: News<string>;
  readonly onClose: News<void>;
}

export type RelayNetwork = 'nostr' | 'mqtt' | 'torrent' | 'device';

/** The life of one relay as the person sees it. */
export type RelayState =
  | { readonly is: 'idle' }
  | { readonly is: 'connecting' }
  | { readonly is: 'open'; readonly roundTripMs: number | undefined }
  /** Nothing was heard for a while; an answer is being waited for. */
  | { readonly is: 'probing' }
  | { readonly is: 'waiting'; readonly attempt: number; readonly retryAtMs: number }
  /** The relay turned us away; it is asked again much later. */
  | { readonly is: 'refused'; readonly reason: string };

export interface RelayStatus {
  readonly network: RelayNetwork;
  /** Host name and path without scheme, or 'this device'. */
  readonly name: string;
  readonly state: RelayState;
}

/** Somebody who is said to be in the call. Both are claims: nobody has proved anything yet. */
export interface PresentPerson {
  readonly id: PersonId;
  /** Empty when it is not known, or there is none. */
  readonly name: string;
}

/**
 * Finds the people of one room. Made in the green room: it opens sockets, listens, and asks who is there, but says nothing
 * of this person until `join`.
 */
export interface Rendezvous extends Disposable {
  readonly relays: ReadonlySignal<readonly RelayStatus[]>;
  /** A link to somebody, new or again. Several links to one person are normal. */
  readonly onLink: News<Link>;
  /**
   * The first words to whoever is in the room already: they go out with the first announcement, and come to each of
   * them as the first text of a link, or not at all. Prepared ahead: set them again whenever they change.
   */
  setOpening(text: string | undefined): void;
  /** Before `join`: who is in the room, as far as anybody said; undefined while nobody did. Afterwards undefined. */
  readonly present: ReadonlySignal<readonly PresentPerson[] | undefined>;
  /** Who is in the room as we see it, ourselves first: what whoever asks is told after `join`. */
  setPresent(describe: () => readonly PresentPerson[]): void;
  /** Starts announcing. */
  join(): void;
  /** Tells whether somebody is still missing: while true, announcements come fast; else at most one a minute and relay. */
  setSearching(isSearching: boolean): void;
  /** Probes every socket now: the network changed, or the device woke. */
  check(): void;
}
