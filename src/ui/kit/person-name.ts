// What to call people who gave no name: a guest, and a bird that belongs to their identity, so that two guests can be told
// apart and everybody sees the same.

import { t } from '#ui/i18n/t.ts';
import { hashOf } from './person-look.ts';

/** The friendly default for the person of this id. */
export const guestName = (id: string): string => {
  const birds = t('guest.birds').match(/[\p{L}\p{M}-]+/gu) ?? [''];
  return t('guest.name', { bird: birds[hashOf(id) % birds.length] ?? '' });
};

/** The name that is shown. */
export const shownName = (name: string, id: string): string => name || guestName(id);

const longName = 28;

/** A name for a line in passing, where a long one would push the news away. */
export const shortName = (name: string, id: string): string => {
  const letters = Array.from(shownName(name, id));
  return letters.length <= longName ? letters.join('') : `${letters.slice(0, longName).join('').trimEnd()}…`;
};
