// A diagnosis in words: where the way stops, why, and what helps. docs/TROUBLESHOOTING.md has the same sentences.

import type { Diagnosis, DiagnosisStep, JournalRecord } from '#engine/call/api.ts';
import { errorText, formatList, t } from '#ui/i18n/t.ts';

export interface DiagnosisWords {
  readonly title: string;
  readonly why: readonly string[];
  /** What helps. */
  readonly fix: readonly string[];
}

/** What is no fault of the path has its words with the errors. */
const ofError = (code: string): DiagnosisWords => ({
  title: errorText(code, 'title'),
  why: [errorText(code, 'why')],
  fix: [errorText(code, 'fix')],
});

/** A server in between helps only where a path is what is missing. */
const wantsTurn = ({ is }: Diagnosis): boolean => is === 'no-path' || is === 'udp-blocked';

export const diagnosisWords = (diagnosis: Diagnosis): DiagnosisWords => {
  const { is, side, shifting, turn } = diagnosis;
  if (is === 'old-app') return ofError('wire/old-app');
  if (is === 'wrong-identity') return ofError('security/wrong-identity');
  return {
    title: t(`diagnosis.${is}.title`),
    why: [
      t(`diagnosis.${is}.why`),
      ...(side ? [t(`diagnosis.side.${side}`)] : []),
      ...(shifting ? [t(`diagnosis.shifting.${shifting}`)] : []),
    ],
    fix: [t(`diagnosis.${is}.fix`), ...(wantsTurn(diagnosis) ? [t(`diagnosis.turn.${turn}`)] : [])],
  };
};

const heardWords = ({ entries }: JournalRecord): string => {
  const ways = entries.flatMap(({ way }) => (way ? [t(`way.${way}`)] : []));
  return ways.length > 0 ? t('step.heardThrough', { ways: formatList(ways) }) : t('step.heard');
};

const offerWords = ({ entries }: JournalRecord): string => {
  const last = entries.findLast(({ what }) => what === 'offer-sent' || what === 'offer-received');
  if (!last) return t('step.offer');
  return last.what === 'offer-sent' ? t('step.offerSent') : t('step.offerReceived');
};

const addressesWords = ({ candidates, candidatesBefore }: JournalRecord): string => {
  const isKnown = candidates.here.udp + candidates.there.udp > 0;
  const { here, there } = (isKnown ? candidates : candidatesBefore) ?? candidates;
  return t('step.addressesKnown', { here: here.udp + here.tcp, there: there.udp + there.tcp });
};

/** What a step is; of one that is done, how. */
export const stepWords = ({ step, mark }: DiagnosisStep, journal: JournalRecord | undefined): string => {
  const isDone = mark === 'done';
  switch (step) {
    case 'heard':
      return isDone && journal ? heardWords(journal) : t('step.heard');
    case 'offer':
      return isDone && journal ? offerWords(journal) : t('step.offer');
    case 'addresses':
      return (isDone || mark === 'stuck') && journal ? addressesWords(journal) : t('step.addresses');
    case 'answer':
      return t('step.answer');
    case 'path':
      return t('step.path');
    case 'encryption':
      return t('step.encryption');
    case 'proof':
      return t('step.proof');
  }
};

export const markWords = ({ mark }: DiagnosisStep): string => t(`step.mark.${mark}`);
