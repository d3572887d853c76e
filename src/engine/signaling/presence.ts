// Who is in the call: asked before joining, told to whoever asks afterwards (docs/decisions/017).

import type { ReadonlySignal } from '@preact/signals-core';
import type { PresentPerson } from '#core/ports/link.ts';
import type { Announcement } from './announcement.ts';
import { createPresenceAnswerer, type PresenceAnswerer } from './presence-answerer.ts';
import { createPresenceAsker, type PresenceAskerOptions } from './presence-asker.ts';
import { readPresence } from './presence-message.ts';
import type { Relay } from './relay.ts';

export interface Presence extends Disposable {
  /** As in `Rendezvous`. */
  readonly present: ReadonlySignal<readonly PresentPerson[] | undefined>;
  setPresent(describe: () => readonly PresentPerson[]): void;
  /** Asks no more, and answers from here on. */
  join(): void;
  /** An opened text of the room's topic that is no announcement. */
  hear(text: string, relay: Relay): void;
  /** An announcement, before joining. */
  note(announcement: Announcement): void;
}

/** Asks from the first relay that opens. */
export const createPresence = (options: PresenceAskerOptions): Presence => {
  const asker = createPresenceAsker(options);
  let answerer: PresenceAnswerer | undefined;
  let describe = (): readonly PresentPerson[] => [{ id: options.self, name: '' }];
  return {
    present: asker.present,
    setPresent: (next) => {
      describe = next;
    },
    join: () => {
      asker[Symbol.dispose]();
      answerer ??= createPresenceAnswerer({ ...options, describe: () => describe() });
    },
    hear: (text, relay) => {
      const message = readPresence(text);
      if (!message) return;
      if ('ask' in message) answerer?.take(message.ask, relay);
      else if (answerer) answerer.noteAnswer(message.here);
      else asker.take(message.here, message.people);
    },
    note: asker.note,
    [Symbol.dispose]: () => {
      asker[Symbol.dispose]();
      answerer?.[Symbol.dispose]();
    },
  };
};
