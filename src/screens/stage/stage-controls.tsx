// The controls of the call, in one row.

import type { Ref } from 'preact';
import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { CopyLink } from '#ui/kit/copy-link.tsx';
import { RoundButton } from '#ui/kit/round-button.tsx';
import { DeviceToggles } from '#screens/words/device-toggles.tsx';
import css from './stage-controls.module.css';

interface Props {
  readonly call: Call;
  readonly link: string;
  /** Undefined when the chat is broken or not there. */
  readonly chat: { readonly isOpen: boolean; readonly unread: number; toggle(): void } | undefined;
  readonly chatButtonRef: Ref<HTMLSpanElement>;
}

const mostShown = 99;

const ChatButton = ({ chat }: { readonly chat: NonNullable<Props['chat']> }) => (
  <>
    <RoundButton
      icon="chat"
      label={chat.isOpen ? t('stage.closeChat') : t('stage.openChat')}
      look={chat.isOpen ? 'pressed' : 'plain'}
      badge={chat.unread > 0 ? (chat.unread > mostShown ? `${mostShown}+` : String(chat.unread)) : undefined}
      aria-expanded={chat.isOpen}
      aria-describedby="unread-messages"
      onClick={chat.toggle}
    />
    <span id="unread-messages" class="visually-hidden" role="status">
      {chat.unread > 0 && t('stage.unread', { count: chat.unread })}
    </span>
  </>
);

export const StageControls = ({ call, link, chat, chatButtonRef }: Props) => {
  const { media } = call;
  return (
    <section class={css['controls']} aria-label={t('stage.controls')}>
      <DeviceToggles media={media} />
      <span class={css['slot']} ref={chatButtonRef}>
        {chat && <ChatButton chat={chat} />}
      </span>
      {/* Alone, the invitation has this very button, larger. */}
      {call.people.value.length > 0 && <CopyLink link={link} look="round" />}
      <RoundButton icon="leave" look="danger" label={t('stage.leave')} onClick={() => call.leave()} />
    </section>
  );
};
