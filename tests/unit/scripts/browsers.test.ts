import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { firstOf } from '../../../scripts/test/browsers.ts';

const folder = mkdtempSync(join(tmpdir(), 'starling-browsers-'));
const place = (name: string, mode: number): string => {
  writeFileSync(join(folder, name), '');
  chmodSync(join(folder, name), mode);
  return join(folder, name);
};
const second = place('second', 0o755);
place('plain-file', 0o644);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('finds a browser by its names, then by its places', () => {
  const path = ['/nowhere', folder].join(delimiter);
  expect(firstOf(['first', 'second'], [], path)).toBe(second);
  expect(firstOf(['plain-file'], [], path)).toBeNull();
  expect(firstOf(['none'], ['/nowhere/else', second], '')).toBe(second);
});
