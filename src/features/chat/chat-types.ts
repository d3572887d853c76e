// What the chat panel may know of the chat.

import type { PersonId } from '#core/base/ids.ts';
import type { ReadonlySignal } from '@preact/signals-core';

export interface ChatMessage {
  readonly id: string;
  readonly from: PersonId;
  /** The sender's name when it was sent. */
  readonly name: string;
  readonly text: string;
  /** The sender's wall clock; only for showing. */
  readonly sentAtMs: number;
  readonly isOwn: boolean;
}

export interface ChatModel extends Disposable {
  /** Oldest first; at most 500. */
  readonly messages: ReadonlySignal<readonly ChatMessage[]>;
  /** Messages of others since the panel was last looked at. */
  readonly unread: ReadonlySignal<number>;
  /** What the person is writing; survives closing the panel. */
  readonly draft: ReadonlySignal<string>;
  setDraft(text: string): void;
  /** Sends the draft, cut to 4,000 characters. False when there was nothing to send. */
  send(): boolean;
  /** The panel is open (nothing counts as unread) or closed. */
  setOpen(isOpen: boolean): void;
}
