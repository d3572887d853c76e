// The chat beside the people. Text reaches the page only as text.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import texts from '#ui/i18n/locales/en/chat.json';
import { addTexts, formatTime, t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { Icon } from '#ui/kit/icon.tsx';
import { isComposing } from '#ui/kit/is-composing.ts';
import { Panel } from '#ui/kit/panel.tsx';
import { linkify } from '#ui/kit/linkify.ts';
import { shownName } from '#ui/kit/person-name.ts';
import { RoundButton } from '#ui/kit/round-button.tsx';
import type { ChatMessage, ChatModel } from './chat-types.ts';
import css from './chat-panel.module.css';

addTexts(texts);

interface Props {
  readonly chat: ChatModel;
  onClose(): void;
}

const maxLength = 4000;
/** Nearer to the end than this counts as reading along. */
const nearEndPx = 48;
/** What one person says within this time stands under one name. */
const togetherMs = 3 * 60_000;

const Words = ({ text }: { readonly text: string }) => (
  <>
    {linkify(text).map(({ text: part, href }, index) =>
      href ? (
        <a key={index} href={href} target="_blank" rel="noopener noreferrer">
          {part}
        </a>
      ) : (
        part
      ),
    )}
  </>
);

const continues = (message: ChatMessage, before: ChatMessage | undefined): boolean =>
  before !== undefined && before.from === message.from && message.sentAtMs - before.sentAtMs < togetherMs;

const Message = ({ message, before }: { readonly message: ChatMessage; readonly before: ChatMessage | undefined }) => (
  <li class={css['message']} data-own={message.isOwn ? '' : undefined}>
    {!continues(message, before) && (
      <p class={css['meta']}>
        <bdi class={css['name']}>{message.isOwn ? t('chat.you') : shownName(message.name, message.from)}</bdi>{' '}
        <time dateTime={new Date(message.sentAtMs).toISOString()}>{formatTime(message.sentAtMs)}</time>
      </p>
    )}
    <p class={css['text']} dir="auto">
      <Words text={message.text} />
    </p>
  </li>
);

/** Follows the end as long as the person reads there; else says that there is more. */
const useFollowing = (newest: string | undefined) => {
  const ref = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const lastTop = useRef(0);
  const [hasMore, setMore] = useState(false);
  const toEnd = (): void => {
    if (ref.current) ref.current.scrollTop = ref.current.scrollHeight;
    setMore(false);
  };
  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd();
    else setMore(true);
  }, [newest]);
  // The keyboard of a phone, or a longer draft, takes room away: the end stays in sight.
  useLayoutEffect(() => {
    const log = ref.current;
    if (!log) return undefined;
    const size = new ResizeObserver(() => {
      if (isAtEnd.current) log.scrollTop = log.scrollHeight;
    });
    size.observe(log);
    return () => size.disconnect();
  }, []);
  const onScroll = (): void => {
    const log = ref.current;
    if (!log) return;
    const isNear = log.scrollHeight - log.scrollTop - log.clientHeight < nearEndPx;
    // Only who goes up leaves the end: the room may have become smaller since it was there.
    if (isNear || log.scrollTop < lastTop.current) isAtEnd.current = isNear;
    if (isNear) setMore(false);
    lastTop.current = log.scrollTop;
  };
  return { ref, hasMore, toEnd, onScroll, follow: () => (isAtEnd.current = true) };
};

const Composer = ({ chat, onSend }: Pick<Props, 'chat'> & { onSend(): void }) => {
  const ref = useRef<HTMLTextAreaElement>(null);
  useEffect(() => ref.current?.focus({ preventScroll: true }), []);
  const send = (event?: Event): void => {
    event?.preventDefault();
    onSend();
    chat.send();
    ref.current?.focus();
  };
  return (
    <form class={css['composer']} onSubmit={send}>
      <textarea
        ref={ref}
        class={css['field']}
        rows={1}
        maxLength={maxLength}
        aria-label={t('chat.message')}
        placeholder={t('chat.placeholder')}
        enterkeyhint="send"
        dir="auto"
        value={chat.draft.value}
        onInput={(event) => chat.setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          // While a word is being composed (Japanese, Chinese), Enter belongs to the composing.
          if (event.key === 'Enter' && !event.shiftKey && !isComposing(event)) send(event);
        }}
      />
      <RoundButton icon="send" look="bare" label={t('chat.send')} onClick={() => send()} />
    </form>
  );
};

const Empty = () => (
  <div class={css['empty']}>
    <Icon name="chat" />
    <p>
      <strong>{t('chat.empty')}</strong>
    </p>
    <p>{t('chat.emptyLead')}</p>
  </div>
);

export const ChatPanel = ({ chat, onClose }: Props) => {
  const messages = chat.messages.value;
  const { ref, hasMore, toEnd, onScroll, follow } = useFollowing(messages.at(-1)?.id);
  const showNew = (): void => {
    toEnd();
    ref.current?.focus({ preventScroll: true });
  };
  return (
    <Panel title={t('chat.title')} onClose={onClose} isWhole footer={<Composer chat={chat} onSend={follow} />}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be within reach of the keyboard */}
      <div ref={ref} class={css['log']} role="log" aria-label={t('chat.log')} tabIndex={0} onScroll={onScroll}>
        {messages.length === 0 && <Empty />}
        <ol class={css['messages']}>
          {messages.map((message, index) => (
            <Message key={message.id} message={message} before={messages[index - 1]} />
          ))}
        </ol>
      </div>
      {hasMore && (
        <div class={css['more']}>
          <Button look="accent" onClick={showNew}>
            {t('chat.new')}
          </Button>
        </div>
      )}
    </Panel>
  );
};
