// The document is as the person prefers it, now and after every change: language, theme, motion.

import { effect } from '@preact/signals';
import type { Stop } from '#core/base/scope.ts';
import type { Prefs } from '#screens/prefs/prefs.ts';
import { directionOf, languageOf } from '#ui/i18n/locales.ts';
import { localeId, setLocale } from '#ui/i18n/t.ts';
import { applyAppearance } from './appearance.ts';

/** Until the returned function is called. */
export const followPrefs = ({ values }: Prefs, page: Document): Stop => {
  const stops = [
    effect(() => void setLocale(values.locale.value)),
    effect(() => {
      page.documentElement.lang = languageOf(localeId.value);
      page.documentElement.dir = directionOf(localeId.value);
    }),
    effect(() => applyAppearance(page, { theme: values.theme.value, motion: values.motion.value })),
  ];
  return () => stops.forEach((stop) => stop());
};
