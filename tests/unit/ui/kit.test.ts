import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { birdAt, createFlock, drawFlock } from '#ui/kit/flock.ts';
import { linkify } from '#ui/kit/linkify.ts';
import { hueOf, initialsOf } from '#ui/kit/person-look.ts';
import { guestName, shownName } from '#ui/kit/person-name.ts';

describe('initialsOf', () => {
  test.each([
    ['Ana', 'A'],
    ['Bo Nilsson', 'BN'],
    ['Hank van den Berg', 'HB'],
    ['藤井さくら', '藤'],
    ['élodie', 'É'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧F'],
    ['"Q" (they)', 'QT'],
    ['   ', ''],
    ['<b>', 'B'],
  ])('%s -> %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
  test('never throws', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => typeof initialsOf(name) === 'string'),
      { numRuns: 40 },
    ));
});

describe('hueOf', () => {
  test('belongs to the id', () => expect(hueOf('person')).toBe(hueOf('person')));
  test('uses the whole circle', () => {
    const hues = new Set(Array.from({ length: 500 }, (_, index) => hueOf(`person${index}`)));
    expect(hues.size).toBe(24);
    expect(Math.max(...hues)).toBeLessThan(360);
  });
});

describe('linkify', () => {
  const hrefs = (text: string) => linkify(text).flatMap(({ href }) => href ?? []);
  test.each([
    ['see https://example.org/a?b=1.', ['https://example.org/a?b=1']],
    ['(http://example.org/x_(y))', ['http://example.org/x_(y)']],
    ['HTTPS://Example.ORG', ['https://example.org/']],
    ['javascript:alert(1)', []],
    ['data:text/html,x file:///etc ftp://a.b', []],
    ['https://', []],
    ['<https://a.org>', ['https://a.org/']],
    ['https://a.org/\u202Egnp.exe', ['https://a.org/']],
  ])('%s', (text, expected) => expect(hrefs(text)).toEqual(expected));
  test('loses nothing and links only http and https', () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('javascript:', 'https://', ' ', ')'))),
        (parts) => {
          const text = parts.join('');
          expect(
            linkify(text)
              .map((part) => part.text)
              .join(''),
          ).toBe(text);
          for (const href of hrefs(text)) expect(href).toMatch(/^https?:\/\//);
        },
      ),
    ));
});

describe('guestName', () => {
  test('belongs to the id, and tells most guests apart', () => {
    expect(guestName('person')).toBe(guestName('person'));
    expect(guestName('person')).toMatch(/^Guest [A-Z][a-z]+$/);
    expect(new Set(Array.from({ length: 500 }, (_, index) => guestName(`person${index}`))).size).toBeGreaterThan(45);
  });
  test('a name that was given is kept', () => {
    expect(shownName('Ana', 'person')).toBe('Ana');
    expect(shownName('', 'person')).toBe(guestName('person'));
  });
});

describe('the murmuration', () => {
  test('is three paths of whole numbers, and fewer birds in a small sky', () => {
    const [large, small] = [drawFlock(9, 'large'), drawFlock(9, 'small')];
    expect(large).toHaveLength(3);
    for (const path of [...large, ...small]) expect(path).toMatch(/^(?:M[-\d ]+(?:Q[-\d ]+)+Z)+$/);
    expect(small.join('').length).toBeLessThan(large.join('').length / 2);
  });

  test('is the same every time, and stays near the frame', () => {
    const flock = createFlock(200);
    expect(flock).toEqual(createFlock(200));
    for (const seconds of [0, 9, 100, 4000]) {
      for (const place of flock) {
        const { x, y, near } = birdAt(place, seconds);
        expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(2.2);
        expect(near).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
