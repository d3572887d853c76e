// Seals every text that goes through a topic relay, and drops whatever was not sealed for this room.
//
// AES-256-GCM with the topic as additional data replaces the MAC of DESIGN D2: like the MAC it proves that the sender
// has the room's link, and beyond that it hides from relays who announces, how often the same person comes back, and
// which of the texts belong together. A text cannot be moved to another topic either.

import { concatBytes, fromBase64, toBase64, utf8 } from '#core/base/bytes.ts';
import { createMemory } from './memory.ts';
import { signalLimits } from './signal-limits.ts';

export interface Sealer {
  /** Base64 of nonce and ciphertext. Rejects only where the browser has no WebCrypto. */
  seal(topic: string, text: string): Promise<string>;
  /**
   * The text, or nothing when it wasn't sealed with this key for this topic, or was opened before in the same `scope`.
   * An announcement may come once through each relay (that is how we learn on which ones a person is heard): its scope
   * is the relay; all else has the common scope.
   */
  open(topic: string, sealed: string, scope?: string): Promise<string | undefined>;
  /** How many texts were dropped as forged or damaged, and as replays. */
  readonly dropped: { readonly forged: number; readonly replayed: number };
}

const nonceLength = 12;
const tagLength = 16;

/** Makes the sealer of one room; `key` is `RoomKeys.sealKey`. */
export const createSealer = (key: CryptoKey, seenTexts: number = signalLimits.seenTexts): Sealer => {
  const seen = createMemory(seenTexts);
  const own = createMemory(seenTexts);
  const dropped = { forged: 0, replayed: 0 };
  const decipher = async (topic: string, bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> => {
    try {
      const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, nonceLength), additionalData: utf8(topic) };
      const plain = await crypto.subtle.decrypt(algorithm, key, bytes.subarray(nonceLength));
      return new TextDecoder('utf-8', { fatal: true }).decode(plain);
    } catch {
      return undefined;
    }
  };
  return {
    dropped,
    seal: async (topic, text) => {
      const nonce = crypto.getRandomValues(new Uint8Array(nonceLength));
      const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: utf8(topic) };
      const cipher = await crypto.subtle.encrypt(algorithm, key, utf8(text));
      // Relays give us our own texts back.
      own.add(toBase64(nonce));
      return toBase64(concatBytes(nonce, new Uint8Array(cipher)));
    },
    open: async (topic, sealed, scope = '') => {
      const bytes = sealed.length <= signalLimits.sealedLength ? fromBase64(sealed) : undefined;
      if (!bytes || bytes.length < nonceLength + tagLength) return void dropped.forged++;
      const nonce = toBase64(bytes.subarray(0, nonceLength));
      if (own.has(nonce)) return undefined;
      const memoryKey = `${scope} ${nonce}`;
      if (seen.has(memoryKey)) return void dropped.replayed++;
      const text = await decipher(topic, bytes);
      if (text === undefined) return void dropped.forged++;
      // Asked again, because copies can be deciphered at the same time; noted only now, because a relay could otherwise
      // send rubbish under a nonce that it saw and so keep the true text from us.
      if (seen.has(memoryKey)) return void dropped.replayed++;
      seen.add(memoryKey);
      return text;
    },
  };
};
