// Which languages there are, and how one is loaded. Two pseudo-locales make texts longer, accented or right-to-left, so
// that a screen that breaks in translation breaks here first.

type Texts = Readonly<Record<string, string>>;

export type LocaleId = 'en' | 'en-XA' | 'ar-XB';

const files = import.meta.glob<Texts>(['./locales/*.json', '!./locales/en.json'], { import: 'default' });

/** The languages to choose from, each in its own words. */
export const realLocales: readonly { readonly id: LocaleId; readonly name: string }[] = [{ id: 'en', name: 'English' }];

/** True when `text` names a language that we have. */
export const isLocaleId = (text: unknown): text is LocaleId => text === 'en' || text === 'en-XA' || text === 'ar-XB';

/** The language for Intl: pseudo-locales count as English. */
export const languageOf = (id: LocaleId): string => (id === 'en' || id === 'en-XA' || id === 'ar-XB' ? 'en' : id);

/** Which way the language is written. */
export const directionOf = (id: LocaleId): 'ltr' | 'rtl' => (id.startsWith('ar') ? 'rtl' : 'ltr');

/** The texts of a language, or nothing when they cannot be had. `english` is what the pseudo-locales are made of. */
export const loadLocale = async (id: LocaleId, english: Texts): Promise<Texts | undefined> => {
  try {
    if (id === 'en-XA' || id === 'ar-XB') {
      const { pseudoTexts } = await import('./pseudo.ts');
      return pseudoTexts(english);
    }
    return await files[`./locales/${id}.json`]?.();
  } catch {
    return undefined;
  }
};
