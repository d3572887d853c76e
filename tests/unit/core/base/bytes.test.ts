import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes, fromBase58, fromBase64, toBase58, toBase64, utf8 } from '#core/base/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 100 });

test('base58 and base64 give back what went in', () => {
  fc.assert(
    fc.property(bytes, (all) => {
      expect(fromBase58(toBase58(all))).toEqual(new Uint8Array(all));
      expect(fromBase64(toBase64(all))).toEqual(new Uint8Array(all));
    }),
  );
});

test('base64 takes more bytes than a function takes arguments', () => {
  const many = Uint8Array.from({ length: 100_003 }, (_, index) => (index * 31) % 256);
  const text = toBase64(many);
  expect(text).toBe(Buffer.from(many).toString('base64'));
  expect(Buffer.compare(Buffer.from(fromBase64(text) ?? []), Buffer.from(many))).toBe(0);
});

test('any text is either bytes or nothing, never an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const results = [fromBase58(text), fromBase64(text)];
      expect(results.every((result) => result === undefined || result instanceof Uint8Array)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('base58 is that of draft-msporny-base58, zeros in front included', () => {
  const vectors = [
    ['48656c6c6f20576f726c6421', '2NEpo7TZRRrLZSi2U'],
    [
      '54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f672e',
      'USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z',
    ],
    ['0000287fb4cd', '11233QC4'],
    ['', ''],
    ['00', '1'],
    ['ffffffffffffffffffffffffffffffff', 'YcVfxkQb6JRzqk5kF2tNLv'],
  ] as const;
  for (const [hex, text] of vectors) {
    const all = new Uint8Array(Buffer.from(hex, 'hex'));
    expect(toBase58(all)).toBe(text);
    expect(fromBase58(text)).toEqual(all);
  }
});

test('base58 that would take long to read is nothing', () => expect(fromBase58('2'.repeat(10_000))).toBeUndefined());

test('base58 has no 0, O, I and l', () => {
  for (const text of ['0', 'O', 'I', 'l', 'a b', '-']) expect(fromBase58(text)).toBeUndefined();
  expect(toBase58(new Uint8Array([0, 0, 1]))).toBe('112');
});

test('base64 that is not base64 is nothing', () => {
  for (const text of ['*', 'a', 'ä', '====']) expect(fromBase64(text)).toBeUndefined();
});

test('text becomes UTF-8, and parts stand behind each other', () => {
  expect([...utf8('aä🐦')]).toEqual([0x61, 0xc3, 0xa4, 0xf0, 0x9f, 0x90, 0xa6]);
  expect(concatBytes()).toEqual(new Uint8Array());
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 5 }), (parts) => {
      expect([...concatBytes(...parts)]).toEqual(parts.flatMap((part) => [...part]));
    }),
  );
});
