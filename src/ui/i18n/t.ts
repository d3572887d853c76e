// Text for people: typed keys, parameters in braces, plurals and figures by Intl. English is built in and the fallback;
// other languages come when they are asked for.

import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { agoOf } from './ago.ts';
import en from './locales/en.json';
import { languageOf, loadLocale, type LocaleId } from './locales.ts';

type RawKey = keyof typeof en;
/** A key as the code writes it: plurals without their ending. */
export type Key = RawKey extends infer K ? (K extends `${infer Base}_${'one' | 'other'}` ? Base : K) : never;
export type Params = Readonly<Record<string, string | number>>;
type Texts = Readonly<Record<string, string>>;

interface Locale {
  readonly id: LocaleId;
  readonly texts: Texts;
}

const english: Locale = { id: 'en', texts: en };
const current = signal<Locale>(english);

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
  const { id, texts } = current.value;
  const count = typeof params['count'] === 'number' ? params['count'] : undefined;
  const text = textOf(texts, languageOf(id), key, count) ?? textOf(en, 'en', key, count);
  return text === undefined ? undefined : fillIn(text, params, languageOf(id));
};

/** The text of `key` in the language on screen. */
export const t = (key: Key, params?: Params): string => translate(key, params) ?? key;

/** One part of what is said about an error code. The codes are a closed list, and a test keeps the texts complete. */
export const errorText = (code: string, part: 'title' | 'why' | 'fix', params?: Params): string =>
  translate(`error.${code}.${part}`, params) ?? translate(`error.app/crashed.${part}`, params) ?? code;

/** A time of day, short. */
export const formatTime = (dateMs: number): string =>
  new Intl.DateTimeFormat(languageOf(current.value.id), { hour: 'numeric', minute: '2-digit' }).format(dateMs);

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

/** "3 minutes ago", "yesterday"; both times as Date.now() tells them. */
export const formatAgo = (dateMs: number, nowMs: number): string => {
  const { amount, unit } = agoOf(dateMs, nowMs);
  return new Intl.RelativeTimeFormat(languageOf(current.value.id), { numeric: 'auto' }).format(amount, unit);
};

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
  const texts = id === 'en' ? en : await loadLocale(id, en);
  if (!texts) return false;
  current.value = { id, texts };
  return true;
};
