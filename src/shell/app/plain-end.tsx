// The end of a call where the screen for it can't be had: without a network, or when the page was replaced meanwhile.

import { t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import css from './error-view.module.css';

interface Props {
  onRejoin(): void;
  onNewCall(): void;
}

export const PlainEnd = ({ onRejoin, onNewCall }: Props) => (
  <main class={css['view']}>
    <h1>{t('ended.title')}</h1>
    <div class={css['actions']}>
      <Button look="accent" onClick={onRejoin}>
        {t('ended.rejoin')}
      </Button>
      <Button onClick={onNewCall}>{t('action.newCall')}</Button>
    </div>
  </main>
);
