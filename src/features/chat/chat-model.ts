// The chat: what was said, in the order of saying, the same for everybody in the end.

import { computed, signal } from '@preact/signals-core';
import { fnv1a } from '#core/base/hash.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { FeatureHost } from '#engine/call/api.ts';
import type { ChatMessage, ChatModel } from './chat-types.ts';
import { cleanText, maxHistoryLength, maxMessages, type ChatHistory } from './chat-wire.ts';

/** The model with what only the feature itself may do. */
export interface ChatState extends ChatModel {
  history(): ChatHistory;
  /** True when something was new. */
  addHistory(history: ChatHistory): boolean;
  digest(): string;
}

/** By time of sending; the id decides between two of one instant, so that everybody has the same order. */
const inOrder = (a: ChatMessage, b: ChatMessage): number => a.sentAtMs - b.sentAtMs || (a.id < b.id ? -1 : 1);

/** Clocks differ; a time beyond this was not read from one. It would stand below everything that is said later. */
const maxAheadMs = 10 * 60_000;

/** An empty chat. */
export const createChat = (host: FeatureHost): ChatState => {
  const messages = signal<readonly ChatMessage[]>([]);
  const readUpTo = signal(0);
  const arrived = signal(0);
  const draft = signal('');
  let isOpen = false;

  const add = (fresh: readonly ChatMessage[]): boolean => {
    const known = new Set(messages.peek().map(({ id }) => id));
    const added = fresh.filter(({ id }) => {
      const isNew = !known.has(id);
      known.add(id);
      return isNew;
    });
    if (added.length === 0) return false;
    messages.value = [...messages.peek(), ...added].toSorted(inOrder).slice(-maxMessages);
    arrived.value += added.filter(({ isOwn }) => !isOwn).length;
    if (isOpen) readUpTo.value = arrived.peek();
    return true;
  };

  const nameOf = (person: PersonId): string =>
    host.people
      .peek()
      .find(({ id }) => id === person)
      ?.name.peek() ?? '';

  host.on<{ id: string; text: string; sentAtMs: number }>('message', (message, from) => {
    const sentAtMs = Math.min(message.sentAtMs, host.clock.dateMs() + maxAheadMs);
    add([{ ...message, sentAtMs, from, name: nameOf(from), isOwn: false }]);
  });

  const history = (): ChatHistory => {
    let length = 0;
    const newest = messages
      .peek()
      .toReversed()
      .filter(({ text }) => (length += text.length) <= maxHistoryLength)
      .map(({ id, text, sentAtMs, from, name }) => ({ id, text, sentAtMs, from, name }));
    return newest.toReversed();
  };

  return {
    messages,
    unread: computed(() => arrived.value - readUpTo.value),
    draft,
    setDraft: (text) => {
      draft.value = text;
    },
    send: () => {
      const text = cleanText(draft.peek());
      if (!text) return false;
      const message = { id: crypto.randomUUID(), text, sentAtMs: host.clock.dateMs() };
      host.send('message', message);
      add([{ ...message, from: host.self, name: host.selfName.peek(), isOwn: true }]);
      draft.value = '';
      return true;
    },
    setOpen: (next) => {
      isOpen = next;
      if (next) readUpTo.value = arrived.peek();
    },
    history,
    digest: () => {
      const all = history();
      return `${all.length}-${fnv1a(all.map(({ id }) => id).join())}`;
    },
    addHistory: (history) => {
      const latestMs = host.clock.dateMs() + maxAheadMs;
      const told = history.filter(({ sentAtMs }) => sentAtMs <= latestMs);
      return add(told.map((each) => ({ ...each, isOwn: each.from === host.self })));
    },
    [Symbol.dispose]: () => {},
  };
};
