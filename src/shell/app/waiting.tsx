// For the blink before a screen is there. Words come only when the blink is long.

import { t } from '#ui/i18n/t.ts';
import css from './waiting.module.css';

export const Waiting = () => (
  <main class={css['waiting']}>
    <p role="status">{t('stage.loading')}</p>
  </main>
);
