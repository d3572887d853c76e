// After the call.

import type { EndReason } from '#engine/call/api.ts';
import { formatDuration, t } from '#ui/i18n/t.ts';
import { Brand } from '#ui/kit/brand.tsx';
import { Button } from '#ui/kit/button.tsx';
import { Murmuration } from '#ui/kit/murmuration.tsx';
import css from './ended.module.css';

interface Props {
  readonly instanceName: string;
  readonly why: EndReason;
  readonly durationMs: number;
  onRejoin(): void;
  onNewCall(): void;
}

const words = (why: EndReason, duration: string): readonly [title: string, lead: string] => {
  switch (why) {
    case 'left':
      return [t('ended.title'), t('ended.lead', { duration })];
    case 'moved-to-another-window':
      return [t('ended.movedTitle'), t('ended.movedLead')];
    case 'crashed':
      return [t('ended.crashedTitle'), t('ended.crashedLead', { duration })];
  }
};

export const Ended = ({ instanceName, why, durationMs, onRejoin, onNewCall }: Props) => {
  const [title, lead] = words(why, formatDuration(durationMs));
  return (
    <div class={css['ended']}>
      <header>
        <Brand name={instanceName} />
      </header>
      <main class={css['main']}>
        <div class={css['sky']}>
          <Murmuration size="small" />
        </div>
        <h1>{title}</h1>
        <p class={css['lead']}>{lead}</p>
        <div class={css['actions']}>
          <Button look="accent" size="large" onClick={onRejoin}>
            {t('ended.rejoin')}
          </Button>
          <Button size="large" onClick={onNewCall}>
            {t('action.newCall')}
          </Button>
        </div>
      </main>
    </div>
  );
};
