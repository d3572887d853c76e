// The offer to install the app. Said no once, it never comes back.

import { useRef } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { useFocusKept } from '#ui/kit/use-focus-kept.ts';
import css from './install-card.module.css';

interface Props {
  /** What the person does, where the browser has no dialog for it. */
  readonly steps: readonly string[] | undefined;
  onInstall(): void;
  onDecline(): void;
}

export const InstallCard = ({ steps, onInstall, onDecline }: Props) => {
  const ref = useRef<HTMLElement>(null);
  useFocusKept(ref);
  return (
    <section ref={ref} class={css['card']} aria-labelledby="install-offer">
      <div class={css['words']}>
        <h2 id="install-offer">{t('ended.install')}</h2>
        <p>{t('ended.installLead')}</p>
        {steps && (
          <ol>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        )}
      </div>
      <div class={css['actions']}>
        {!steps && <Button onClick={onInstall}>{t('ended.installYes')}</Button>}
        <Button look="quiet" onClick={onDecline}>
          {steps ? t('action.dismiss') : t('ended.installNo')}
        </Button>
      </div>
    </section>
  );
};
