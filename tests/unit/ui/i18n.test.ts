// The texts are complete, used, and get the parameters they ask for.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { pseudoText } from '#ui/i18n/pseudo.ts';
import { addTexts, errorText, fillIn, formatDuration, setLocale, t } from '#ui/i18n/t.ts';

const root = join(import.meta.dirname, '../../../src');
const locales = 'ui/i18n/locales';
/** What each part of the app brings, by the file that it is in. */
const parts = new Map(
  ['en.json', ...readdirSync(join(root, locales, 'en')).map((name) => `en/${name}`)].map((name) => [
    `${locales}/${name}`,
    JSON.parse(readFileSync(join(root, locales, name), 'utf8')) as Readonly<Record<string, string>>,
  ]),
);
const texts: Readonly<Record<string, string>> = Object.fromEntries(
  [...parts.values()].flatMap((part) => Object.entries(part)),
);
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const sources = files.map((file) => readFileSync(join(root, file), 'utf8'));
const source = sources.join('\n');
const sourceOf = new Map(files.map((file, index) => [file, sources[index] ?? '']));

const parametersOf = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
const baseOf = (key: string): string => key.replace(/_(one|other)$/, '');

/** `t('key', { a, b: 1 })` wherever it stands: the key and the names of its parameters. */
const calls = [...source.matchAll(/\bt\('([^']+)'(?:,\s*\{([^}]*)\})?/g)].map(([, key = '', parameters = '']) => ({
  key,
  // A call among the values has commas of its own.
  parameters: parameters
    .replace(/\([^()]*\)/g, '')
    .split(',')
    .map((part) => part.split(':')[0]?.trim() ?? '')
    .filter(Boolean),
}));

const textsOf = (key: string): readonly string[] =>
  [key, `${key}_one`, `${key}_other`].flatMap((each) => texts[each] ?? []);

const errorsFile = sources.find((text) => text.includes('export type ErrorCode')) ?? '';
const codes = [...(errorsFile.split('export class')[0] ?? '').matchAll(/\| '([^']+)'/g)].map(([, code]) => code ?? '');

/** What `file` imports of ours; types are not there when it runs. */
const importsOf = (file: string, pattern: RegExp): readonly string[] =>
  [...(sourceOf.get(file) ?? '').matchAll(pattern)].map(([, path = '']) =>
    path.startsWith('#') ? path.slice(1) : normalize(join(dirname(file), path)),
  );
const atOnce = /^(?:import|export) (?!type )(?:[^;']*? from )?'([#.][^']+)'/gm;
const later = /import\('([#.][^']+)'\)/g;

/** All that runs once `file` has been loaded; texts count once they are added. */
const loadedWith = (file: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(file)) return seen;
  seen.add(file);
  const addsTexts = file === 'ui/i18n/t.ts' || sourceOf.get(file)?.includes('\naddTexts(texts);\n') === true;
  for (const next of importsOf(file, atOnce)) if (addsTexts || !next.endsWith('.json')) loadedWith(next, seen);
  return seen;
};

/** What is loaded on its own: the page, and whatever something imports when it needs it. */
const loads = ['main.tsx', ...new Set(files.flatMap((file) => importsOf(file, later)))]
  .filter((file) => sourceOf.has(file))
  .map((file) => ({ file, loaded: loadedWith(file) }));

/** The keys that a source asks for, and the beginnings of those that it puts together. */
const askedIn = new Map(
  sources.map((text) => [
    text,
    {
      keys: new Set([...text.matchAll(/\bt\('([^']+)'/g)].map(([, key = '']) => key)),
      beginnings: [...text.matchAll(/\bt\(`([a-zA-Z.]+)\$\{/g)].map(([, beginning = '']) => beginning),
    },
  ]),
);

/** Whether this source asks for the text of `key`. */
const asksFor = (text: string, key: string): boolean => {
  const asked = askedIn.get(text);
  return asked !== undefined && (asked.keys.has(baseOf(key)) || asked.beginnings.some((each) => key.startsWith(each)));
};

describe('the English texts', () => {
  test('stand in one file each', () => {
    const keys = [...parts.values()].flatMap((part) => Object.keys(part));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
  test('are brought by whatever says them, or by the page itself', () => {
    expect(loads.length).toBeGreaterThan(10);
    const missing = [...parts].flatMap(([part, own]) =>
      loads
        .filter(({ loaded }) => part !== `${locales}/en.json` && !loaded.has(part))
        .flatMap(({ file, loaded }) => {
          const sayers = [...loaded].map((each) => sourceOf.get(each) ?? '');
          return Object.keys(own)
            .filter((key) => sayers.some((text) => asksFor(text, key)))
            .map((key) => `${file} says ${key} of ${part}`);
        }),
    );
    expect(missing).toEqual([]);
  });
  test('of parts that come later are not loaded with the page', () => {
    const early = loads.find(({ file }) => file === 'main.tsx')?.loaded ?? new Set();
    expect([...early].filter((file) => file.startsWith(`${locales}/`))).toEqual([`${locales}/en.json`]);
  });
  test('has every key that the code asks for', () => {
    expect(calls.length).toBeGreaterThan(50);
    expect(calls.filter(({ key }) => textsOf(key).length === 0)).toEqual([]);
  });
  test('gets every parameter that a text names', () => {
    const short = calls.filter(({ key, parameters }) =>
      textsOf(key).some((text) => parametersOf(text).some((name) => !parameters.includes(name))),
    );
    expect(short).toEqual([]);
  });
  test('knows every parameter that the code gives', () => {
    const unknown = calls.filter(({ key, parameters }) =>
      parameters.some(
        // A count may do no more than choose the plural.
        (name) =>
          !(name === 'count' && texts[`${key}_one`]) && !textsOf(key).some((text) => parametersOf(text).includes(name)),
      ),
    );
    expect(unknown).toEqual([]);
  });
  test('has no text that nothing uses', () => {
    // Lists of data name their keys as they are, or their beginnings: t(`tile.quality.${quality}`).
    const beginnings = [...source.matchAll(/\bt\(`([a-zA-Z.]+)\$\{/g)].map(([, beginning = '']) => beginning);
    const isUsed = (key: string): boolean =>
      source.includes(`'${key}'`) || beginnings.some((beginning) => key.startsWith(beginning));
    expect(Object.keys(texts).filter((key) => !key.startsWith('error.') && !isUsed(baseOf(key)))).toEqual([]);
  });
  test('explains every error code: what, why, what to do', () => {
    expect(codes).toContain('security/wrong-identity');
    const wanted = codes.flatMap((code) => ['title', 'why', 'fix'].map((part) => `error.${code}.${part}`));
    expect(wanted.filter((key) => !texts[key])).toEqual([]);
    expect(Object.keys(texts).filter((key) => key.startsWith('error.') && !wanted.includes(key))).toEqual([]);
  });
  test('has both English plurals of what has one', () => {
    const plural = Object.keys(texts)
      .filter((key) => /_(one|other)$/.test(key))
      .map(baseOf);
    expect(plural.filter((key) => !texts[`${key}_one`] || !texts[`${key}_other`])).toEqual([]);
  });
});

describe('t', () => {
  afterEach(() => setLocale('en'));

  test('knows what a part adds, also in a language that was chosen before', async () => {
    await setLocale('en-XA');
    addTexts({ 'test.late': 'Late, {name}' });
    expect(t('test.late' as 'action.more', { name: 'Ana' })).toMatch(/^⟦Láţé, Ana.*⟧$/);
  });

  test('picks the plural and writes figures as the language does', () => {
    expect(t('relays.open', { count: 1 })).toBe('1 meeting point answers');
    expect(t('relays.open', { count: 1200 })).toBe('1,200 meeting points answer');
  });
  test('leaves alone what looks like a parameter inside a value', () => {
    expect(fillIn('{name} left', { name: '{count}<b>' }, 'en')).toBe('{count}<b> left');
  });
  test('has words even for a code it does not know', () =>
    expect(errorText('new/one', 'title')).toBe('Something broke'));
  test('says durations in words', () => {
    expect(formatDuration(42_000)).toBe('42 seconds');
    expect(formatDuration(3_900_000)).toBe('1 hour and 5 minutes');
    expect(formatDuration(7_200_000)).toBe('2 hours');
  });
  test('speaks the pseudo-language, parameters whole', async () => {
    expect(await setLocale('en-XA')).toBe(true);
    expect(t('greenRoom.hereAlone', { name: 'Ana' })).toMatch(/^⟦Ana îš ĥéŕé.*⟧$/);
  });
  test('pseudo-texts keep every parameter and are longer', () => {
    for (const text of Object.values(texts)) {
      expect(parametersOf(pseudoText(text))).toEqual(parametersOf(text));
      expect(pseudoText(text).length).toBeGreaterThan(text.length * 1.3);
    }
    expect(pseudoText('a {b} c')).toContain('{b}');
  });
});
