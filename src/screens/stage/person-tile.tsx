// Somebody else.

import type { ConnectionState, Participant } from '#engine/call/api.ts';
import { errorText, t } from '#ui/i18n/t.ts';
import { shownName } from '#ui/kit/person-name.ts';
import type { TileBox } from './plan-grid.ts';
import { Tile } from './tile.tsx';
import css from './tile.module.css';

interface Props {
  readonly person: Participant;
  readonly box: TileBox | undefined;
  onBlocked(retry: () => void): void;
}

const progressOf = (connection: ConnectionState): string => {
  switch (connection.is) {
    case 'calling':
      return t('tile.calling');
    case 'connecting':
      return t('tile.connecting');
    case 'greeting':
      return t('tile.greeting');
    case 'reconnecting':
      return t('tile.reconnecting');
    case 'connected':
    case 'failed':
      return '';
  }
};

/** What stands between us and this person, in words that grow with the tile. */
const Status = ({ connection }: { readonly connection: ConnectionState }) => {
  if (connection.is === 'connected') return null;
  if (connection.is !== 'failed') {
    return (
      <div class={css['status']} data-tone={connection.is === 'reconnecting' ? 'veil' : 'faint'}>
        <p>{progressOf(connection)}</p>
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

/** Nobody's name is known before they have said who they are: till then a guest would be a guess. */
const nameOf = ({ id, name }: Participant, { is }: ConnectionState): string =>
  is === 'connected' || is === 'reconnecting' ? shownName(name.value, id) : name.value;

/** Another window of this very person says so: the name alone would puzzle. */
const captionOf = (person: Participant, name: string): string => {
  const shown = name || t('tile.unnamed');
  return person.isSameDevice.value ? t('tile.inOtherWindow', { name: shown }) : shown;
};

export const PersonTile = ({ person, box, onBlocked }: Props) => {
  const connection = person.connection.value;
  const name = nameOf(person, connection);
  return (
    <Tile
      id={person.id}
      name={name}
      caption={captionOf(person, name)}
      box={box}
      stream={person.stream.value}
      isCameraOn={person.isCameraOn.value && person.stream.value !== null}
      isMicrophoneOn={person.isMicrophoneOn.value}
      connection={connection.is}
      onBlocked={onBlocked}
    >
      <Status connection={connection} />
    </Tile>
  );
};
