// Copies a link and says so; where the browser refuses, shows it to copy by hand.

import { t } from '#ui/i18n/t.ts';
import { Button } from './button.tsx';
import { useCopy } from './use-copy.ts';
import css from './copy-link.module.css';

interface Props {
  readonly link: string;
  /** `accent` where sharing is the main thing to do. */
  readonly look: 'plain' | 'accent';
}

export const CopyLink = ({ link, look }: Props) => {
  const { outcome, copy } = useCopy(link);
  return (
    <span class={css['copy']}>
      <Button icon={outcome === 'done' ? 'check' : 'link'} look={look} onClick={copy}>
        {t('action.copyLink')}
      </Button>
      <span role="status" class={css['answer']} data-outcome={outcome}>
        {outcome === 'done' && t('copy.done')}
        {outcome === 'refused' && (
          <>
            {t('copy.refused')} <bdi class={css['link']}>{link}</bdi>
          </>
        )}
      </span>
    </span>
  );
};
