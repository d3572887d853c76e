// After the call: how long it was, the ways on, and once in a while the offer to keep the app.

import type { ReadonlySignal } from '@preact/signals';
import type { EndReason } from '#engine/call/api.ts';
import texts from '#ui/i18n/locales/en/ended.json';
import { addTexts, formatDuration, t } from '#ui/i18n/t.ts';
import { Brand } from '#ui/kit/brand.tsx';
import { Button } from '#ui/kit/button.tsx';
import { Murmuration } from '#ui/kit/murmuration.tsx';
import { InstallCard } from './install-card.tsx';
import css from './ended.module.css';

addTexts(texts);

interface Props {
  readonly instanceName: string;
  readonly why: EndReason;
  readonly durationMs: number;
  /** How many others were connected at some time. */
  readonly others: number;
  readonly offer: Offer;
  onRejoin(): void;
  onNewCall(): void;
}

/** Installing the app, as far as the browser would and the person has not said no. */
interface Offer {
  readonly isOpen: ReadonlySignal<boolean>;
  accept(): Promise<void>;
  decline(): void;
}

const words = (why: EndReason, duration: string): readonly [title: string, lead: string] => {
  switch (why) {
    case 'left':
      return [t('ended.title'), t('ended.lead', { duration })];
    case 'moved-to-another-window':
      return [t('ended.movedTitle'), t('ended.movedLead')];
    case 'crashed':
      return [t('ended.crashedTitle'), t('ended.crashedLead', { duration })];
  }
};

export const Ended = ({ instanceName, why, durationMs, others, offer, onRejoin, onNewCall }: Props) => {
  const [title, lead] = words(why, formatDuration(durationMs));
  const isLeft = why === 'left';
  // Whoever saw people here knows what the app is good for; nobody is asked before.
  const isGoodMoment = isLeft && others > 0;
  return (
    <div class={css['ended']}>
      <header>
        <Brand name={instanceName} />
      </header>
      <main class={css['main']}>
        <div class={css['sky']}>
          <Murmuration size="small" />
        </div>
        <h1>{title}</h1>
        <p class={css['lead']}>
          {lead}
          {isLeft && others > 0 && ` ${t('ended.others', { count: others })}`}
        </p>
        <div class={css['actions']}>
          <Button look="accent" size="large" onClick={onRejoin}>
            {t('ended.rejoin')}
          </Button>
          <Button size="large" onClick={onNewCall}>
            {t('action.newCall')}
          </Button>
        </div>
        {isGoodMoment && offer.isOpen.value && (
          <InstallCard onInstall={() => void offer.accept()} onDecline={offer.decline} />
        )}
      </main>
    </div>
  );
};
