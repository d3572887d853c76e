// The first screen: one sentence, one button, one field.

import { useEffect, useState } from 'preact/hooks';
import type { AppError } from '#core/base/errors.ts';
import { t } from '#ui/i18n/t.ts';
import { Banner } from '#ui/kit/banner.tsx';
import { Brand } from '#ui/kit/brand.tsx';
import { Button } from '#ui/kit/button.tsx';
import { LinkForm } from '#ui/kit/link-form.tsx';
import { Murmuration } from '#ui/kit/murmuration.tsx';
import css from './landing.module.css';

interface Props {
  readonly instanceName: string;
  readonly problems: readonly AppError[];
  onDismissProblems(): void;
  onNewCall(): void;
  /** False when `text` is no link of a call. */
  onOpenLink(text: string): boolean;
}

const maxPastedLength = 2000;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null;

const problemText = ({ details }: AppError): string => {
  const field = details['field'];
  return field === undefined ? t('config.file') : t('config.field', { field: String(field) });
};

export const Landing = ({ instanceName, problems, onDismissProblems, onNewCall, onOpenLink }: Props) => {
  const [text, setText] = useState('');
  const [isPastedWrong, setPastedWrong] = useState(false);

  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const pasted = event.clipboardData?.getData('text/plain').trim().slice(0, maxPastedLength);
      if (!pasted || isField(event.target)) return;
      setText(pasted);
      setPastedWrong(!onOpenLink(pasted));
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [onOpenLink]);

  return (
    <div class={css['landing']}>
      <div class={css['sky']}>
        <Murmuration size="large" />
      </div>
      <header class={css['header']}>
        <Brand name={instanceName} />
      </header>
      <main class={css['main']}>
        {problems.length > 0 && (
          <div class={css['notice']}>
            <Banner tone="warn" dismissLabel={t('action.dismiss')} onDismiss={onDismissProblems}>
              <strong>{t('config.title')}</strong>
              {problems.map((problem, index) => (
                <p key={index}>{problemText(problem)}</p>
              ))}
            </Banner>
          </div>
        )}
        <h1 class={css['title']}>{t('landing.title')}</h1>
        <p class={css['lead']}>{t('landing.lead')}</p>
        <div class={css['actions']}>
          <Button look="accent" size="large" icon="camera" onClick={onNewCall}>
            {t('action.newCall')}
          </Button>
          <p class={css['or']}>
            <span>{t('landing.or')}</span>
          </p>
          <LinkForm
            text={text}
            isWrong={isPastedWrong}
            onOpen={onOpenLink}
            onText={(value) => {
              setPastedWrong(false);
              setText(value);
            }}
          />
        </div>
      </main>
      <footer class={css['footer']}>{t('landing.foot')}</footer>
    </div>
  );
};
