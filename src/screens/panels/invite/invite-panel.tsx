// How others get in: the link to copy or to share, as a code for a phone's camera, and in words to send.

import { useId, useRef, useState } from 'preact/hooks';
import texts from '#ui/i18n/locales/en/invite.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { CopyLink } from '#ui/kit/copy-link.tsx';
import { Panel } from '#ui/kit/panel.tsx';
import { Switch } from '#ui/kit/switch.tsx';
import { QrCode } from '#ui/kit/qr-code.tsx';
import { TextField } from '#ui/kit/text-field.tsx';
import { useCopy } from '#ui/kit/use-copy.ts';
import { turnHost } from '#core/base/turn-server.ts';
import { useTurn } from '#screens/prefs/turn-context.ts';
import { systemShare, type Share } from './system-share.ts';
import css from './invite-panel.module.css';

addTexts(texts);

interface Props {
  readonly link: string;
  /** Empty for a call without a name. */
  readonly roomName: string;
  /** The system's sheet, where there is one. */
  readonly share?: Share | undefined;
  onClose(): void;
}

const ShareButton = ({ share, link, roomName }: { readonly share: Share } & Pick<Props, 'link' | 'roomName'>) => {
  const [hasFailed, setFailed] = useState(false);
  const start = async (): Promise<void> => {
    const outcome = await share({ title: roomName || t('invite.shareTitle'), url: link });
    setFailed(outcome === 'failed');
  };
  return (
    <>
      <Button icon="share" onClick={() => void start()}>
        {t('invite.share')}
      </Button>
      <span role="status" class={css['answer']}>
        {hasFailed && t('invite.shareFailed')}
      </span>
    </>
  );
};

/** Ready to send, and to be put in one's own words before. */
const Invitation = ({ link, roomName }: Pick<Props, 'link' | 'roomName'>) => {
  const id = useId();
  const ref = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() =>
    roomName ? t('invite.textNamed', { name: roomName, link }) : t('invite.text', { link }),
  );
  const { outcome, copy } = useCopy(text);
  return (
    <section class={css['part']}>
      <label class={css['label']} for={id}>
        {t('invite.words')}
      </label>
      <textarea
        ref={ref}
        id={id}
        class={css['words']}
        rows={4}
        maxLength={2000}
        dir="auto"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div class={css['row']}>
        <Button
          icon={outcome === 'done' ? 'check' : 'copy'}
          disabled={text.trim() === ''}
          onClick={() => {
            // Where the browser refuses, it is ready to be copied by hand.
            ref.current?.select();
            copy();
          }}
        >
          {t('invite.copyWords')}
        </Button>
        <span role="status" class={css['answer']}>
          {outcome === 'done' && t('invite.wordsCopied')}
          {outcome === 'refused' && t('invite.copyRefused')}
        </span>
      </div>
      {!text.includes(link) && <p class={css['answer']}>{t('invite.linkMissing')}</p>}
    </section>
  );
};

/** The link to share, with the own TURN servers in it where that is wanted. */
const useGivenLink = (plain: string) => {
  const turn = useTurn();
  const [givesAlong, setGivesAlong] = useState(false);
  const hosts = [...new Set(turn.own.value.map(({ url }) => turnHost(url) ?? ''))].join(', ');
  const link = givesAlong ? turn.giveAlong(plain) : plain;
  const choice = hosts && (
    <Switch
      label={t('invite.turn')}
      hint={t('invite.turnHint', { hosts })}
      isOn={givesAlong}
      onToggle={setGivesAlong}
    />
  );
  return { link, choice };
};

export const InvitePanel = ({ link: plain, roomName, share = systemShare(), onClose }: Props) => {
  const { link, choice } = useGivenLink(plain);
  return (
    <Panel title={t('invite.title')} onClose={onClose}>
      <div class={css['invite']}>
        <section class={css['part']}>
          <p class={css['lead']}>{t('invite.lead')}</p>
          <TextField
            label={t('invite.link')}
            value={link}
            dir="ltr"
            readOnly
            onFocus={(event) => event.currentTarget.select()}
          />
          <div class={css['row']}>
            <CopyLink link={link} look="accent" />
            {share && <ShareButton share={share} link={link} roomName={roomName} />}
          </div>
          {choice}
        </section>
        <figure class={css['code']}>
          <QrCode text={link} label={t('invite.code')} />
          <figcaption>{t('invite.codeLead')}</figcaption>
        </figure>
        <Invitation key={link} link={link} roomName={roomName} />
      </div>
    </Panel>
  );
};
