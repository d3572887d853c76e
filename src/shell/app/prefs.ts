// What this device remembers of how the page should be. So far: the language.

import { isLocaleId, type LocaleId } from '#ui/i18n/locales.ts';

export interface Prefs {
  readonly locale: LocaleId;
}

const key = 'starling.prefs';
const builtIn: Prefs = { locale: 'en' };

/** The kept preferences, with the built-in value for whatever is missing or wrong. */
export const readPrefs = (storage: Pick<Storage, 'getItem'>): Prefs => {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? '{}');
    const locale = typeof kept === 'object' && kept !== null ? (kept as { locale?: unknown }).locale : undefined;
    return { locale: isLocaleId(locale) ? locale : builtIn.locale };
  } catch {
    return builtIn;
  }
};
