// Asks before the servers of a link are used, and says what was chosen; says so when hiding leaves no way to anybody.

import { useTurn } from '#screens/prefs/turn-context.ts';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import texts from '#ui/i18n/locales/en/link-servers.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { Banner } from '#ui/kit/banner.tsx';
import { Button } from '#ui/kit/button.tsx';
import css from './link-servers.module.css';

addTexts(texts);

interface HostsProps {
  readonly hosts: readonly string[];
}

/** Nothing of it can turn or look like our own words: `turnHost` lets ASCII through alone. */
const Hosts = ({ hosts }: HostsProps) => (
  <ul class={css['hosts']}>
    {hosts.map((host) => (
      <li key={host}>
        <code dir="ltr">{host}</code>
      </li>
    ))}
  </ul>
);

const Question = ({ hosts }: HostsProps) => {
  const { answerLink } = useTurn();
  return (
    <Banner tone="warn">
      <strong>{t('linkServers.title')}</strong>
      <p>{t('linkServers.lead', { count: hosts.length })}</p>
      <Hosts hosts={hosts} />
      <p>{t('linkServers.why')}</p>
      <div class={css['answers']}>
        <Button onClick={() => answerLink(true)}>{t('linkServers.use')}</Button>
        <Button look="quiet" onClick={() => answerLink(false)}>
          {t('linkServers.without')}
        </Button>
      </div>
    </Banner>
  );
};

const Used = ({ hosts }: HostsProps) => {
  const { answerLink } = useTurn();
  return (
    <Banner
      icon="check"
      action={
        <Button look="quiet" onClick={() => answerLink(false)}>
          {t('linkServers.stop')}
        </Button>
      }
    >
      {t('linkServers.used', { hosts: hosts.join(', ') })}
    </Banner>
  );
};

export const LinkServers = () => {
  const { ofLink, isAnyKnown } = useTurn();
  const wish = ofLink.value;
  const isStuck = usePrefs().values.hidesAddress.value && !isAnyKnown.value;
  return (
    <>
      {wish && wish.isWelcome === undefined && <Question hosts={wish.hosts} />}
      {wish?.isWelcome && <Used hosts={wish.hosts} />}
      {isStuck && <Banner tone="warn">{t('linkServers.stuck')}</Banner>}
    </>
  );
};
