// What goes between us and one person: in words, and in figures for whoever wants them.

import type { Call, Diagnosis, Participant } from '#engine/call/api.ts';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { nameOf } from '#screens/words/person-words.ts';
import texts from '#ui/i18n/locales/en/details.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { Icon } from '#ui/kit/icon.tsx';
import { Panel } from '#ui/kit/panel.tsx';
import { useCopy } from '#ui/kit/use-copy.ts';
import { browserFamily } from './browser-family.ts';
import { describeEncoding } from './describe-encoding.ts';
import { describeReport, type Description } from './describe-report.ts';
import { DiagnosisView } from './diagnosis-view.tsx';
import { diagnosisWords } from './diagnosis-words.ts';
import { EncodingView } from './encoding-view.tsx';
import { encodingText } from './encoding-words.ts';
import { journalLines } from './journal-lines.ts';
import { figureGroups, type FigureGroup } from './report-figures.ts';
import { reportText } from './report-text.ts';
import { descriptionWords, figureWords, groupTitle } from './report-words.ts';
import { useAsked } from './use-asked.ts';
import { useReport } from './use-report.ts';
import css from './details-panel.module.css';

addTexts(texts);

interface Props {
  readonly call: Pick<Call, 'encoding' | 'people'>;
  readonly person: Participant;
  /** Who carries what goes between us. */
  readonly carrierName?: string | undefined;
  /** To the list of people. */
  onBack(): void;
  onClose(): void;
}

const toneOf = (description: Description): 'good' | 'fair' | 'poor' | 'none' => {
  if (description.is === 'no-figures') return 'none';
  if (description.is === 'not-connected') return description.connection.is === 'failed' ? 'poor' : 'fair';
  return description.verdict === 'very-good' ? 'good' : (description.verdict ?? 'none');
};

const Words = ({ description }: { readonly description: Description }) => {
  const [first, ...others] = descriptionWords(description);
  return (
    <div class={css['words']}>
      <p class={css['headline']} data-tone={toneOf(description)}>
        {first}
      </p>
      {others.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
};

const Figures = ({ groups }: { readonly groups: readonly FigureGroup[] }) => (
  <details class={css['figures']} open>
    <summary class={css['summary']}>
      {t('details.figures')}
      <Icon name="chevron-down" />
    </summary>
    {groups.map((group) => (
      <section key={`${group.about} ${group.medium}`} class={css['group']}>
        <h3 class={css['title']}>{groupTitle(group)}</h3>
        <dl>
          {group.figures.map((figure) => {
            const { label, value } = figureWords(figure);
            return (
              <div key={figure.of} class={css['figure']}>
                <dt>{label}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            );
          })}
        </dl>
      </section>
    ))}
  </details>
);

/** Copies what is on screen at that moment. */
const CopyReport = ({ text }: { readonly text: string }) => {
  const { outcome, copy } = useCopy(text);
  return (
    <div class={css['copy']}>
      <Button icon={outcome === 'done' ? 'check' : 'copy'} onClick={copy}>
        {t('details.copy')}
      </Button>
      <span role="status" class={css['answer']}>
        {outcome === 'done' && t('details.copied')}
        {outcome === 'refused' && t('details.copyRefused')}
      </span>
      {outcome === 'refused' && (
        <textarea class={css['byHand']} readOnly rows={6} aria-label={t('details.reportTitle')} value={text} />
      )}
    </div>
  );
};

const sentencesOf = (diagnosis: Diagnosis): readonly string[] => {
  const { title, why, fix } = diagnosisWords(diagnosis);
  return [title, ...why, ...fix];
};

const askEncoding = (call: Pick<Call, 'encoding'>) => call.encoding();

export const DetailsPanel = ({ call, person, carrierName, onBack, onClose }: Props) => {
  const { appVersion } = useScreenPorts();
  const { report, journal } = useReport(person);
  const encoding = useAsked(call, askEncoding);
  const encoded = encoding && describeEncoding(encoding);
  const description = describeReport(report, person.connection.value, carrierName);
  const diagnosis = person.diagnosis.value;
  const groups = description.is === 'described' && report ? figureGroups(report) : [];
  const text = reportText({
    atMs: Date.now(),
    appVersion,
    browser: browserFamily(navigator.userAgent),
    sentences: diagnosis ? sentencesOf(diagnosis) : descriptionWords(description),
    groups,
    encoding: encoded && encodingText(encoded),
    journal: journalLines(journal, diagnosis),
  });
  return (
    <Panel
      title={t('details.title', { name: nameOf(person) })}
      back={{ label: t('details.back'), run: onBack }}
      footer={<CopyReport text={text} />}
      onClose={onClose}
    >
      {diagnosis ? <DiagnosisView diagnosis={diagnosis} journal={journal} /> : <Words description={description} />}
      {groups.length > 0 && <Figures groups={groups} />}
      {encoded && <EncodingView description={encoded} people={call.people} />}
    </Panel>
  );
};
