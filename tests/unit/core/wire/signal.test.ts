import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { limits } from '#core/wire/limits.ts';
import { decodeSignal } from '#core/wire/signal.ts';

const base = { instance: 'page-1', n: 3, session: 'session-1' };
const offer = { ...base, kind: 'offer', sdp: 'v=0\r\n' };

const codeOf = (data: unknown): string => {
  const decoded = decodeSignal(typeof data === 'object' ? JSON.stringify(data) : data);
  return decoded.ok ? 'ok' : decoded.error.code;
};

describe('a signal', () => {
  test('of each kind comes out as it went in', () => {
    const shortId = fc.string({ minLength: 4, maxLength: 40 });
    const candidate = fc.record({
      candidate: fc.string({ maxLength: 1000 }),
      sdpMid: fc.option(fc.string({ maxLength: 40 })),
      sdpMLineIndex: fc.option(fc.nat()),
      usernameFragment: fc.option(fc.string({ maxLength: 300 })),
    });
    const head = { instance: shortId, n: fc.nat({ max: Number.MAX_SAFE_INTEGER }), session: shortId };
    const signal = fc.oneof(
      fc.record({ ...head, kind: fc.constant('offer'), sdp: fc.string() }),
      fc.record({ ...head, kind: fc.constant('answer'), sdp: fc.string(), offer: fc.nat() }),
      fc.record({ ...head, kind: fc.constant('candidates'), candidates: fc.array(candidate, { maxLength: 5 }) }),
    );
    fc.assert(
      fc.property(signal, (each) => {
        expect(decodeSignal(JSON.stringify(each))).toEqual({ ok: true, value: each });
      }),
    );
  });

  test('may leave out what a candidate need not have, and say more than we know', () => {
    const decoded = decodeSignal(
      JSON.stringify({ ...base, kind: 'candidates', candidates: [{ candidate: 'x', later: 1 }], later: 1 }),
    );
    const candidate = { candidate: 'x', sdpMid: null, sdpMLineIndex: null, usernameFragment: null };
    expect(decoded).toEqual({ ok: true, value: { ...base, kind: 'candidates', candidates: [candidate] } });
  });

  test.each([
    ['another kind', { ...base, kind: 'rollback', sdp: '' }],
    ['a kind of the prototype', { ...base, kind: 'constructor' }],
    ['no description', { ...base, kind: 'offer' }],
    ['a description that is too long', { ...offer, sdp: 'x'.repeat(40_001) }],
    ['an answer to nothing', { ...offer, kind: 'answer' }],
    ['a negative number', { ...offer, n: -1 }],
    ['half a number', { ...offer, n: 0.5 }],
    ['no session', { ...offer, session: undefined }],
    ['a session that is too short', { ...offer, session: 'abc' }],
    ['a session that is too long', { ...offer, session: 'x'.repeat(41) }],
    ['an instance that is a number', { ...offer, instance: 12345 }],
    [
      '41 candidates',
      { ...base, kind: 'candidates', candidates: Array.from({ length: 41 }, () => ({ candidate: '' })) },
    ],
    ['a candidate that is too long', { ...base, kind: 'candidates', candidates: [{ candidate: 'x'.repeat(1_001) }] }],
    ['null', null],
    ['a list', [offer]],
  ])('with %s is malformed', (_, data) => {
    expect(codeOf(data)).toBe('wire/malformed');
  });

  test('that is too large is not parsed', () => {
    const parse = vi.spyOn(JSON, 'parse');
    expect(codeOf(' '.repeat(limits.signalBytes + 1))).toBe('wire/too-large');
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test('is a result, whatever the text', () => {
    const mutated = fc
      .tuple(fc.nat(), fc.nat({ max: 3 }), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([at, drop, put]) => {
        const text = JSON.stringify(offer);
        const from = at % text.length;
        return text.slice(0, from) + put + text.slice(from + drop);
      });
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      mutated,
      fc.constantFrom(undefined, 1, new ArrayBuffer(1)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(['ok', 'wire/malformed', 'wire/too-large']).toContain(codeOf(text));
      }),
    );
  });
});
