// Where the way to somebody stops, on their tile: a few words, and the way to more of them. Loaded when it is needed.

import { useRef } from 'preact/hooks';
import type { DiagnosisCode, Participant } from '#engine/call/api.ts';
import { nameOf } from '#screens/words/person-words.ts';
import texts from '#ui/i18n/locales/en/trouble.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { useFocusKept } from '#ui/kit/use-focus-kept.ts';
import css from './tile.module.css';

addTexts(texts);

/** Those that stop the way, and that no error has words for. */
export type Trouble = Exclude<DiagnosisCode, 'under-way' | 'reconnecting' | 'old-app' | 'wrong-identity'>;

interface Props {
  readonly person: Participant;
  readonly trouble: Trouble;
  onDetails(): void;
}

export const TileTrouble = ({ person, trouble, onDetails }: Props) => {
  const ref = useRef<HTMLDivElement>(null);
  useFocusKept(ref);
  const name = nameOf(person);
  const words = t(`trouble.${trouble}`);
  return (
    <div ref={ref} class={css['status']} data-tone="trouble" data-trouble={trouble}>
      <strong aria-hidden="true">{words}</strong>
      <p class="visually-hidden" role="status">
        {t('trouble.of', { name, words })}
      </p>
      <button type="button" class={css['why']} aria-label={t('trouble.whyOf', { name })} onClick={onDetails}>
        {t('trouble.why')}
      </button>
    </div>
  );
};
