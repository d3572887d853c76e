// The vectors were computed by another program (HKDF-SHA-256 in Python): two versions of the app must meet under the same topic.

import { expect, test } from 'vitest';
import { toBase64 } from '#core/base/bytes.ts';
import type { PersonId, RoomSecret } from '#core/base/ids.ts';
import { deriveRoomKeys } from '#engine/signaling/room-keys.ts';
import vectors from '../../../vectors/room-link.json' with { type: 'json' };

test.each(vectors.keys)(
  'the keys of $secret are those of every version',
  async ({ secret, topic, password, bindingId, inboxes }) => {
    const keys = await deriveRoomKeys(secret as RoomSecret);
    expect({ topic: keys.topic, password: keys.password, bindingId: toBase64(keys.bindingId) }).toEqual({
      topic,
      password,
      bindingId,
    });
    for (const [person, inbox] of Object.entries(inboxes)) expect(await keys.inbox(person as PersonId)).toBe(inbox);
  },
);

test('everything differs from room to room, and every inbox from person to person', async () => {
  const all = vectors.keys.flatMap(({ secret, topic, password, bindingId, inboxes }) => [
    secret,
    topic,
    password,
    bindingId,
    ...Object.values(inboxes),
  ]);
  expect(new Set(all).size).toBe(all.length);
});

test('the key that seals cannot be read out', async () => {
  const { sealKey } = await deriveRoomKeys(vectors.keys[0]!.secret as RoomSecret);
  expect(sealKey.extractable).toBe(false);
  await expect(crypto.subtle.exportKey('raw', sealKey)).rejects.toThrow();
});
