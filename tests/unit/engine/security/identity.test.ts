import { expect, test } from 'vitest';
import { isPersonId } from '#core/base/ids.ts';
import { utf8 } from '#core/base/bytes.ts';
import type { StorePort } from '#core/ports/store.ts';
import { openIdentity, personIdOf, verify } from '#engine/security/identity.ts';
import { createFakeStore } from '../../../fakes/store.ts';

test('a device stays the same person over reloads of one window', async () => {
  const store = createFakeStore();
  const before = await openIdentity(store, 'seat');
  const after = await openIdentity(store, 'seat');
  expect(after.person).toBe(before.person);
  expect(after.publicKey).toEqual(before.publicKey);
  expect(isPersonId(after.person)).toBe(true);
  expect(await verify(before.publicKey, await after.sign(utf8('x')), utf8('x'))).toBe(true);
});

test('two windows of a device are two persons with one key', async () => {
  const store = createFakeStore();
  const one = await openIdentity(store, 'seat 1');
  const two = await openIdentity(store, 'seat 2');
  expect(two.person).not.toBe(one.person);
  expect(two.publicKey).toEqual(one.publicKey);
});

test('two devices are two persons, even with the same seat', async () => {
  const one = await openIdentity(createFakeStore(), 'seat');
  const two = await openIdentity(createFakeStore(), 'seat');
  expect(two.person).not.toBe(one.person);
});

test('the private key cannot be read out', async () => {
  const store = createFakeStore();
  await openIdentity(store, 'seat');
  const { privateKey } = (await store.get('identity')) as CryptoKeyPair;
  await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
});

test('where nothing can be kept, a person lasts as long as the page', async () => {
  const forgetful: StorePort = { get: async () => undefined, set: async () => false, remove: async () => {} };
  const identity = await openIdentity(forgetful, 'seat');
  expect(await verify(identity.publicKey, await identity.sign(utf8('x')), utf8('x'))).toBe(true);
});

test('rubbish in the store is replaced, not trusted', async () => {
  for (const rubbish of [null, 'key', {}, { publicKey: 1, privateKey: 2 }]) {
    const store = createFakeStore();
    await store.set('identity', rubbish);
    const identity = await openIdentity(store, 'seat');
    expect((await openIdentity(store, 'seat')).person).toBe(identity.person);
  }
});

test('a person’s id is the same in every version', async () => {
  const publicKey = Uint8Array.from({ length: 32 }, (_, index) => index);
  expect(await personIdOf(publicKey, 'seat')).toBe('4ZgNVFstZ9hYED7RZEkhWk');
});

test('verifying rubbish is false, never an error', async () => {
  const identity = await openIdentity(createFakeStore(), 'seat');
  expect(await verify(new Uint8Array(31), new Uint8Array(64), utf8('x'))).toBe(false);
  expect(await verify(identity.publicKey, new Uint8Array(1), utf8('x'))).toBe(false);
  expect(await verify(identity.publicKey, await identity.sign(utf8('x')), utf8('y'))).toBe(false);
});
