// What to call people who gave no name: a guest, and a bird that belongs to their identity, so that two guests can be told
// apart and everybody sees the same.

import { t } from '#ui/i18n/t.ts';
import { hashOf } from './person-look.ts';

/** The friendly default for the person of this id. */
export const guestName = (id: string): string => {
  const birds = t('guest.birds').split(' ');
  return t('guest.name', { bird: birds[hashOf(id) % birds.length] ?? '' });
};

/** The name that is shown. */
export const shownName = (name: string, id: string): string => name || guestName(id);
