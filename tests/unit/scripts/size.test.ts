import { describe, expect, test } from 'vitest';
import { type Manifest, reachable } from '../../../scripts/size.ts';

const manifest: Manifest = {
  'index.html': {
    file: 'index.js',
    isEntry: true,
    imports: ['_shared.js'],
    dynamicImports: ['src/call.ts', 'x/mqtt/dist/mqtt.esm.js'],
  },
  '_shared.js': { file: 'shared.js' },
  'src/call.ts': { file: 'call.js', imports: ['_shared.js', 'index.html'], dynamicImports: ['src/torrent.ts'] },
  'x/mqtt/dist/mqtt.esm.js': { file: 'mqtt.js', imports: ['_buffer.js'] },
  '_buffer.js': { file: 'buffer.js' },
  'src/torrent.ts': { file: 'torrent.js' },
};

describe('what a page loads', () => {
  test('before the call: the entry and what it imports at once', () => {
    expect(reachable(manifest, false)).toEqual(['index.js', 'shared.js']);
  });

  test('in a call: everything but the packages left out and what they alone need', () => {
    expect(reachable(manifest, true, ['mqtt', 'torrent'])).toEqual(['call.js', 'index.js', 'shared.js']);
    expect(reachable(manifest, true)).toHaveLength(6);
  });
});
