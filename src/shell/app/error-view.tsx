// The page stumbled while drawing. The call is not part of the page: it goes on, and one click shows it again.

import { t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import css from './error-view.module.css';

interface Props {
  onShow(): void;
  /** Present during a call. */
  onLeave?(): void;
}

export const ErrorView = ({ onShow, onLeave }: Props) => (
  <main class={css['view']}>
    <h1>{t('screen.brokenTitle')}</h1>
    <p>{onLeave ? t('screen.brokenLead') : t('screen.brokenIdle')}</p>
    <div class={css['actions']}>
      <Button look="accent" onClick={onShow}>
        {t('screen.show')}
      </Button>
      {onLeave && <Button onClick={onLeave}>{t('stage.leave')}</Button>}
    </div>
  </main>
);
