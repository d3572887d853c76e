// Nostr events (NIP-01), signed in under a millisecond.
//
// A signature (BIP-340) is a point R = k·G, which takes milliseconds and knows nothing of what is signed, and a sum, which
// takes next to nothing. So the points are computed in advance, in moments when nobody waits. The libraries do it all in
// one go and verify what they signed: 10 to 20 ms for each text of a join, on a machine that has better things to do.
//
// The key lives as long as the page and stands for nothing: relays ask for a signature, and what is in the event is
// sealed and proved by other means (sealed.ts). k is drawn at random, evenly, and used once, as BIP-340 demands.

import { sha256 } from '@noble/hashes/sha2';
import { etc, Point, utils } from '@noble/secp256k1';
import { concatBytes, utf8 } from '#core/base/bytes.ts';

/** A secret number and the x coordinate of its point, whose y is even (BIP-340: `d` and `bytes(P)`, `k` and `bytes(R)`). */
interface EvenPoint {
  readonly scalar: bigint;
  readonly x: Uint8Array;
}

export interface NostrSigner {
  /**
   * Computes one point in advance, which takes a few milliseconds, and says how urgent the next one is: enough for one
   * join should be there `soon`, the others `later`; `enough` when nothing was left to do.
   */
  prepare(): 'soon' | 'later' | 'enough';
  /** The `EVENT` message of an ephemeral event on `topic`, as JSON. `dateMs`: when it was made, by the wall clock. */
  sign(topic: string, content: string, dateMs: number): string;
}

/** A join takes three or four signatures; those of a room that all come at once have to be computed as they are needed. */
const readyPoints = { soon: 4, later: 12 };

const order = Point.CURVE().n;

/** The number whose point is wanted, or its opposite: of the two one has an even y. */
const drawPoint = (): EvenPoint => {
  const scalar = etc.bytesToNumberBE(utils.randomSecretKey());
  const { x, y } = Point.BASE.multiply(scalar).toAffine();
  return { scalar: y % 2n === 0n ? scalar : order - scalar, x: etc.numberToBytesBE(x) };
};

const challengeTag = sha256(utf8('BIP0340/challenge'));

/** BIP-340: `bytes(R) || bytes((k + e·d) mod n)`, with e = hash(bytes(R) || bytes(P) || m). Uses up `nonce`. */
const signHash = (hash: Uint8Array, key: EvenPoint, nonce: EvenPoint): Uint8Array => {
  const challenge = sha256(concatBytes(challengeTag, challengeTag, nonce.x, key.x, hash));
  const sum = etc.mod(nonce.scalar + etc.mod(etc.bytesToNumberBE(challenge), order) * key.scalar, order);
  return concatBytes(nonce.x, etc.numberToBytesBE(sum));
};

/**
 * The kind under which `topic` is published: ephemeral (20000 to 29999), so that relays keep nothing (NIP-01), and out of
 * the way of those that mean something to relays. 22242 is how a client logs in (NIP-42): relays take such an event, say
 * OK and pass it on to nobody. Spread over all ephemeral kinds, as Trystero does it, one topic in some 250 was mute.
 */
export const kindOf = (topic: string): number => {
  let sum = 0;
  for (let at = 0; at < topic.length; at += 1) sum += topic.charCodeAt(at);
  return 26_000 + (sum % 1_000);
};

/** Makes a signer with a new key. Throws where the browser has no random numbers. */
export const createNostrSigner = (): NostrSigner => {
  let key: EvenPoint | undefined;
  const nonces: EvenPoint[] = [];
  return {
    prepare: () => {
      if (!key) key = drawPoint();
      else if (nonces.length < readyPoints.later) nonces.push(drawPoint());
      else return 'enough';
      return nonces.length < readyPoints.soon ? 'soon' : 'later';
    },
    sign: (topic, content, dateMs) => {
      key ??= drawPoint();
      const pubkey = etc.bytesToHex(key.x);
      const event = { kind: kindOf(topic), tags: [['x', topic]], created_at: Math.floor(dateMs / 1000), content };
      const hash = sha256(utf8(JSON.stringify([0, pubkey, event.created_at, event.kind, event.tags, content])));
      const sig = etc.bytesToHex(signHash(hash, key, nonces.pop() ?? drawPoint()));
      return JSON.stringify(['EVENT', { ...event, pubkey, id: etc.bytesToHex(hash), sig }]);
    },
  };
};
