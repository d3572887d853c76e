// What every StorePort does: the browser's, and the one in memory that tests use.

import { expect, it } from 'vitest';
import type { StorePort } from '#core/ports/store.ts';

/** Registers the suite; `open` gives the same drawer each time within one test, as two page loads would have it. */
export const storeContract = (open: () => StorePort): void => {
  const key = (): string => `test/${crypto.randomUUID()}`;

  it('has nothing under a key that was never set', async () => {
    expect(await open().get(key())).toBeUndefined();
  });

  it('gives back what was set, also to the next page load', async () => {
    const name = key();
    const value = { text: 'äöü 🐦', list: [1, null, { deep: true }], bytes: new Uint8Array([1, 2]), at: new Date(5) };
    expect(await open().set(name, value)).toBe(true);
    expect(await open().get(name)).toEqual(value);
  });

  it('keeps what counts as nothing, too', async () => {
    const store = open();
    for (const value of [0, '', false, null]) {
      const name = key();
      await store.set(name, value);
      expect(await store.get(name)).toBe(value);
    }
  });

  it('keeps a value as it was when it was set', async () => {
    const [store, name] = [open(), key()];
    const value = { count: 1 };
    await store.set(name, value);
    value.count = 2;
    expect(await store.get(name)).toEqual({ count: 1 });
    ((await store.get(name)) as typeof value).count = 3;
    expect(await store.get(name)).toEqual({ count: 1 });
  });

  it('keeps the last of several values, in the order of setting', async () => {
    const [store, name] = [open(), key()];
    await Promise.all([1, 2, 3].map((value) => store.set(name, value)));
    expect(await store.get(name)).toBe(3);
  });

  it('keeps keys apart, and forgets one when told so', async () => {
    const [store, one, two] = [open(), key(), key()];
    await store.set(one, 1);
    await store.set(two, 2);
    await store.remove(one);
    await store.remove(one);
    expect([await store.get(one), await open().get(one), await store.get(two)]).toEqual([undefined, undefined, 2]);
  });

  it('says when it could not keep something, and does not throw', async () => {
    expect(await open().set(key(), () => {})).toBe(false);
  });

  it('keeps a key pair that signs after the next page load and that nobody can read out', async () => {
    const name = key();
    const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    await open().set(name, pair);
    const kept = (await open().get(name)) as CryptoKeyPair;
    expect(kept.privateKey).toBeInstanceOf(CryptoKey);
    const bytes = new Uint8Array([1, 2, 3]);
    const signature = await crypto.subtle.sign('Ed25519', kept.privateKey, bytes);
    expect(await crypto.subtle.verify('Ed25519', pair.publicKey, signature, bytes)).toBe(true);
    expect(kept.privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', kept.privateKey)).rejects.toThrow();
  });
};
