// TURN servers as the screens know them: the own ones, those of the link, and whether there is any.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { signal, type ReadonlySignal } from '@preact/signals';
import type { TurnServer } from '#core/base/turn-server.ts';

export interface TurnChoice {
  readonly own: ReadonlySignal<readonly TurnServer[]>;
  /** Adds one, or puts it in the place of another of the same address. */
  add(server: TurnServer): void;
  remove(url: string): void;
  /** The link of a call with the own servers and their passwords in it, as many as find room. */
  giveAlong(link: string): string;
  /** There is one that may be used: of the host's, an own one, or one of the link that was agreed to. */
  readonly isAnyKnown: ReadonlySignal<boolean>;
  /** What the link of the open call wants to use, and what the person said to it; undefined without such a wish. */
  readonly ofLink: ReadonlySignal<LinkWish | undefined>;
  answerLink(isWelcome: boolean): void;
}

export interface LinkWish {
  /** Names of the hosts, each once. Checked: ASCII alone, at most 253 characters. */
  readonly hosts: readonly string[];
  /** Undefined: not answered yet. */
  readonly isWelcome: boolean | undefined;
}

/** Around the app. Without it (a screen alone, in a test) there are no servers. */
export const TurnContext = createContext<TurnChoice>({
  own: signal([]),
  add: () => {},
  remove: () => {},
  giveAlong: (link) => link,
  isAnyKnown: signal(false),
  ofLink: signal(undefined),
  answerLink: () => {},
});

export const useTurn = (): TurnChoice => useContext(TurnContext);
