// One honest screen for each thing that keeps a call from happening: what, why, and what to do.

import { useState } from 'preact/hooks';
import type { AppError } from '#core/base/errors.ts';
import { useForeignLink } from '#screens/landing/foreign-link.tsx';
import { errorText, t } from '#ui/i18n/t.ts';
import { Brand } from '#ui/kit/brand.tsx';
import { Button } from '#ui/kit/button.tsx';
import { Icon } from '#ui/kit/icon.tsx';
import { LinkForm } from '#ui/kit/link-form.tsx';
import css from './problem.module.css';

interface Props {
  readonly instanceName: string;
  readonly error: AppError;
  onNewCall?(): void;
  onTryAgain?(): void;
  /** Present when another link may help. */
  onOpenLink?(text: string): boolean;
  isCallLink?(text: string): boolean;
}

const AnotherLink = ({ onOpenLink, isCallLink }: Required<Pick<Props, 'onOpenLink' | 'isCallLink'>>) => {
  const [text, setText] = useState('');
  const { open, question } = useForeignLink({ onOpenLink, isCallLink });
  return (
    <>
      <LinkForm text={text} onText={setText} onOpen={open} />
      {question}
    </>
  );
};

export const Problem = ({ instanceName, error, onNewCall, onTryAgain, onOpenLink, isCallLink }: Props) => {
  return (
    <div class={css['problem']}>
      <header>
        <Brand name={instanceName} />
      </header>
      <main class={css['main']} data-error={error.code}>
        <span class={css['sign']}>
          <Icon name="warn" />
        </span>
        <h1>{errorText(error.code, 'title')}</h1>
        <p class={css['why']}>{errorText(error.code, 'why')}</p>
        <p>{errorText(error.code, 'fix')}</p>
        {onOpenLink && isCallLink && <AnotherLink onOpenLink={onOpenLink} isCallLink={isCallLink} />}
        <div class={css['actions']}>
          {onTryAgain && (
            <Button look="accent" onClick={onTryAgain}>
              {t('action.tryAgain')}
            </Button>
          )}
          {onNewCall && <Button onClick={onNewCall}>{t('action.newCall')}</Button>}
        </div>
      </main>
    </div>
  );
};
