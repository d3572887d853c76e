// How well this device is connected, in words: asked for by the person, because it asks servers about their address.

import { useState } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { Button } from '#ui/kit/button.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import css from './connection-check.module.css';

interface Props {
  readonly relays: Call['relays'];
}

const Answers = lazy(async () => (await import('./connection-answers.tsx')).ConnectionAnswers);

export const ConnectionCheck = ({ relays }: Props) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class={css['check']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class={css['summary']} onPointerEnter={Answers.preload}>
        {t('check.connection')}
      </summary>
      {isOpen && (
        <Boundary fallback={(retry) => <Button onClick={retry}>{t('action.tryAgain')}</Button>}>
          <Answers props={{ relays }} />
        </Boundary>
      )}
    </details>
  );
};
