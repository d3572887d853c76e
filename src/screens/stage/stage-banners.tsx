// What stays true for a while and matters to the whole call.

import { useState } from 'preact/hooks';
import type { Call, OwnPicture } from '#engine/call/api.ts';
import { errorText, t } from '#ui/i18n/t.ts';
import { Banner } from '#ui/kit/banner.tsx';
import { Button } from '#ui/kit/button.tsx';
import { deviceTroubles } from '#screens/words/device-words.ts';
import { summarizeRelays } from '#screens/words/relay-words.ts';
import type { SoundGate } from './sound-gate.ts';
import css from './stage-banners.module.css';

interface Props {
  readonly call: Call;
  readonly sound: SoundGate;
}

interface Item {
  readonly key: string;
  readonly title?: string;
  readonly text: string;
  /** Nothing is to be done about it. */
  readonly isCalm?: boolean;
  /** What mends it, in one click. */
  readonly action?: { readonly label: string; run(): void };
  /** It was declined; without this it stays away until it is over. */
  decline?(): void;
}

/** What one's own devices would like to be told, and nobody else sees. */
const deviceItems = ({ media }: Call): readonly Item[] => {
  const items: Item[] = [];
  if (media.isTalkingWhileMuted.value)
    items.push({
      key: 'talking',
      text: t('hint.talkingMuted'),
      action: { label: t('hint.unmute'), run: () => void media.setMicrophone(true) },
    });
  if (media.isSilent.value) items.push({ key: 'silent', title: t('hint.silent'), text: t('hint.silentFix') });
  const offered = media.offeredDevice.value;
  if (offered)
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

/** Why the others see less of us than we send otherwise. */
const pictureWords = (picture: Exclude<OwnPicture, { is: 'full' }>): string => {
  if (picture.is === 'paused') return t('stage.picturePaused');
  return picture.because === 'path' ? t('stage.pictureSmaller') : t('stage.pictureSmallerBusy');
};

/** In the order of urgency. A dismissed one comes back only after it was over. */
const itemsOf = (call: Call): readonly Item[] => {
  const items: Item[] = deviceTroubles(call.media).map(({ key, title, why, fix }) => ({
    key,
    title,
    text: `${why} ${fix}`,
  }));
  items.push(...deviceItems(call));
  if (call.isInAnotherWindow.value) items.push({ key: 'window', text: t('greenRoom.otherWindow') });
  if (summarizeRelays(call.relays.value).is === 'none') {
    const isAlone = call.people.value.length === 0;
    items.push({ key: 'relays', text: isAlone ? t('stage.relaysGoneAlone') : t('stage.relaysGone') });
  }
  const picture = call.ownPicture.value;
  if (picture.is !== 'full') items.push({ key: 'picture', isCalm: true, text: pictureWords(picture) });
  if (call.isCrowded.value)
    items.push({ key: 'crowded', text: t('stage.crowded', { count: call.people.value.length + 1 }) });
  return items;
};

export const StageBanners = ({ call, sound }: Props) => {
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const items = itemsOf(call);
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
        .map(({ key, title, text, isCalm, action, decline }) => (
          <Banner
            key={key}
            tone={action || isCalm ? 'quiet' : 'warn'}
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
          </Banner>
        ))}
    </div>
  );
};
