// What stays true for a while and matters to the whole call.

import { useState } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { errorText, t } from '#ui/i18n/t.ts';
import { Banner } from '#ui/kit/banner.tsx';
import { Button } from '#ui/kit/button.tsx';
import { Boundary } from '#ui/kit/boundary.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { deviceTroubles } from '#screens/words/device-words.ts';
import { summarizeRelays } from '#screens/words/relay-words.ts';
import type { SoundGate } from './sound-gate.ts';
import css from './stage-banners.module.css';

interface Props {
  readonly call: Call;
  readonly sound: SoundGate;
}

const AllowSteps = lazy(async () => (await import('#screens/green-room/allow-steps.tsx')).AllowSteps);

interface Item {
  readonly key: string;
  readonly title?: string;
  readonly text: string;
  /** The way to mend it is told step by step, for this very browser; this is said where the steps can't be had. */
  readonly help?: string;
  /** What mends it, in one click. */
  readonly action?: { readonly label: string; run(): void };
  /** It was declined; without this it stays away until it is over. */
  decline?(): void;
}

/** What one's own devices would like to be told, and nobody else sees. */
const deviceItems = ({ media }: Call, canChooseSpeaker: boolean): readonly Item[] => {
  const items: Item[] = [];
  if (media.isTalkingWhileMuted.value)
    items.push({
      key: 'talking',
      text: t('hint.talkingMuted'),
      action: { label: t('hint.unmute'), run: () => void media.setMicrophone(true) },
    });
  if (media.isSilent.value) items.push({ key: 'silent', title: t('hint.silent'), text: t('hint.silentFix') });
  const offered = media.offeredDevice.value;
  if (offered && (offered.kind !== 'speaker' || canChooseSpeaker))
    items.push({
      key: `offer:${offered.kind}:${offered.id}`,
      text: t('hint.newDevice', { device: offered.label }),
      action: { label: t('hint.useDevice'), run: () => void media.answerOffer(true) },
      decline: () => void media.answerOffer(false),
    });
  const screen = media.screen.value;
  if (screen.is === 'failed') {
    const { code } = screen.error;
    items.push({
      key: `screen:${code}`,
      title: t('device.problem', { device: t('device.screen'), title: errorText(code, 'title') }),
      text: t('hint.screenFailed'),
    });
  }
  return items;
};

/** In the order of urgency. A dismissed one comes back only after it was over. */
const itemsOf = (call: Call, canChooseSpeaker: boolean): readonly Item[] => {
  const items: Item[] = deviceTroubles(call.media).map(({ key, code, title, why, fix }) => ({
    key,
    title,
    ...(code === 'media/denied' ? { text: why, help: fix } : { text: `${why} ${fix}` }),
  }));
  items.push(...deviceItems(call, canChooseSpeaker));
  if (call.isInAnotherWindow.value) items.push({ key: 'window', text: t('greenRoom.otherWindow') });
  if (summarizeRelays(call.relays.value).is === 'none') {
    const isAlone = call.people.value.length === 0;
    items.push({ key: 'relays', text: isAlone ? t('stage.relaysGoneAlone') : t('stage.relaysGone') });
  }
  if (call.isCrowded.value)
    items.push({ key: 'crowded', text: t('stage.crowded', { count: call.people.value.length + 1 }) });
  return items;
};

export const StageBanners = ({ call, sound }: Props) => {
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const { canChooseSpeaker } = useScreenPorts();
  const items = itemsOf(call, canChooseSpeaker);
  const stillTrue = dismissed.filter((key) => items.some((item) => item.key === key));
  if (stillTrue.length < dismissed.length) setDismissed(stillTrue);
  return (
    <div class={css['banners']} role="status">
      {sound.isBlocked.value && (
        <Banner
          icon="sound"
          action={
            <Button look="plain" onClick={sound.open}>
              {t('stage.turnOnSound')}
            </Button>
          }
        >
          {t('stage.soundBlocked')}
        </Banner>
      )}
      {items
        .filter(({ key }) => !stillTrue.includes(key))
        .map(({ key, title, text, help, action, decline }) => (
          <Banner
            key={key}
            tone={action ? 'quiet' : 'warn'}
            dismissLabel={t('action.dismiss')}
            onDismiss={() => {
              decline?.();
              setDismissed([...stillTrue, key]);
            }}
            action={
              action && (
                <Button look="plain" onClick={action.run}>
                  {action.label}
                </Button>
              )
            }
          >
            {title && <strong>{title}. </strong>}
            {text}
            {help !== undefined && (
              <Boundary fallback={() => ` ${help}`}>
                <AllowSteps props={{ isFolded: true }} />
              </Boundary>
            )}
          </Banner>
        ))}
    </div>
  );
};
