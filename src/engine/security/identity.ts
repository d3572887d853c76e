// A person is a key (DESIGN D4): one Ed25519 pair for each device, and a seat for each window of it.

import { concatBytes, toBase58, utf8 } from '#core/base/bytes.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { StorePort } from '#core/ports/store.ts';

export interface Identity {
  readonly person: PersonId;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly seat: string;
  /** Ed25519 signature, 64 bytes. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

const storeKey = 'identity';
const algorithm = 'Ed25519';

/** Whom a key in a seat stands for: nobody can take another's id without the key. */
export const personIdOf = async (publicKey: Uint8Array, seat: string): Promise<PersonId> => {
  const digest = await crypto.subtle.digest('SHA-256', concatBytes(utf8('starling person 1'), publicKey, utf8(seat)));
  return toBase58(new Uint8Array(digest).subarray(0, 16)) as PersonId;
};

const isKeyPair = (value: unknown): value is CryptoKeyPair =>
  typeof value === 'object' &&
  value !== null &&
  (value as CryptoKeyPair).privateKey instanceof CryptoKey &&
  (value as CryptoKeyPair).publicKey instanceof CryptoKey;

/**
 * This device's identity, made at the first call and kept where the device lets us; in a private window it lasts as long
 * as the page. The private key can't be read out, not even by us. Throws where the browser has no Ed25519.
 */
export const openIdentity = async (store: StorePort, seat: string): Promise<Identity> => {
  const kept = await store.get(storeKey);
  let pair: CryptoKeyPair;
  if (isKeyPair(kept)) pair = kept;
  else {
    pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    await store.set(storeKey, pair);
  }
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    person: await personIdOf(publicKey, seat),
    publicKey,
    seat,
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, bytes)),
  };
};

/** True when `signature` over `bytes` was made with the key. Never throws. */
export const verify = async (
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> => {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, algorithm, false, ['verify']);
    return await crypto.subtle.verify(algorithm, key, signature, bytes);
  } catch {
    return false;
  }
};
