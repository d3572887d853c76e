import { sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filePath, mimeType, pickEncoding } from '../../../scripts/serve/static-files.ts';

describe('static files', () => {
  test.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['assets/a-12345678.js', 'text/javascript; charset=utf-8'],
    ['manifest.webmanifest', 'application/manifest+json'],
    ['icon.SVG', 'image/svg+xml'],
    ['starling.json', 'application/json'],
    ['what.ever', 'application/octet-stream'],
  ])('%s is %s', (file, type) => {
    expect(mimeType(file)).toBe(type);
  });

  test.each([
    ['/', '/www/index.html'],
    ['/a/b.js', '/www/a/b.js'],
    ['/a%20b.js', '/www/a b.js'],
    ['/a/', '/www/a/index.html'],
  ])('%s names %s', (path, file) => {
    expect(filePath('/www', path)?.split(sep).join('/')).toBe(file);
  });

  test.each(['/../x', '/a/../../x', '/%2e%2e/x', '/..%2fx', '/..%5cx', '/%00', '/%', '/.vite/manifest.json', 'x', ''])(
    '%j names nothing',
    (path) => {
      expect(filePath('/www', path)).toBeNull();
    },
  );

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['', 'identity'],
    [undefined, 'identity'],
  ])('for "%s" sends %s', (accepted, encoding) => {
    expect(pickEncoding(accepted)).toBe(encoding);
  });
});
