// The call itself: the people, the controls, the chat beside them.

import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import type { ChatModel } from '#features/chat/chat-types.ts';
import { chat as chatFeature } from '#features/registry.ts';
import { t } from '#ui/i18n/t.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { Button } from '#ui/kit/button.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import { PeopleGrid } from './people-grid.tsx';
import { createSoundGate } from './sound-gate.ts';
import { StageBanners } from './stage-banners.tsx';
import { StageControls } from './stage-controls.tsx';
import { StageToasts } from './stage-toasts.tsx';
import css from './stage.module.css';

interface Props {
  readonly call: Call;
  readonly roomName: string;
  readonly link: string;
  /** Hears of a panel that crashed. */
  onPanelError(error: unknown): void;
}

/** The first pictures come first. */
const preloadAfterMs = 2_000;

const ChatPanel = lazy(async () => (await import('#features/chat/chat-panel.tsx')).ChatPanel);

/** A broken panel says so in its own place. */
const Chat = ({ chat, onError }: { readonly chat: ChatModel; onError(error: unknown): void }) => (
  <Boundary
    onError={onError}
    fallback={(retry) => (
      <div class={css['broken']}>
        <p>{t('panel.broken')}</p>
        <Button onClick={retry}>{t('action.tryAgain')}</Button>
      </div>
    )}
  >
    <ChatPanel props={{ chat }} />
  </Boundary>
);

/** Open or closed, told to the model; Escape closes and gives the focus back to the button. */
const useChat = (call: Call) => {
  const chat = call.feature(chatFeature);
  const [isOpen, setOpen] = useState(false);
  const buttonRef = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const timer = setTimeout(ChatPanel.preload, preloadAfterMs);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    chat?.setOpen(isOpen);
  }, [chat, isOpen]);
  const close = (): void => {
    setOpen(false);
    buttonRef.current?.querySelector('button')?.focus();
  };
  return { chat, isOpen, toggle: () => setOpen(!isOpen), close, buttonRef };
};

export const Stage = ({ call, roomName, link, onPanelError }: Props) => {
  const { chat, isOpen, toggle, close, buttonRef } = useChat(call);
  const sound = useMemo(createSoundGate, []);
  const onBlocked = useCallback((retry: () => void) => sound.block(retry), [sound]);
  const isChatShown = chat !== undefined && isOpen;
  return (
    <div class={css['stage']} data-chat={isChatShown ? '' : undefined}>
      <main class={css['people']}>
        <h1 class="visually-hidden">{roomName ? t('stage.titleNamed', { name: roomName }) : t('stage.title')}</h1>
        <StageBanners call={call} sound={sound} />
        <div class={css['grid']}>
          <PeopleGrid call={call} link={link} onBlocked={onBlocked} />
          <div class={css['toasts']}>
            <StageToasts notices={call.notices} />
          </div>
        </div>
      </main>
      {isChatShown && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape from anywhere inside closes the panel
        <aside
          class={css['panel']}
          aria-label={t('chat.title')}
          onKeyDown={(event) => event.key === 'Escape' && close()}
        >
          <Chat chat={chat} onError={onPanelError} />
        </aside>
      )}
      <div class={css['controls']}>
        <StageControls
          call={call}
          link={link}
          chat={chat && { isOpen, unread: chat.unread.value, toggle }}
          chatButtonRef={buttonRef}
        />
      </div>
    </div>
  );
};
