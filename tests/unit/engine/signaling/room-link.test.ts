import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase58 } from '#core/base/bytes.ts';
import type { RoomSecret } from '#core/base/ids.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import vectors from '../../../vectors/room-link.json' with { type: 'json' };

const secrets = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return toBase58(bytes) as RoomSecret;
});
const refused = { ok: false, error: expect.objectContaining({ code: 'link/malformed' }) as unknown };

describe('what a person pastes', () => {
  test.each(vectors.forms)('$what opens the call', ({ pasted, secret, name }) => {
    expect(parseRoomLink(pasted)).toEqual({ ok: true, value: { secret, name } });
  });

  test.each(vectors.malformed)('$what is not a call link', ({ pasted }) => {
    expect(parseRoomLink(pasted)).toEqual(refused);
  });

  test('a whole page of text is not searched for a link', () => {
    expect(parseRoomLink(`${vectors.forms[0]!.pasted}${' '.repeat(2_000)}`)).toEqual(refused);
  });

  test('any text is a link or malformed, never an error', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .tuple(fc.string({ unit: 'binary', maxLength: 100 }), fc.constantFrom('~', '#', '/', '%'), secrets)
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const result = parseRoomLink(text);
        expect(result.ok || result.error.code === 'link/malformed').toBe(true);
      }),
    );
  });
});

describe('a link', () => {
  test.each(vectors.links)('is written as $hash', ({ secret, name, hash }) => {
    expect(formatRoomHash({ secret: secret as RoomSecret, name })).toBe(hash);
  });

  test('leads back to its room, whatever its name, and reading it again changes nothing', () => {
    fc.assert(
      fc.property(secrets, fc.string({ unit: 'binary', maxLength: 100 }), (secret, name) => {
        const once = parseRoomLink(`https://starling.example/${formatRoomHash({ secret, name })}`);
        if (!once.ok) throw once.error;
        expect(once.value.secret).toBe(secret);
        expect([...once.value.name].length).toBeLessThanOrEqual(60);
        expect(parseRoomLink(formatRoomHash(once.value))).toEqual(once);
      }),
    );
  });

  test('with a name of many birds is cut between them', () => {
    for (const name of [`${'a'.repeat(59)}🐦🐦`, '🐦'.repeat(80), `${'a'.repeat(59)} b`]) {
      const secret = createRoomSecret();
      const back = parseRoomLink(formatRoomHash({ secret, name }));
      expect(back).toMatchObject({ ok: true, value: { secret } });
      expect(back.ok && back.value.name).not.toMatch(/\p{Cs}/u);
    }
  });
});

test('a new secret is a uuid v4, another one each time', () => {
  const made = Array.from({ length: 50 }, () => createRoomSecret());
  for (const secret of made) expect(parseRoomLink(secret)).toEqual({ ok: true, value: { secret, name: '' } });
  expect(new Set(made).size).toBe(50);
});

describe('servers in a link', () => {
  const secret = vectors.forms[0]!.secret as RoomSecret;

  test.each(vectors.servers)('$what', ({ hash, turnServers }) => {
    expect(parseRoomLink(hash)).toEqual({
      ok: true,
      value: { secret, name: 'tea', ...(turnServers && { turnServers }) },
    });
  });

  test('are written so that they are read as they were, and that apps without them find the room', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(word, word, (username, credential) => {
        const turnServers = [{ url: 'turn:turn.example.org:3478?transport=tcp', username, credential }];
        const hash = formatRoomHash({ secret, name: 'tea', turnServers });
        expect(hash).toMatch(/^#\/tea~[^?&]+\?turn=turn:turn\.example\.org:3478%3Ftransport%3Dtcp,[^?&,]+,[^?&,]+$/);
        expect(parseRoomLink(hash)).toEqual({ ok: true, value: { secret, name: 'tea', turnServers } });
      }),
    );
  });

  test('that would make the link too long to be one are left out, and those that fit stay', () => {
    const server = (credential: string) => ({ url: 'turn:turn.example.org', username: 'us', credential });
    const turnServers = [server('🐦'.repeat(130)), server('a'), server('b')];
    const back = parseRoomLink(formatRoomHash({ secret, name: '', turnServers }));
    expect(back).toEqual({ ok: true, value: { secret, name: '', turnServers: turnServers.slice(1) } });
  });
});
