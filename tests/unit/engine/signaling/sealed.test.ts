import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '#core/base/bytes.ts';
import { createRoomSecret } from '../../../../src/engine/signaling/room-link.ts';
import { deriveRoomKeys } from '../../../../src/engine/signaling/room-keys.ts';
import { createSealer } from '../../../../src/engine/signaling/sealed.ts';

const setUp = async () => {
  const { sealKey } = await deriveRoomKeys(createRoomSecret());
  return { sealKey, here: createSealer(sealKey), there: createSealer(sealKey) };
};

describe('sealing', () => {
  it('opens what was sealed, once', async () => {
    const { here, there } = await setUp();
    const sealed = await here.seal('topic', 'text äöü');
    expect(sealed).not.toContain('text');
    expect(await there.open('topic', sealed)).toBe('text äöü');
    expect(await there.open('topic', sealed)).toBeUndefined();
    expect(there.dropped).toEqual({ forged: 0, replayed: 1 });
  });

  it('opens a copy once for each scope', async () => {
    const { here, there } = await setUp();
    const sealed = await here.seal('topic', 'text');
    expect(await there.open('topic', sealed, 'one relay')).toBe('text');
    expect(await there.open('topic', sealed, 'another')).toBe('text');
    expect(await there.open('topic', sealed, 'another')).toBeUndefined();
  });

  it('opens one of two copies that come at the same time', async () => {
    const { here, there } = await setUp();
    const sealed = await here.seal('topic', 'text');
    const opened = await Promise.all([there.open('topic', sealed), there.open('topic', sealed)]);
    expect(opened.filter((text) => text !== undefined)).toEqual(['text']);
  });

  it('drops its own texts, other topics, other rooms, damage and rubbish', async () => {
    const { here, there } = await setUp();
    const other = await setUp();
    const sealed = await here.seal('topic', 'text');
    const damaged = fromBase64(sealed) ?? new Uint8Array();
    damaged[20] = (damaged[20] ?? 0) ^ 1;
    expect(await here.open('topic', sealed)).toBeUndefined();
    expect(await there.open('other topic', sealed)).toBeUndefined();
    expect(await other.here.open('topic', sealed)).toBeUndefined();
    expect(await there.open('topic', toBase64(damaged))).toBeUndefined();
    for (const text of ['', 'x', '{"peerId":"x"}', 'A'.repeat(200_000), '💥'])
      expect(await there.open('topic', text)).toBeUndefined();
    expect(there.dropped.forged).toBe(7);
    // A relay that sends rubbish under a nonce it saw does not keep the true text away.
    expect(await there.open('topic', sealed)).toBe('text');
  });
});
