// What happened a moment ago, in passing: a hand went up, somebody wrote while the chat was closed, the link was copied, the small
// window could not be loaded.

import type { ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PersonId } from '#core/base/ids.ts';
import type { Call } from '#engine/call/api.ts';
import type { ChatModel } from '#features/chat/chat-types.ts';
import { firstWords } from '#features/chat/first-words.ts';
import type { HandsModel } from '#features/hands/hands-types.ts';
import { t, type Key } from '#ui/i18n/t.ts';
import { shortName } from '#ui/kit/person-name.ts';
import { stayMs, type Toast } from '#ui/kit/toasts.tsx';

export interface NewsOptions {
  readonly call: Call;
  readonly hands: HandsModel | undefined;
  readonly chat: ChatModel | undefined;
  /** How often the link of the call was copied. */
  readonly copies: ReadonlySignal<number>;
  /** How often the small window could not be loaded. */
  readonly failedFloats: ReadonlySignal<number>;
}

/** What is shown of somebody in passing, who may have left. */
export const nameOf = (call: Call, id: PersonId): string => {
  const person = call.people.peek().find((each) => each.id === id);
  return shortName(person?.name.peek() ?? '', id);
};

/** Hands of others that have just gone up, each once. */
const useHandToasts = ({ call, hands }: NewsOptions, nextKey: RefObject<number>): readonly Toast[] => {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const known = useRef<ReadonlySet<PersonId>>(new Set());
  const order = hands?.order.value;
  useEffect(() => {
    const up = new Set((order ?? []).map(({ person }) => person));
    const fresh = [...up].filter((id) => id !== call.selfId && !known.current.has(id));
    known.current = up;
    if (fresh.length === 0) return;
    const news = fresh.map((id) => ({ key: nextKey.current++, text: t('notice.hand', { name: nameOf(call, id) }) }));
    setToasts((old) => [...old, ...news].slice(-10));
  }, [call, order, nextKey]);
  return toasts;
};

/** Messages that nobody sees, as one toast at a time: a talk in writing is said once, and not with every line. */
const useChatToast = ({ chat }: NewsOptions, nextKey: RefObject<number>): readonly Toast[] => {
  const [toast, setToast] = useState<Toast>();
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  const row = useRef({ key: -1, untilMs: 0 });
  const messages = chat?.messages.value;
  const hasUnread = (chat?.unread.value ?? 0) > 0;
  useEffect(() => {
    const before = known.current;
    known.current = new Set(messages?.map(({ id }) => id));
    if (!hasUnread) {
      row.current.untilMs = 0;
      return setToast(undefined);
    }
    const [first, ...more] = messages?.filter(({ id, isOwn }) => !isOwn && !before?.has(id)) ?? [];
    if (!first) return;
    const nowMs = performance.now();
    const isAlone = nowMs >= row.current.untilMs && more.length === 0;
    if (nowMs >= row.current.untilMs) row.current = { key: nextKey.current++, untilMs: nowMs + stayMs };
    const name = shortName(first.name, first.from);
    const text = isAlone ? t('notice.message', { name, text: firstWords(first.text) }) : t('notice.messages');
    setToast({ key: row.current.key, text });
  }, [messages, hasUnread, nextKey]);
  return toast ? [toast] : [];
};

/** The same words each time that `times` goes up. */
const useRepeatedToast = (times: ReadonlySignal<number>, key: Key, nextKey: RefObject<number>): readonly Toast[] => {
  const [toast, setToast] = useState<Toast>();
  const count = times.value;
  useEffect(() => {
    if (count > 0) setToast({ key: nextKey.current++, text: t(key) });
  }, [count, key, nextKey]);
  return toast ? [toast] : [];
};

/** The oldest first. */
export const useNews = (options: NewsOptions): readonly Toast[] => {
  const nextKey = useRef(0);
  const raised = useHandToasts(options, nextKey);
  const said = useChatToast(options, nextKey);
  const copied = useRepeatedToast(options.copies, 'copy.done', nextKey);
  const unfloated = useRepeatedToast(options.failedFloats, 'floating.notLoaded', nextKey);
  return [...raised, ...said, ...copied, ...unfloated].toSorted((a, b) => a.key - b.key);
};
