// What we sign ourselves is checked by the library that would sign it otherwise.

import { hashes, schnorr } from '@noble/secp256k1';
import { sha256 } from '@noble/hashes/sha2';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNostrSigner, kindOf } from '#engine/signaling/nostr-event.ts';

hashes.sha256 = (message) => Uint8Array.from(sha256(message));

interface Event {
  readonly id: string;
  readonly pubkey: string;
  readonly kind: number;
  readonly created_at: number;
  readonly tags: readonly (readonly string[])[];
  readonly content: string;
  readonly sig: string;
}

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

const eventOf = (text: string): Event => (JSON.parse(text) as [string, Event])[1];

const isValid = ({ id, pubkey, kind, created_at, tags, content, sig }: Event): boolean => {
  const hash = sha256(new TextEncoder().encode(JSON.stringify([0, pubkey, created_at, kind, tags, content])));
  return Buffer.from(hash).toString('hex') === id && schnorr.verify(bytes(sig), hash, bytes(pubkey));
};

test('every event is valid, with points made ahead and without, whatever the parity of key and point', () => {
  for (let round = 0; round < 6; round += 1) {
    const signer = createNostrSigner();
    for (let ahead = 0; ahead < round; ahead += 1) signer.prepare();
    for (const content of ['', 'a', '"\\\n', 'é🐦'.repeat(500)]) {
      const event = eventOf(signer.sign('topic', content, 1_790_000_000_999));
      expect(isValid(event)).toBe(true);
      expect(event).toMatchObject({
        kind: kindOf('topic'),
        tags: [['x', 'topic']],
        created_at: 1_790_000_000,
        content,
      });
    }
  }
});

test('a changed word, another key and another signature are not valid', () => {
  const [signer, other] = [createNostrSigner(), createNostrSigner()];
  const [event, stranger] = [eventOf(signer.sign('topic', 'a', 0)), eventOf(other.sign('topic', 'a', 0))];
  expect(isValid({ ...event, content: 'b' })).toBe(false);
  expect(isValid({ ...event, sig: stranger.sig })).toBe(false);
  expect(event.pubkey).not.toBe(stranger.pubkey);
});

// Two signatures with one point would tell the key.
test('no point is used twice', () => {
  const signer = createNostrSigner();
  for (let ahead = 0; ahead < 5; ahead += 1) signer.prepare();
  const points = Array.from({ length: 20 }, () => eventOf(signer.sign('topic', 'same', 0)).sig.slice(0, 64));
  expect(new Set(points).size).toBe(20);
});

test('as many points are made ahead as a few joins need, and used ones are made anew', () => {
  const signer = createNostrSigner();
  const fill = (): number => {
    let made = 0;
    while (signer.prepare() !== 'enough') made += 1;
    return made;
  };
  // The key and those of one join come first.
  expect(Array.from({ length: 5 }, () => signer.prepare())).toEqual(['soon', 'soon', 'soon', 'soon', 'later']);
  expect(fill()).toBe(8);
  signer.sign('topic', 'a', 0);
  signer.sign('topic', 'b', 0);
  expect(fill()).toBe(2);
});

// 22242 is a login (NIP-42), which relays pass on to nobody: a topic of that kind was mute.
test('all kinds are ephemeral, and none means anything to relays', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (topic) => {
      expect(kindOf(topic)).toBeGreaterThanOrEqual(26_000);
      expect(kindOf(topic)).toBeLessThan(27_000);
    }),
  );
});
