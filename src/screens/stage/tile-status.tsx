// What stands between us and a person, on their tile: in words that grow with it.

import { useRef } from 'preact/hooks';
import type { DiagnosisCode, Participant } from '#engine/call/api.ts';
import { connectionWords, nameOf } from '#screens/words/person-words.ts';
import { errorText, t } from '#ui/i18n/t.ts';
import { useFocusKept } from '#ui/kit/use-focus-kept.ts';
import css from './tile.module.css';

interface Props {
  readonly person: Participant;
  onDetails(): void;
}

/** Where the way stops, in a few words; undefined where it goes on, or where an error says more. */
const troubleWords = (code: DiagnosisCode | undefined): string | undefined => {
  switch (code) {
    case 'offline':
      return t('tile.offline');
    case 'no-relay':
      return t('tile.noRelay');
    case 'not-answering':
      return t('tile.notAnswering');
    case 'no-candidates':
      return t('tile.noCandidates');
    case 'udp-blocked':
      return t('tile.udpBlocked');
    case 'no-path':
      return t('tile.noPath');
    case 'no-dtls':
      return t('tile.noDtls');
    case 'no-hello':
      return t('tile.noHello');
    case 'under-way':
    case 'reconnecting':
    case 'old-app':
    case 'wrong-identity':
    case undefined:
      return undefined;
  }
};

const Trouble = ({ person, words, onDetails }: Props & { readonly words: string }) => {
  const ref = useRef<HTMLDivElement>(null);
  useFocusKept(ref);
  return (
    <div ref={ref} class={css['status']} data-tone="trouble">
      <strong aria-hidden="true">{words}</strong>
      <p class="visually-hidden" role="status">
        {t('notice.problem', { name: nameOf(person), title: words })}
      </p>
      <button
        type="button"
        class={css['why']}
        aria-label={t('tile.whyOf', { name: nameOf(person) })}
        onClick={onDetails}
      >
        {t('tile.why')}
      </button>
    </div>
  );
};

export const TileStatus = ({ person, onDetails }: Props) => {
  const connection = person.connection.value;
  const trouble = troubleWords(person.diagnosis.value?.is);
  if (connection.is === 'connected') return null;
  if (trouble) return <Trouble person={person} words={trouble} onDetails={onDetails} />;
  if (connection.is !== 'failed') {
    return (
      <div class={css['status']} data-tone={connection.is === 'reconnecting' ? 'veil' : 'faint'}>
        <p>{connectionWords(connection)}</p>
      </div>
    );
  }
  const { code } = connection.error;
  return (
    <div class={css['status']} role="alert" data-tone={code.startsWith('security/') ? 'danger' : 'veil'}>
      <strong>{errorText(code, 'title')}</strong>
      <p class={css['more']}>{errorText(code, 'why')}</p>
      <p class={`${css['more']} ${css['fix']}`}>{errorText(code, 'fix')}</p>
    </div>
  );
};
