// One honest screen for each thing that keeps a call from happening: what, why, and what to do.

import type { AppError } from '#core/base/errors.ts';
import texts from '#ui/i18n/locales/en/problem.json';
import { addTexts, errorText, t } from '#ui/i18n/t.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { Brand } from '#ui/kit/brand.tsx';
import { Button } from '#ui/kit/button.tsx';
import { Icon } from '#ui/kit/icon.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import css from './problem.module.css';

addTexts(texts);

interface Props {
  readonly instanceName: string;
  readonly error: AppError;
  onNewCall?(): void;
  onTryAgain?(): void;
  /** Present when another link may help. */
  onOpenLink?(text: string): boolean;
  isCallLink?(text: string): boolean;
}

const AnotherLink = lazy(async () => (await import('./another-link.tsx')).AnotherLink);

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
        {onOpenLink && isCallLink && (
          <Boundary fallback={() => null}>
            <AnotherLink props={{ onOpenLink, isCallLink }} />
          </Boundary>
        )}
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
