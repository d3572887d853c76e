// Text for people: typed keys, parameters in braces, plurals and figures by Intl. English is built in and the fallback;
// other languages come when they are asked for.
//
// What the first screens say is in en.json. A part that is loaded later brings its own English along (locales/en/*.json)
// and adds it here when its code runs.

import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { agoOf } from './ago.ts';
import en from './locales/en.json';
import type { EnglishKey } from './english-key.ts';
import { languageOf, loadLocale, type Locale, type LocaleId, type Texts } from './locales.ts';

/** A key as the code writes it: plurals without their ending. */
export type Key = EnglishKey extends infer K ? (K extends `${infer Base}_${'one' | 'other'}` ? Base : K) : never;
export type Params = Readonly<Record<string, string | number>>;

const english: Record<string, string> = { ...en };
const current = signal<Locale>({ id: 'en', texts: english });

/** More English, before anything that says it is drawn. What is on screen stays as it is. */
export const addTexts = (texts: Texts): void => void Object.assign(english, texts);

/** The language on screen. Reading it, or any text, in a component makes it render again when the language changes. */
export const localeId: ReadonlySignal<LocaleId> = computed(() => current.value.id);

const tags = new Map<string, Intl.PluralRules>();
const pluralOf = (language: string, count: number): string => {
  let rules = tags.get(language);
  if (!rules) tags.set(language, (rules = new Intl.PluralRules(language)));
  return rules.select(count);
};

/** The bare text of `key`; with a `count` among the parameters the fitting plural. */
const textOf = (texts: Texts, language: string, key: string, count: number | undefined): string | undefined =>
  count === undefined
    ? texts[key]
    : (texts[`${key}_${pluralOf(language, count)}`] ?? texts[`${key}_other`] ?? texts[key]);

/** Puts `params` in the place of `{name}`; numbers are written as the language writes them. */
export const fillIn = (text: string, params: Params, language: string): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
  });

const translate = (key: string, params: Params = {}): string | undefined => {
  const { id, texts, adapt } = current.value;
  const count = typeof params['count'] === 'number' ? params['count'] : undefined;
  const text = textOf(texts, languageOf(id), key, count) ?? textOf(english, 'en', key, count);
  return text === undefined ? undefined : fillIn(adapt ? adapt(text) : text, params, languageOf(id));
};

/** The text of `key` in the language on screen. */
export const t = (key: Key, params?: Params): string => translate(key, params) ?? key;

/** One part of what is said about an error code. The codes are a closed list, and a test keeps the texts complete. */
export const errorText = (code: string, part: 'title' | 'why' | 'fix', params?: Params): string =>
  translate(`error.${code}.${part}`, params) ?? translate(`error.app/crashed.${part}`, params) ?? code;

/** A time of day, short. */
export const formatTime = (dateMs: number): string =>
  new Intl.DateTimeFormat(languageOf(current.value.id), { hour: 'numeric', minute: '2-digit' }).format(dateMs);

/** "3 minutes ago", "yesterday"; both times as Date.now() tells them. */
export const formatAgo = (dateMs: number, nowMs: number): string => {
  const { amount, unit } = agoOf(dateMs, nowMs);
  return new Intl.RelativeTimeFormat(languageOf(current.value.id), { numeric: 'auto' }).format(amount, unit);
};

/** "40%", from 0 to 1. */
export const formatPercent = (ratio: number, digits = 0): string =>
  new Intl.NumberFormat(languageOf(current.value.id), { style: 'percent', maximumFractionDigits: digits }).format(
    ratio,
  );

/** "38 ms". `unit` is one of Intl's. */
export const formatQuantity = (amount: number, unit: string, digits: number): string =>
  new Intl.NumberFormat(languageOf(current.value.id), { style: 'unit', unit, maximumFractionDigits: digits }).format(
    amount,
  );

/** "a, b and c". */
export const formatList = (items: readonly string[]): string =>
  new Intl.ListFormat(languageOf(current.value.id), { type: 'conjunction' }).format(items);

/** "1 hour and 5 minutes"; below a minute in seconds. */
export const formatDuration = (durationMs: number): string => {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  const unit = (amount: number, name: 'hour' | 'minute' | 'second'): string =>
    new Intl.NumberFormat(languageOf(current.value.id), { style: 'unit', unit: name, unitDisplay: 'long' }).format(
      amount,
    );
  if (seconds < 60) return unit(seconds, 'second');
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const parts = [];
  if (hours > 0) parts.push(unit(hours, 'hour'));
  if (minutes % 60 > 0 || hours === 0) parts.push(unit(minutes % 60, 'minute'));
  return formatList(parts);
};

/** Shows another language. Resolves when it is on screen; an unknown or unreachable one leaves things as they are. */
export const setLocale = async (id: LocaleId): Promise<boolean> => {
  const locale = id === 'en' ? { id, texts: english } : await loadLocale(id);
  if (!locale) return false;
  current.value = locale;
  return true;
};
