// What stays true for a while and matters to the whole call.

import { useState } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
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
}

/** In the order of urgency. A dismissed one comes back only after it was over. */
const itemsOf = (call: Call): readonly Item[] => {
  const items: Item[] = deviceTroubles(call.media).map(({ key, title, why, fix }) => ({
    key,
    title,
    text: `${why} ${fix}`,
  }));
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
        .map(({ key, title, text }) => (
          <Banner
            key={key}
            tone="warn"
            dismissLabel={t('action.dismiss')}
            onDismiss={() => setDismissed([...stillTrue, key])}
          >
            {title && <strong>{title}. </strong>}
            {text}
          </Banner>
        ))}
    </div>
  );
};
