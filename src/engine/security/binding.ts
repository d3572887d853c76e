// Binds a person to the wire: the signed part of hello covers both DTLS fingerprints, both people and the room. Without
// it, whoever carries the signaling could sit in the middle (RFC 8827 section 7), and a fingerprint could be passed on
// to somebody else (RFC 8844).

import { concatBytes, fromBase64, toBase64, utf8 } from '#core/base/bytes.ts';
import { AppError } from '#core/base/errors.ts';
import type { PersonId } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { Hello } from '#core/wire/call-messages.ts';
import { personIdOf, verify, type Identity } from './identity.ts';

/** The two ends of one connection, seen from the signer. */
export interface Wire {
  /** RoomKeys.bindingId, 32 bytes. */
  readonly room: Uint8Array;
  readonly signer: PersonId;
  readonly other: PersonId;
  /** What `fingerprintOf` gives; of a carried conversation page load and fresh key. */
  readonly signerFingerprint: string;
  readonly otherFingerprint: string;
  /** The two have no connection of their own: a third person carries what they say. */
  readonly isCarried?: boolean;
}

/** Neither kind of hello can be used as the other. */
const labelOf = ({ isCarried = false }: Wire): string => (isCarried ? 'starling carried 1' : 'starling hello 1');

/**
 * The one DTLS fingerprint of a session description, as `sha-256 AB:CD…` in upper case; undefined when there is none, or
 * when its media lines disagree (a description that was tampered with).
 */
export const fingerprintOf = (sdp: string): string | undefined => {
  const found = new Set<string>();
  for (const [, hash = '', value = ''] of sdp.matchAll(/^a=fingerprint:(\S+)\s+([0-9A-Fa-f:]+)\s*$/gm)) {
    found.add(`${hash.toLowerCase()} ${value.toUpperCase()}`);
  }
  const [only, ...more] = found;
  return more.length === 0 && only?.startsWith('sha-256 ') ? only : undefined;
};

/** What is signed: every part with its length in front, so that no two wires give the same bytes. */
const wireBytes = (wire: Wire): Uint8Array<ArrayBuffer> => {
  const texts = [wire.signer, wire.other, wire.signerFingerprint, wire.otherFingerprint].map(utf8);
  const parts = [utf8(labelOf(wire)), wire.room, ...texts];
  return concatBytes(...parts.flatMap((part) => [new Uint8Array([part.length >> 8, part.length & 255]), part]));
};

/** The parts of hello that prove who we are. */
export const signWire = async (
  identity: Identity,
  wire: Wire,
): Promise<Pick<Hello, 'identity' | 'seat' | 'signature'>> => ({
  identity: toBase64(identity.publicKey),
  seat: identity.seat,
  signature: toBase64(await identity.sign(wireBytes(wire))),
});

/** Checks somebody's hello against the wire on which it came. Code: security/wrong-identity. */
export const checkWire = async (
  hello: Pick<Hello, 'identity' | 'seat' | 'signature'>,
  wire: Wire,
): Promise<Result<Uint8Array<ArrayBuffer>, AppError>> => {
  const publicKey = fromBase64(hello.identity);
  const signature = fromBase64(hello.signature);
  const wrong = (what: string) => fail(new AppError('security/wrong-identity', { what }));
  if (publicKey?.length !== 32 || signature?.length !== 64) return wrong('form');
  // Side by side: a join waits for both.
  const [person, isSigned] = await Promise.all([
    personIdOf(publicKey, hello.seat),
    verify(publicKey, signature, wireBytes(wire)),
  ]);
  if (person !== wire.signer) return wrong('person');
  return isSigned ? ok(publicKey) : wrong('signature');
};
