// Before the call: a look at oneself, a name, the devices, the link.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { Banner } from '#ui/kit/banner.tsx';
import { Brand } from '#ui/kit/brand.tsx';
import { Button } from '#ui/kit/button.tsx';
import { CopyLink } from '#ui/kit/copy-link.tsx';
import { isComposing } from '#ui/kit/is-composing.ts';
import { TextField } from '#ui/kit/text-field.tsx';
import { DeviceChoice } from '#screens/devices/device-choice.tsx';
import { SpeakerTest } from '#screens/devices/speaker-test.tsx';
import { PrivacyLink } from '#screens/privacy/privacy-link.tsx';
import { SettingsDoor } from '#screens/settings/settings-door.tsx';
import { ConnectionCheck } from './connection-check.tsx';
import { DeviceHelp } from './device-help.tsx';
import { ServerLines } from './server-lines.tsx';
import { PresentLine } from './present-line.tsx';
import { RelayLine } from './relay-line.tsx';
import { SelfPreview } from './self-preview.tsx';
import css from './green-room.module.css';

interface Props {
  readonly call: Call;
  readonly instanceName: string;
  readonly roomName: string;
  /** The whole link of the call, to share. */
  readonly link: string;
}

/** What the browser lets one type; the call cuts and cleans. */
const maxNameLength = 60;

/** The field keeps what is typed, spaces at the end included; the call cleans its own copy. */
const NameField = ({ call, focus }: { readonly call: Call; readonly focus: boolean }) => {
  const [draft, setDraft] = useState<string>();
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Not on touch screens: the keyboard would jump up and cover the picture.
    if (focus && matchMedia('(pointer: fine)').matches) ref.current?.focus({ preventScroll: true });
  }, []);
  return (
    <TextField
      label={t('greenRoom.name')}
      placeholder={t('greenRoom.namePlaceholder')}
      value={draft ?? call.name.value}
      inputRef={ref}
      maxLength={maxNameLength}
      autoComplete="name"
      enterkeyhint="go"
      dir="auto"
      onText={(text) => {
        setDraft(text);
        call.setName(text);
      }}
    />
  );
};

const takesEnter = 'button, select, textarea, a, input, summary, dialog';

/** Enter joins from anywhere, except where it already means something. */
const useEnterToJoin = (call: Call): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTaken = event.target instanceof HTMLElement && event.target.closest(takesEnter);
      // A window over the page may leave the focus on the page itself, but not the person's mind.
      if (event.key !== 'Enter' || isTaken || isComposing(event) || document.querySelector('dialog[open]')) return;
      // Still held from the page before: whoever opened this one has not seen it yet.
      if (event.repeat) return;
      call.join();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [call]);
};

const Warnings = ({ call }: { readonly call: Call }) => (
  <div class={css['warnings']} role="status">
    {call.isInAnotherWindow.value && <Banner tone="warn">{t('greenRoom.otherWindow')}</Banner>}
    {call.media.isSilent.value && <Banner tone="warn">{t('greenRoom.silent')}</Banner>}
    <ServerLines />
    <DeviceHelp call={call} />
  </div>
);

const Invite = ({ link }: { readonly link: string }) => (
  <section class={css['invite']}>
    <p>{t('greenRoom.invite')}</p>
    <input
      class={css['link']}
      aria-label={t('greenRoom.link')}
      dir="ltr"
      readOnly
      value={link}
      onFocus={(event) => event.currentTarget.select()}
    />
    <CopyLink link={link} look="plain" />
  </section>
);

const Foot = ({ call }: { readonly call: Call }) => (
  <div class={css['foot']}>
    <RelayLine relays={call.relays} />
    <ConnectionCheck relays={call.relays} />
    <PrivacyLink opensBeside />
  </div>
);

export const GreenRoom = ({ call, instanceName, roomName, link }: Props) => {
  useEnterToJoin(call);
  const join = (event: Event): void => {
    event.preventDefault();
    call.join();
  };
  return (
    <div class={css['room']}>
      <header class={css['header']}>
        <Brand name={instanceName} />
        <SettingsDoor call={call} />
      </header>
      <main class={css['main']}>
        <div class={css['mirror']}>
          <SelfPreview call={call} />
        </div>
        <Warnings call={call} />
        <div class={css['entry']}>
          <div class={css['heading']}>
            <h1>{roomName ? <bdi>{t('greenRoom.titleNamed', { name: roomName })}</bdi> : t('greenRoom.title')}</h1>
            <p>{t('greenRoom.subtitle')}</p>
            <PresentLine call={call} />
          </div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a key that is still held from the page before joins nobody */}
          <form
            class={css['form']}
            onSubmit={join}
            onKeyDown={(event) => event.key === 'Enter' && event.repeat && event.preventDefault()}
          >
            <NameField call={call} focus />
            <Button type="submit" look="accent" size="large" icon="arrow">
              {t('greenRoom.join')}
            </Button>
          </form>
        </div>
        <div class={css['devices']}>
          <DeviceChoice media={call.media} />
          <SpeakerTest media={call.media} />
        </div>
        <div class={css['more']}>
          <Invite link={link} />
          <Foot call={call} />
        </div>
      </main>
    </div>
  );
};
