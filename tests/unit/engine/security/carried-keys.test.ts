import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '#core/base/bytes.ts';
import { checkWire, signWire, type Wire } from '#engine/security/binding.ts';
import { createKeyExchange, type CarriedKeys } from '#engine/security/carried-keys.ts';
import { openIdentity } from '#engine/security/identity.ts';
import { createFakeStore } from '../../../fakes/store.ts';

const room = new Uint8Array(32).fill(7);

const agree = async (otherRoom = room): Promise<[CarriedKeys, CarriedKeys]> => {
  const [a, b] = await Promise.all([createKeyExchange(), createKeyExchange()]);
  const keys = await Promise.all([a.agree(b.publicKey, room), b.agree(a.publicKey, otherRoom)]);
  return keys as [CarriedKeys, CarriedKeys];
};

describe('sealed texts', () => {
  let ana: CarriedKeys;
  let ben: CarriedKeys;
  beforeAll(async () => {
    [ana, ben] = await agree();
  });

  test('go both ways, whatever is in them', async () => {
    for (const text of ['hello', '', '["x","ž 💬"]', 'x'.repeat(60_000)]) {
      expect(await ben.open(await ana.seal(text))).toBe(text);
      expect(await ana.open(await ben.seal(text))).toBe(text);
    }
  });

  test('show nothing, and never look the same twice', async () => {
    const [one, two] = [await ana.seal('secret'), await ana.seal('secret')];
    expect(one.slice(one.indexOf('.'))).not.toBe(two.slice(two.indexOf('.')));
    expect(one).not.toContain('secret');
    expect(await ben.open(two)).toBe('secret');
  });

  test('count once and in order: what is repeated or late is nothing', async () => {
    const [one, two] = [await ana.seal('one'), await ana.seal('two')];
    expect(await ben.open(two)).toBe('two');
    expect(await ben.open(two)).toBeUndefined();
    expect(await ben.open(one)).toBeUndefined();
    expect(await ben.open(await ana.seal('three'))).toBe('three');
  });

  test('do not open when anything was changed, or when they are sent back', async () => {
    const sealed = await ana.seal('text');
    const [number = '', base64 = ''] = sealed.split('.');
    const bytes = fromBase64(base64)!;
    bytes[3] = bytes[3]! ^ 1;
    expect(await ben.open(`${number}.${toBase64(bytes)}`)).toBeUndefined();
    expect(await ben.open(`${Number(number) + 1}.${base64}`)).toBeUndefined();
    expect(await ana.open(sealed)).toBeUndefined();
    // A forged number does not shut out the true one.
    expect(await ben.open(sealed)).toBe('text');
  });

  test.each(['', '.', '1.', '1.*', 'x.AAAA', '-1.AAAA', '99999999999999999.AAAA', 'key AAAA'])(
    '%j is nothing',
    async (text) => {
      expect(await ben.open(text)).toBeUndefined();
    },
  );
});

describe('an exchange', () => {
  test('gives different keys each time, and others in another room', async () => {
    const [[a], [, b]] = [await agree(), await agree()];
    expect(await b.open(await a.seal('x'))).toBeUndefined();
    const [c, d] = await agree(new Uint8Array(32).fill(8));
    expect(await d.open(await c.seal('x'))).toBeUndefined();
  });

  test('refuses what is no key, and our own sent back', async () => {
    const exchange = await createKeyExchange();
    for (const key of ['', '*', 'AAAA', toBase64(new Uint8Array(65).fill(4)), exchange.publicKey])
      expect(await exchange.agree(key, room)).toBeUndefined();
  });
});

describe('the hello of a carried conversation', () => {
  const wireOf = (signer: Wire['signer'], other: Wire['other'], isCarried: boolean): Wire => ({
    room,
    signer,
    other,
    signerFingerprint: 'page-a KEYA',
    otherFingerprint: 'page-b KEYB',
    isCarried,
  });

  test('cannot be used on a connection, nor that of a connection here', async () => {
    const [ana, ben] = await Promise.all(['a', 'b'].map((seat) => openIdentity(createFakeStore(), seat)));
    const [carried, direct] = [true, false].map((isCarried) => wireOf(ana!.person, ben!.person, isCarried));
    expect((await checkWire(await signWire(ana!, carried!), carried!)).ok).toBe(true);
    expect((await checkWire(await signWire(ana!, carried!), direct!)).ok).toBe(false);
    expect((await checkWire(await signWire(ana!, direct!), carried!)).ok).toBe(false);
  });

  test('is refused under another key or for another page load', async () => {
    const [ana, ben] = await Promise.all(['a', 'b'].map((seat) => openIdentity(createFakeStore(), seat)));
    const wire = wireOf(ana!.person, ben!.person, true);
    const proof = await signWire(ana!, wire);
    for (const change of [{ signerFingerprint: 'page-a KEYX' }, { otherFingerprint: 'page-z KEYB' }])
      expect((await checkWire(proof, { ...wire, ...change })).ok).toBe(false);
  });
});
