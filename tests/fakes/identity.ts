// Identities that follow from a seed, so that a run can be played again to the letter.

import { seededRandom } from '#core/base/random.ts';
import type { StorePort } from '#core/ports/store.ts';

/** DER around the 32 bytes of an Ed25519 private key (RFC 8410 section 7). */
const pkcs8Head = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/** Puts the key pair of `name` in the world of `seed` into the store, as if it had been made there at an earlier call. */
export const plantIdentity = async (store: StorePort, name: string, seed: number): Promise<void> => {
  const random = seededRandom([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), seed));
  const secret = Array.from({ length: 32 }, () => Math.floor(random() * 256));
  const der = new Uint8Array([...pkcs8Head, ...secret]);
  const readable = await crypto.subtle.importKey('pkcs8', der, 'Ed25519', true, ['sign']);
  const { x = '' } = await crypto.subtle.exportKey('jwk', readable);
  const publicKey = await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', x }, 'Ed25519', true, [
    'verify',
  ]);
  const privateKey = await crypto.subtle.importKey('pkcs8', der, 'Ed25519', false, ['sign']);
  await store.set('identity', { publicKey, privateKey });
};
