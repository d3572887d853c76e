import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { decodeEnvelope, encodeEnvelope, type Envelope } from '#core/wire/envelope.ts';
import { limits, protocol } from '#core/wire/limits.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/);
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const envelope: fc.Arbitrary<Envelope> = fc.record({
  feature: name,
  type: name,
  version: count,
  id: count,
  body: fc.jsonValue({ maxDepth: 3 }),
});

const codeOf = (data: unknown): string => {
  const decoded = decodeEnvelope(data);
  return decoded.ok ? 'ok' : decoded.error.code;
};
const codes = ['ok', 'wire/too-large', 'wire/malformed', 'wire/old-app'];

describe('every message', () => {
  test('comes out as it went in', () => {
    fc.assert(
      fc.property(envelope, (message) => {
        const decoded = decodeEnvelope(encodeEnvelope(message));
        expect(decoded).toEqual({
          ok: true,
          value: { ...message, body: JSON.parse(JSON.stringify(message.body)) as unknown },
        });
      }),
    );
  });

  test('without a body has null for one', () => {
    expect(encodeEnvelope({ feature: 'chat', type: 'message', version: 1, id: 1, body: undefined })).toBe(
      '[1,"chat","message",1,1,null]',
    );
  });
});

describe('whatever comes from a peer', () => {
  const total = <T>(arbitrary: fc.Arbitrary<T>): void =>
    fc.assert(
      fc.property(arbitrary, (data) => {
        expect(codes).toContain(codeOf(data));
      }),
    );

  test('any text gives a result', () => total(fc.string({ unit: 'binary' })));
  test('any JSON gives a result', () => total(fc.json()));
  test('anything that is not a text is malformed', () => {
    const rubbish = [undefined, null, 1, {}, [], Symbol('x'), new ArrayBuffer(8), new Uint8Array(3), new Blob(['[1]'])];
    for (const data of rubbish) expect(codeOf(data)).toBe('wire/malformed');
  });

  test('a message with one place changed gives a result', () => {
    const mutated = fc
      .tuple(envelope, fc.nat(), fc.nat({ max: 2 }), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([message, at, drop, put]) => {
        const text = encodeEnvelope(message);
        const from = at % text.length;
        return text.slice(0, from) + put + text.slice(from + drop);
      });
    total(mutated);
  });

  test('a message with one place of the tuple replaced gives a result', () => {
    const replaced = fc.tuple(envelope, fc.nat({ max: 7 }), fc.jsonValue()).map(([message, place, value]) => {
      const tuple = JSON.parse(encodeEnvelope(message)) as unknown[];
      tuple[place] = value;
      return JSON.stringify(tuple);
    });
    total(replaced);
  });
});

describe('the order of the checks', () => {
  test('what is too large is not parsed', () => {
    const parse = vi.spyOn(JSON, 'parse');
    const text = encodeEnvelope({
      feature: 'chat',
      type: 'message',
      version: 1,
      id: 1,
      body: 'x'.repeat(limits.controlBytes),
    });
    expect(codeOf(text)).toBe('wire/too-large');
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test('the largest message that is allowed passes, one more character does not', () => {
    const head = encodeEnvelope({ feature: 'chat', type: 'message', version: 1, id: 1, body: '' }).length;
    const withBody = (length: number) =>
      encodeEnvelope({ feature: 'chat', type: 'message', version: 1, id: 1, body: 'x'.repeat(length) });
    expect(codeOf(withBody(limits.controlBytes - head))).toBe('ok');
    expect(codeOf(withBody(limits.controlBytes - head + 1))).toBe('wire/too-large');
  });

  test('the form comes before the version, the version before the names', () => {
    const other = protocol.max + 1;
    expect(codeOf(`[${other},"chat","message",1,1]`)).toBe('wire/malformed');
    expect(codeOf(`[${other},7,{},"?",-1,null]`)).toBe('wire/old-app');
    expect(codeOf(`[${protocol.min - 1},"chat","message",1,1,null]`)).toBe('wire/old-app');
  });

  test.each([
    ['no tuple', '{}'],
    ['too short', '[1,"chat","message",1,1]'],
    ['too long', '[1,"chat","message",1,1,null,null]'],
    ['a version that is a text', '["1","chat","message",1,1,null]'],
    ['half a version', '[1.5,"chat","message",1,1,null]'],
    ['a negative number', '[1,"chat","message",1,-1,null]'],
    ['a number that is too large', '[1,"chat","message",1,9007199254740992,null]'],
    ['an empty feature', '[1,"","message",1,1,null]'],
    ['a feature in capitals', '[1,"Chat","message",1,1,null]'],
    ['a name of 33 characters', `[1,"${'a'.repeat(33)}","message",1,1,null]`],
    ['a name with a line end', '[1,"chat\\n","message",1,1,null]'],
    ['a name of the prototype', '[1,"__proto__","message",1,1,null]'],
  ])('%s is malformed', (_, text) => {
    expect(codeOf(text)).toBe('wire/malformed');
  });

  test('60,000 brackets in each other are malformed, not a stack overflow', () => {
    expect(codeOf('['.repeat(60_000))).toBe('wire/malformed');
    expect(codeOf(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)).toBe('wire/malformed');
  });

  test('a body that names the prototype pollutes nothing', () => {
    const decoded = decodeEnvelope('[1,"chat","message",1,1,{"__proto__":{"polluted":true}}]');
    expect(decoded.ok).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
