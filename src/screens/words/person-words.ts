// What is said about one person: their name, and how the connection to them stands.

import type { ConnectionState, Participant } from '#engine/call/api.ts';
import { errorText, t } from '#ui/i18n/t.ts';
import { shownName } from '#ui/kit/person-name.ts';

/** Empty before they have said who they are: till then a guest would be a guess. */
export const knownName = ({ id, name, connection }: Participant): string => {
  const { is } = connection.value;
  return is === 'connected' || is === 'reconnecting' || is === 'away' ? shownName(name.value, id) : name.value;
};

/** The name that is shown. */
export const nameOf = (person: Participant): string => knownName(person) || t('tile.unnamed');

/** Through whom we reach them; undefined where there is a way of our own. `people` is everybody in the call. */
export const carrierNameOf = ({ carrier }: Participant, people: readonly Participant[]): string | undefined => {
  const found = people.find(({ id }) => id === carrier.value);
  return found && nameOf(found);
};

/** How far the connection is, or what is wrong with it; empty where all is well. */
export const connectionWords = (connection: ConnectionState): string => {
  switch (connection.is) {
    case 'calling':
      return t('tile.calling');
    case 'connecting':
      return t('tile.connecting');
    case 'greeting':
      return t('tile.greeting');
    case 'reconnecting':
      return t('tile.reconnecting');
    case 'away':
      return t('tile.away');
    case 'failed':
      return errorText(connection.error.code, 'title');
    case 'connected':
      return '';
  }
};
