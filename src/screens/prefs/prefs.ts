// What this device remembers of how the page should be: a value for each key, kept in storage, checked when read.

import { isLocaleId, type LocaleId } from '#ui/i18n/locales.ts';
import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import * as v from 'valibot';

/** `contrast` is dark with hard edges. */
export type Theme = 'system' | 'light' | 'dark' | 'contrast';
/** `less`: no movement that isn't needed to understand. */
export type Motion = 'system' | 'less';

export interface PrefValues {
  readonly locale: LocaleId;
  readonly theme: Theme;
  readonly motion: Motion;
  /** Short sounds when somebody comes, goes, writes or raises a hand. */
  readonly hasSounds: boolean;
  /** Keys without Ctrl: one who is hindered by them turns them off (WCAG 2.1.4). Holding Space to talk is one of them. */
  readonly hasShortcuts: boolean;
  readonly keepsRecentCalls: boolean;
  /** The own picture is mirrored for oneself. */
  readonly isMirrored: boolean;
  /** Relay only: people in a call don't learn the own network address. */
  readonly hidesAddress: boolean;
}

export interface Prefs {
  readonly values: { readonly [K in keyof PrefValues]: ReadonlySignal<PrefValues[K]> };
  set<K extends keyof PrefValues>(key: K, value: PrefValues[K]): void;
  /** Back to what is built in, and nothing of it left in storage. */
  forget(): void;
  /** Takes over what another window has set. */
  reread(): void;
}

export type PrefStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export const prefsKey = 'starling.prefs';

const schemas = {
  locale: v.fallback(v.custom<LocaleId>(isLocaleId), 'en'),
  theme: v.fallback(v.picklist(['system', 'light', 'dark', 'contrast']), 'system'),
  motion: v.fallback(v.picklist(['system', 'less']), 'system'),
  hasSounds: v.fallback(v.boolean(), true),
  hasShortcuts: v.fallback(v.boolean(), true),
  keepsRecentCalls: v.fallback(v.boolean(), true),
  isMirrored: v.fallback(v.boolean(), true),
  hidesAddress: v.fallback(v.boolean(), false),
};
const schema = v.object(schemas);
const builtIn: PrefValues = v.parse(schema, {});

type Values = { readonly [K in keyof PrefValues]: Signal<PrefValues[K]> };

const keys = Object.keys(schemas) as (keyof PrefValues)[];

/** What is kept; the built-in value for whatever is missing or wrong. */
export const readPrefs = (storage: Pick<PrefStorage, 'getItem'>): PrefValues => {
  try {
    const kept = v.safeParse(schema, JSON.parse(storage.getItem(prefsKey) ?? '{}'));
    return kept.success ? kept.output : builtIn;
  } catch {
    return builtIn;
  }
};

/** Keeps working, without remembering, where storage refuses. */
export const createPrefs = (storage: PrefStorage): Prefs => {
  const kept = readPrefs(storage);
  const values = Object.fromEntries(keys.map((key) => [key, signal(kept[key])])) as unknown as Values;
  const assign = <K extends keyof PrefValues>(key: K, value: PrefValues[K]): void => {
    (values[key] as Signal<PrefValues[K]>).value = value;
  };
  const assignAll = (from: PrefValues): void => batch(() => keys.forEach((key) => assign(key, from[key])));
  return {
    values,
    set: (key, value) => {
      assign(key, value);
      try {
        storage.setItem(prefsKey, JSON.stringify(Object.fromEntries(keys.map((each) => [each, values[each].peek()]))));
      } catch {
        // Full, or forbidden: it holds while the page is open.
      }
    },
    forget: () => {
      assignAll(builtIn);
      try {
        storage.removeItem(prefsKey);
      } catch {
        // Nothing was kept, then.
      }
    },
    reread: () => assignAll(readPrefs(storage)),
  };
};
