// What stands between us and a person, on their tile: in words that grow with it.

import type { ConnectionState, DiagnosisCode, Participant } from '#engine/call/api.ts';
import { connectionWords } from '#screens/words/person-words.ts';
import { errorText } from '#ui/i18n/t.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import type { Trouble } from './tile-trouble.tsx';
import css from './tile.module.css';

interface Props {
  readonly person: Participant;
  onDetails(): void;
}

const TileTrouble = lazy(async () => (await import('./tile-trouble.tsx')).TileTrouble);

const isTrouble = (code: DiagnosisCode): code is Trouble =>
  !['under-way', 'reconnecting', 'old-app', 'wrong-identity'].includes(code);

/** Before anything is known to be wrong, and where an error says it all. */
const Standing = ({ connection }: { readonly connection: ConnectionState }) => {
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

export const TileStatus = ({ person, onDetails }: Props) => {
  const connection = person.connection.value;
  const code = person.diagnosis.value?.is;
  if (connection.is === 'connected') return null;
  const standing = <Standing connection={connection} />;
  if (!code || !isTrouble(code)) return standing;
  return (
    <Boundary fallback={() => standing}>
      <TileTrouble props={{ person, trouble: code, onDetails }} fallback={standing} />
    </Boundary>
  );
};
