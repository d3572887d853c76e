import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayText } from '#core/wire/display-text.ts';

const characters = (text: string): number =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].length;

describe('a name of a stranger', () => {
  test.each([
    ['plain words stay', 'Ana María', 'Ana María'],
    ['spaces and lines become one space', '  Ana \n\t María ', 'Ana María'],
    ['markup stays text', '<b onclick="x">Ana</b>', '<b onclick="x">Ana</b>'],
    ['direction overrides go', '\u202egnp.exe\u202c \u2066Ana\u2069', 'gnp.exe Ana'],
    ['direction marks go', '\u200eAna\u200f\u061c', 'Ana'],
    ['a flood of zero widths goes', `A${'\u200b'.repeat(500)}na`, 'Ana'],
    ['spaces with nothing visible between them are one', `A ${'\u200b \ufeff'.repeat(9)}na \ufeff`, 'A na'],
    ['a hidden space in a word goes', 'A\ufeffna', 'Ana'],
    ['every invisible thing goes', '\u00ad\u034f\u115f\u1160\u17b4\u180e\u200c\u2060\u3164\ufeff\uffa0', ''],
    ['control characters go', '\u0000\u0007\u001b[31mAna\u007f\u0085', '[31mAna'],
    ['half a pair of surrogates goes', 'Ana\ud83d', 'Ana'],
    ['private characters go', 'Ana\ue000\u{10fffd}', 'Ana'],
    ['letters and their marks are joined', 'Jose\u0301', 'José'],
    ['right to left stays', 'ליאור', 'ליאור'],
    ['nothing stays nothing', '', ''],
    ['only spaces are nothing', ' \u3000\u2003 ', ''],
  ])('%s', (_, text, expected) => {
    expect(displayText(text, 60)).toBe(expected);
  });

  test('10,000 characters become as many as fit', () => {
    expect(displayText('a'.repeat(10_000), 60)).toBe('a'.repeat(60));
    expect(displayText(`${' \u202e'.repeat(5_000)}a`, 60).length).toBeLessThanOrEqual(60);
  });

  test('emoji that are made of many stay whole, and count as one', () => {
    const family = '👩‍👩‍👧‍👦';
    const all = [family, '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👍🏽', '🇨🇭', '❤️', '1️⃣', '🏳️‍🌈'];
    for (const emoji of all) expect(displayText(emoji, 60)).toBe(emoji);
    expect(displayText('👍🏽'.repeat(5), 3)).toBe('👍🏽'.repeat(3));
    expect(displayText(`ab${family}`, 2)).toBe('ab');
  });

  test('a pile of marks is cut to what stays on its line', () => {
    const piled = displayText(`Z${'\u0336\u0337'.repeat(200)}algo`, 60);
    expect(piled.length).toBeLessThanOrEqual('Zalgo'.length + 4);
    expect(piled.endsWith('algo')).toBe(true);
  });

  test('a pile of marks with joiners between them is no way around that', () => {
    for (const joiner of ['\u200d', '\u{e0061}']) {
      const piled = displayText(`Z${`\u0336\u0337\u0338${joiner}`.repeat(50)}algo`, 60);
      expect(piled.match(/\p{M}/gu)?.length ?? 0).toBeLessThanOrEqual(4);
    }
  });

  test('any text gives one short line, and nothing hidden in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 60 }), (text, length) => {
        const shown = displayText(text, length);
        expect(characters(shown)).toBeLessThanOrEqual(length);
        expect(shown.length).toBeLessThanOrEqual(length * 8);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]/u);
        expect(shown).toBe(shown.trim());
      }),
    );
  });
});
