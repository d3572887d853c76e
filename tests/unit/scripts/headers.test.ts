import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cacheControl, HEADERS, IMMUTABLE, META_POLICY, REVALIDATE } from '../../../scripts/headers.ts';

/** The values under `for = "<path>"`, in the small part of TOML that the file uses. */
const netlifyHeaders = (path: string): Record<string, string> => {
  const file = readFileSync(join(import.meta.dirname, '../../../netlify.toml'), 'utf8');
  const block = file.split('[[headers]]').find((part) => part.includes(`for = "${path}"`)) ?? '';
  const values = block.split('[headers.values]')[1] ?? '';
  return Object.fromEntries(
    [...values.matchAll(/^\s*([A-Za-z-]+) = "(.*)"$/gm)].map(([, name = '', value = '']) => [name, value] as const),
  );
};

describe('headers', () => {
  test('netlify.toml sends the very headers of our own server', () => {
    expect(netlifyHeaders('/*')).toEqual(HEADERS);
    expect(netlifyHeaders('/assets/*')).toEqual({ 'Cache-Control': IMMUTABLE });
  });

  test('the policy allows nothing unsafe and nobody else', () => {
    const policy = HEADERS['Content-Security-Policy'];
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
  });

  test('the policy for a page without headers leaves out only what a page cannot say', () => {
    expect(`${META_POLICY}; frame-ancestors 'none'`.split('; ').sort()).toEqual(
      HEADERS['Content-Security-Policy']?.split('; ').sort(),
    );
  });

  test.each([
    ['/assets/index-BkY3_a-9.js', IMMUTABLE],
    ['/assets/index--_rWUf6B.css', IMMUTABLE],
    ['/index.html', REVALIDATE],
    ['/sw.js', REVALIDATE],
    ['/starling.json', REVALIDATE],
    ['/icons/icon-192.png', REVALIDATE],
    ['/manifest.webmanifest', REVALIDATE],
  ])('%s is cached with "%s"', (path, expected) => {
    expect(cacheControl(path)).toBe(expected);
  });
});
