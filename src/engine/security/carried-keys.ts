// Keys for what two people say to each other through a third: ECDH (P-256), HKDF-SHA-256, AES-256-GCM. Who is at the other
// end the signed hello tells, which covers both public keys (binding.ts).

import { concatBytes, fromBase64, toBase64, utf8 } from '#core/base/bytes.ts';

export interface CarriedKeys {
  /** Numbers and seals a text. */
  seal(text: string): Promise<string>;
  /** The text, or undefined when it was not sealed by the other end, or came before. Never throws. */
  open(sealed: string): Promise<string | undefined>;
}

export interface KeyExchange {
  /** Fresh for each exchange: base64 of the 65 bytes of the point. */
  readonly publicKey: string;
  /** What both ends have in common; undefined when `other` is no such key. `room` is RoomKeys.bindingId. Never throws. */
  agree(other: string, room: Uint8Array<ArrayBuffer>): Promise<CarriedKeys | undefined>;
}

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
const decoder = new TextDecoder();

/** One for each direction, named by the key of whoever sends: a number is never used twice under one key. */
const sealKeyOf = async (secret: CryptoKey, room: Uint8Array<ArrayBuffer>, sender: string): Promise<CryptoKey> =>
  crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: room, info: concatBytes(utf8('starling carried 1 seal'), utf8(sender)) },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );

/** The number as the last 8 of 12 bytes. */
const nonceOf = (n: number): Uint8Array<ArrayBuffer> => {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(n));
  return nonce;
};

const createKeys = (send: CryptoKey, receive: CryptoKey): CarriedKeys => {
  let sent = 0;
  let lastOpened = 0;
  return {
    seal: async (text) => {
      const n = ++sent;
      const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonceOf(n) }, send, utf8(text));
      return `${n}.${toBase64(new Uint8Array(bytes))}`;
    },
    open: async (sealed) => {
      const [, number = '', base64 = ''] = /^(\d{1,15})\.(.+)$/.exec(sealed) ?? [];
      const [n, bytes] = [Number(number), fromBase64(base64)];
      if (!bytes || n <= lastOpened) return undefined;
      try {
        const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonceOf(n) }, receive, bytes);
        lastOpened = n;
        return decoder.decode(text);
      } catch {
        return undefined;
      }
    },
  };
};

/** A fresh key pair; the private key stays in it. */
export const createKeyExchange = async (): Promise<KeyExchange> => {
  const pair = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const publicKey = toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  return {
    publicKey,
    agree: async (other, room) => {
      const bytes = fromBase64(other);
      // Our own, sent back to us, would give keys that work in both directions.
      if (!bytes || other === publicKey) return undefined;
      try {
        const theirs = await crypto.subtle.importKey('raw', bytes, curve, false, []);
        const bits = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256);
        const secret = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey']);
        const [send, receive] = await Promise.all([
          sealKeyOf(secret, room, publicKey),
          sealKeyOf(secret, room, toBase64(bytes)),
        ]);
        return createKeys(send, receive);
      } catch {
        return undefined;
      }
    },
  };
};
