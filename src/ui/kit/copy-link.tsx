// Copies a link and says so; where the browser refuses, shows it to copy by hand.

import { t } from '#ui/i18n/t.ts';
import { Button } from './button.tsx';
import { RoundButton } from './round-button.tsx';
import { useCopy } from './use-copy.ts';
import css from './copy-link.module.css';

interface Props {
  readonly link: string;
  /** `round` is for toolbars; `accent` where sharing is the main thing to do. */
  readonly look: 'plain' | 'accent' | 'round';
}

export const CopyLink = ({ link, look }: Props) => {
  const { outcome, copy } = useCopy(link);
  const icon = outcome === 'done' ? 'check' : 'link';
  const label = t('action.copyLink');
  return (
    <span class={css['copy']} data-look={look}>
      {look === 'round' ? (
        <RoundButton icon={icon} label={label} onClick={copy} />
      ) : (
        <Button icon={icon} look={look} onClick={copy}>
          {label}
        </Button>
      )}
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
