// The way to "What others can see".

import { t } from '#ui/i18n/t.ts';
import { privacyHash } from './privacy-hash.ts';
import css from './privacy-link.module.css';

interface Props {
  /** In a green room or a call: the page opens beside it, because going there would leave the call. */
  readonly opensBeside?: boolean;
}

export const PrivacyLink = ({ opensBeside = false }: Props) => (
  <a class={css['link']} href={privacyHash} {...(opensBeside && { target: '_blank', rel: 'noopener' })}>
    {t('privacy.link')}
  </a>
);
