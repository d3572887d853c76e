// What is the matter with somebody who is not connected: why, what helps, and how far it has come.

import type { Diagnosis, JournalRecord } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { diagnosisWords, markWords, stepWords } from './diagnosis-words.ts';
import css from './details-panel.module.css';

interface Props {
  readonly diagnosis: Diagnosis;
  readonly journal: JournalRecord | undefined;
}

const toneOf = ({ is }: Diagnosis): 'fair' | 'poor' => (is === 'under-way' || is === 'reconnecting' ? 'fair' : 'poor');

export const DiagnosisView = ({ diagnosis, journal }: Props) => {
  const { title, why, fix } = diagnosisWords(diagnosis);
  return (
    <>
      <div class={css['words']} role="status">
        <p class={css['headline']} data-tone={toneOf(diagnosis)}>
          {title}
        </p>
        {why.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <section class={css['section']}>
        <h3 class={css['title']}>{t('details.helps')}</h3>
        <div class={css['words']}>
          {fix.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      </section>
      <section class={css['section']}>
        <h3 class={css['title']}>{t('details.steps')}</h3>
        {/* The keyboard scrolls what has the focus (WCAG 2.1.1), and there is nothing else here to have it. */}
        <ol class={css['steps']} tabIndex={0} aria-label={t('details.steps')}>
          {diagnosis.steps.map((step) => (
            <li key={step.step} class={css['step']} data-mark={step.mark}>
              <strong>{markWords(step)}</strong> <span>{stepWords(step, journal)}</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
};
