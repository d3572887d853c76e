// What stays true for a while and matters to the whole call.

import { useRef, useState } from 'preact/hooks';
import type { Call, OwnPicture } from '#engine/call/api.ts';
import { errorText, t } from '#ui/i18n/t.ts';
import { Banner } from '#ui/kit/banner.tsx';
import { Button } from '#ui/kit/button.tsx';
import { useOnline } from '#ui/kit/use-online.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { deviceTroubles } from '#screens/words/device-words.ts';
import { areRelaysGone, isSomeRelayAlive, listed, type Relays } from '#screens/words/relay-words.ts';
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
  /** Nothing is to be done about it. */
  readonly isCalm?: boolean;
  /** The way to mend it is told step by step, for this very browser; this is said where the steps can't be had. */
  readonly help?: string;
  /** What mends it, in one click. */
  readonly action?: { readonly label: string; run(): void };
  /** It was declined; without this it stays away until it is over. */
  decline?(): void;
}

/** Whether anybody could find us. */
interface Reach {
  readonly isCutOff: boolean;
  readonly isOnline: boolean;
}

const useReach = ({ relays }: Call): Reach => {
  const wasCutOff = useRef(false);
  const isCutOff = areRelaysGone(relays.value, wasCutOff.current);
  wasCutOff.current = isCutOff;
  return { isCutOff, isOnline: useOnline() };
};

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

/** Why the others see less of us than we send otherwise. */
const pictureWords = (picture: Exclude<OwnPicture, { is: 'full' }>): string => {
  if (picture.is === 'paused') return t('stage.picturePaused');
  return picture.because === 'path' ? t('stage.pictureSmaller') : t('stage.pictureSmallerBusy');
};

/** The relays that are there for whoever is elsewhere, each by its name once. */
const triedNames = (relays: Relays): readonly string[] => [
  ...new Set(relays.flatMap(({ network, name }) => (network === 'device' ? [] : [name]))),
];

/** Nothing comes from anybody who was there, nor from a relay. */
const isOwnNetworkGone = ({ people, relays }: Call): boolean =>
  people.value.length > 0 &&
  people.value.every(({ connection }) => /^(?:reconnecting|away)$/.test(connection.value.is)) &&
  !isSomeRelayAlive(relays.value);

/** No relay answers: what is missing, what helps, and that it is being tried on. */
const cutOffItem = (call: Call, isOnline: boolean): Item => {
  const isAlone = call.people.value.length === 0;
  if (!isOnline || isOwnNetworkGone(call))
    return { key: 'offline', text: isAlone ? t('relays.offline') : t('stage.offline') };
  if (!isAlone) return { key: 'relays', text: t('stage.relaysGone') };
  const names = listed(triedNames(call.relays.value));
  return { key: 'relays-alone', title: t('stage.relaysGoneTitle'), text: t('stage.relaysGoneAlone', { names }) };
};

/** In the order of urgency. A dismissed one comes back only after it was over. */
const itemsOf = (call: Call, { isCutOff, isOnline }: Reach, canChooseSpeaker: boolean): readonly Item[] => {
  const items: Item[] = deviceTroubles(call.media).map(({ key, code, title, why, fix }) => ({
    key,
    title,
    ...(code === 'media/denied' ? { text: why, help: fix } : { text: `${why} ${fix}` }),
  }));
  items.push(...deviceItems(call, canChooseSpeaker));
  if (call.isInAnotherWindow.value) items.push({ key: 'window', text: t('greenRoom.otherWindow') });
  if (isCutOff || isOwnNetworkGone(call)) items.push(cutOffItem(call, isOnline));
  const picture = call.ownPicture.value;
  if (picture.is !== 'full') items.push({ key: 'picture', isCalm: true, text: pictureWords(picture) });
  if (call.isCrowded.value)
    items.push({ key: 'crowded', text: t('stage.crowded', { count: call.people.value.length + 1 }) });
  return items;
};

export const StageBanners = ({ call, sound }: Props) => {
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const { canChooseSpeaker } = useScreenPorts();
  const items = itemsOf(call, useReach(call), canChooseSpeaker);
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
        .map(({ key, title, text, help, isCalm, action, decline }) => (
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
