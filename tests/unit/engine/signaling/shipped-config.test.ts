import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtInIceServers, builtInName, builtInRelays } from '#engine/signaling/built-in-relays.ts';
import { parseInstanceConfig } from '#engine/signaling/instance-config.ts';

test('the starling.json that ships says what is built in, so that whoever hosts the page sees what there is to change', () => {
  const shipped: unknown = JSON.parse(readFileSync('public/starling.json', 'utf8'));
  expect(shipped).toEqual({
    name: builtInName,
    relays: builtInRelays,
    iceServers: builtInIceServers,
    encodeOnce: true,
  });
  expect(parseInstanceConfig(shipped, 'https://example.org/').problems).toEqual([]);
});
