import { describe, expect, test } from 'vitest';
import { type Budgets, type Manifest, weigh } from '../../../scripts/size.ts';

const manifest: Manifest = {
  'index.html': {
    file: 'index.js',
    isEntry: true,
    imports: ['_shared.js'],
    dynamicImports: ['src/landing.tsx', 'src/call.ts', 'src/settings.tsx'],
  },
  '_shared.js': { file: 'shared.js' },
  'src/landing.tsx': { file: 'landing.js', imports: ['index.html', '_sky.js'], dynamicImports: ['src/settings.tsx'] },
  '_sky.js': { file: 'sky.js' },
  'src/call.ts': {
    file: 'call.js',
    imports: ['_shared.js', 'index.html'],
    dynamicImports: ['x/mqtt.js', 'src/new.tsx'],
  },
  'src/settings.tsx': { file: 'settings.js', imports: ['_shared.js', '_form.js'], dynamicImports: ['src/fonts.ts'] },
  '_form.js': { file: 'form.js' },
  'x/mqtt.js': { file: 'mqtt.js', imports: ['_buffer.js'] },
  '_buffer.js': { file: 'buffer.js' },
  'src/new.tsx': { file: 'new.js' },
  'src/fonts.ts': { file: 'fonts.js' },
  '_shared.css': { file: 'shared.css' },
};

const budgets: Budgets = {
  start: { what: 'start', gzipKb: 1, loads: ['src/landing.tsx'] },
  call: { what: 'call', gzipKb: 2 },
  onDemand: { what: 'asked for', gzipKb: 3, chunks: { 'src/landing.tsx': 'no link', 'src/settings.tsx': 'settings' } },
  networks: { what: 'network', gzipKb: 4, chunks: { 'x/mqtt.js': 'a broker' } },
};

const filesOf = (what: string, changed: Partial<Budgets> = {}, built = manifest): readonly string[] | undefined =>
  weigh(built, { ...budgets, ...changed }).find((each) => each.what === what)?.files;

describe('what a page loads', () => {
  test('before the call: the entry, the first screen, and what they import at once', () => {
    expect(filesOf('start')).toEqual(['index.js', 'landing.js', 'shared.js', 'sky.js']);
    expect(filesOf('start', { start: { what: 'start', gzipKb: 1, loads: [] } })).toEqual(['index.js', 'shared.js']);
  });

  test('in a call: everything but what is declared as loaded on demand, and what that alone needs', () => {
    expect(filesOf('call')).toEqual(['call.js', 'index.js', 'new.js', 'shared.js']);
  });

  test('in a call: a chunk that nobody declared', () => {
    const none = { onDemand: { ...budgets.onDemand, chunks: {} }, networks: { ...budgets.networks, chunks: {} } };
    expect(filesOf('call', none)).toHaveLength(11);
  });

  test('in a call: a declared chunk that something imports at once', () => {
    const call = { ...manifest['src/call.ts'], file: 'call.js', imports: ['src/settings.tsx'] };
    expect(filesOf('call', {}, { ...manifest, 'src/call.ts': call })).toContain('settings.js');
  });

  test('on demand: a chunk with what is not there yet', () => {
    expect(filesOf('asked for: settings')).toEqual(['form.js', 'settings.js']);
    expect(filesOf('asked for: no link')).toEqual(['landing.js', 'sky.js']);
    expect(filesOf('network: a broker')).toEqual(['buffer.js', 'mqtt.js']);
  });

  test('a declaration that fits no chunk is an error', () => {
    const chunks = { ...budgets.onDemand.chunks, 'src/gone.tsx': 'renamed' };
    expect(() => filesOf('call', { onDemand: { ...budgets.onDemand, chunks } })).toThrow('src/gone.tsx');
  });
});
