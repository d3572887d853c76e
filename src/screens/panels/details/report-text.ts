// A report as plain text, to be sent to whoever helps: no names, no addresses.

import { t } from '#ui/i18n/t.ts';
import type { FigureGroup } from './report-figures.ts';
import { figureWords, groupTitle } from './report-words.ts';

interface Parts {
  readonly atMs: number;
  readonly appVersion: string | undefined;
  readonly browser: string | undefined;
  readonly sentences: readonly string[];
  readonly groups: readonly FigureGroup[];
  /** What is encoded of our own pictures; undefined where it is not known. */
  readonly encoding: string | undefined;
  /** What happened on the way there. */
  readonly journal: readonly string[];
}

export const reportText = ({ atMs, appVersion, browser, sentences, groups, encoding, journal }: Parts): string => {
  const head = [
    t('details.reportTitle'),
    appVersion && `Starling ${appVersion}`,
    browser,
    new Date(atMs).toISOString(),
  ];
  const lines = groups.map((group) =>
    [
      groupTitle(group),
      ...group.figures.map((figure) => {
        const { label, value } = figureWords(figure);
        return `  ${label}: ${value}`;
      }),
    ].join('\n'),
  );
  const happened = [t('details.journal'), ...journal.map((line) => `  ${line}`)].join('\n');
  const parts = [head.filter(Boolean).join(' · '), sentences.join('\n'), ...lines, ...(encoding ? [encoding] : [])];
  return [...parts, ...(journal.length > 0 ? [happened] : [])].join('\n\n');
};
