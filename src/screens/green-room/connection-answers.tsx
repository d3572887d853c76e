// What the check of the connection found: relays by network, and whether others will reach this device.

import { useEffect, useState } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import texts from '#ui/i18n/locales/en/check.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { StateLine } from '#ui/kit/state-line.tsx';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { judgePath, type PathJudgement, type PathVerdict } from './judge-path.ts';
import { countNetworks, networkName } from './network-words.ts';
import css from './connection-answers.module.css';

addTexts(texts);

interface Props {
  readonly relays: Call['relays'];
}

const verdictWords = (verdict: PathVerdict): string => {
  switch (verdict) {
    case 'likely':
      return t('check.pathLikely');
    case 'hard':
      return t('check.pathHard');
    case 'blocked':
      return t('check.pathBlocked');
    case 'unknown':
      return t('check.pathUnknown');
  }
};

/** Undefined while the servers are being asked. */
const usePathJudgement = (): PathJudgement | undefined => {
  const { pathCheck } = useScreenPorts();
  const [judgement, setJudgement] = useState<PathJudgement>();
  useEffect(() => {
    const controller = new AbortController();
    void pathCheck.gather(controller.signal).then((gathered) => {
      if (!controller.signal.aborted) setJudgement(judgePath(gathered));
    });
    return () => controller.abort();
  }, [pathCheck]);
  return judgement;
};

const Networks = ({ relays }: Props) => (
  <ul>
    {countNetworks(relays.value).map(({ network, answering, all }) => (
      <li key={network}>
        <StateLine state={answering > 0 ? 'good' : 'bad'}>
          {answering > 0
            ? t('check.networkAnswers', { network: networkName(network), answering, all })
            : t('check.networkSilent', { network: networkName(network) })}
        </StateLine>
      </li>
    ))}
  </ul>
);

const Path = () => {
  const judgement = usePathJudgement();
  if (!judgement) return <StateLine state="busy">{t('check.pathAsking')}</StateLine>;
  const { verdict, hasRelay } = judgement;
  const state = verdict === 'likely' ? 'good' : verdict === 'unknown' || hasRelay ? 'busy' : 'bad';
  return (
    <>
      <StateLine state={state}>{verdictWords(verdict)}</StateLine>
      {hasRelay && <StateLine state="good">{t('check.relay')}</StateLine>}
    </>
  );
};

export const ConnectionAnswers = ({ relays }: Props) => (
  <div class={css['answers']}>
    <h2>{t('check.finding')}</h2>
    <Networks relays={relays} />
    <h2>{t('check.path')}</h2>
    <div role="status">
      <Path />
    </div>
  </div>
);
