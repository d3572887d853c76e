// Which languages there are, and how one is loaded. Two pseudo-locales make texts longer, accented or right-to-left, so
// that a screen that breaks in translation breaks here first.

export type Texts = Readonly<Record<string, string>>;

export type LocaleId = 'en' | 'en-XA' | 'ar-XB';

export interface Locale {
  readonly id: LocaleId;
  /** What is missing is taken from English. */
  readonly texts: Texts;
  /** Makes a pseudo-language of English, text by text. */
  readonly adapt?: (text: string) => string;
}

const files = import.meta.glob<Texts>(['./locales/*.json', '!./locales/en.json'], { import: 'default' });

/** The languages to choose from, each in its own words. */
export const realLocales: readonly { readonly id: LocaleId; readonly name: string }[] = [{ id: 'en', name: 'English' }];

/** True when `text` names a language that we have. */
export const isLocaleId = (text: unknown): text is LocaleId => text === 'en' || text === 'en-XA' || text === 'ar-XB';

/** The language for Intl: pseudo-locales count as English. */
export const languageOf = (id: LocaleId): string => (id === 'en' || id === 'en-XA' || id === 'ar-XB' ? 'en' : id);

/** Which way the language is written. */
export const directionOf = (id: LocaleId): 'ltr' | 'rtl' => (id.startsWith('ar') ? 'rtl' : 'ltr');

/** A language other than English, or nothing when it cannot be had. */
export const loadLocale = async (id: LocaleId): Promise<Locale | undefined> => {
  try {
    if (id === 'en-XA' || id === 'ar-XB') {
      const { pseudoText } = await import('./pseudo.ts');
      return { id, texts: {}, adapt: pseudoText };
    }
    const texts = await files[`./locales/${id}.json`]?.();
    return texts && { id, texts };
  } catch {
    return undefined;
  }
};
