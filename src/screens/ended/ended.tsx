// After the call: how long it was, the ways on, and once in a while the offer to keep the app.

import type { ReadonlySignal } from '@preact/signals';
import { useScreenPorts, type Browser } from '#screens/ports/screen-ports.ts';
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
  readonly isDeclined: ReadonlySignal<boolean>;
  accept(): Promise<void>;
  decline(): void;
}

/** Browsers that install pages, but only by the person's own hand. */
const stepsByHand = (browser: Browser): readonly string[] | undefined => {
  if (browser === 'safari-ios') return [t('ended.iosShare'), t('ended.iosAdd')];
  if (browser === 'firefox-android') return [t('ended.firefoxMenu'), t('ended.firefoxAdd')];
  return undefined;
};

export const Ended = ({ instanceName, durationMs, others, offer, onRejoin, onNewCall }: Props) => {
  const { browser } = useScreenPorts();
  // Whoever saw people here knows what the app is good for; nobody is asked before.
  const isGoodMoment = others > 0;
  const steps = stepsByHand(browser);
  return (
    <div class={css['ended']}>
      <header>
        <Brand name={instanceName} />
      </header>
      <main class={css['main']}>
        <div class={css['sky']}>
          <Murmuration size="small" />
        </div>
        <h1>{t('ended.title')}</h1>
        <p class={css['lead']}>
          {t('ended.lead', { duration: formatDuration(durationMs) })}
          {others > 0 && ` ${t('ended.others', { count: others })}`}
        </p>
        <div class={css['actions']}>
          <Button look="accent" size="large" onClick={onRejoin}>
            {t('ended.rejoin')}
          </Button>
          <Button size="large" onClick={onNewCall}>
            {t('action.newCall')}
          </Button>
        </div>
        {isGoodMoment && !offer.isDeclined.value && (offer.isOpen.value || steps) && (
          <InstallCard steps={steps} onInstall={() => void offer.accept()} onDecline={offer.decline} />
        )}
      </main>
    </div>
  );
};
