// Everything that is derived from the room's secret (HKDF-SHA-256, RFC 5869; DESIGN D3). Relays see only what follows from `topic`.

import { concatBytes, fromBase58, toBase58, utf8 } from '#core/base/bytes.ts';
import type { PersonId, RoomSecret } from '#core/base/ids.ts';

export interface RoomKeys {
  /** What relays may see in place of the room; also Trystero's room id. */
  readonly topic: string;
  /** Trystero's password. */
  readonly password: string;
  /** AES-256-GCM: seals everything that goes through a relay. Whoever has the link has this key. */
  readonly sealKey: CryptoKey;
  /** 32 bytes that name the room inside signatures; says nothing about the secret. */
  readonly bindingId: Uint8Array<ArrayBuffer>;
  /** The topic on which `person` hears signaling. */
  inbox(person: PersonId): Promise<string>;
}

/** Derives all keys of a room. Rejects never for a secret that `parseRoomLink` let through. */
export const deriveRoomKeys = async (secret: RoomSecret): Promise<RoomKeys> => {
  const material = fromBase58(secret) ?? utf8(secret);
  const root = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const algorithm = (purpose: string): HkdfParams => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: utf8('starling/1'),
    info: utf8(purpose),
  });
  const bytes = async (purpose: string, length: number): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await crypto.subtle.deriveBits(algorithm(purpose), root, length * 8));
  const [topic, password, inboxSeed, bindingId, sealKey] = await Promise.all([
    bytes('topic', 20),
    bytes('password', 32),
    bytes('inbox', 32),
    bytes('binding', 32),
    crypto.subtle.deriveKey(algorithm('seal'), root, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
  ]);
  return {
    topic: toBase58(topic),
    password: toBase58(password),
    sealKey,
    bindingId,
    inbox: async (person) => {
      const digest = await crypto.subtle.digest('SHA-256', concatBytes(inboxSeed, utf8(person)));
      return toBase58(new Uint8Array(digest).subarray(0, 20));
    },
  };
};
