import { describe, expect, test } from 'vitest';
// @ts-expect-error Plain JavaScript, because it runs before anything is installed.
import * as untyped from '../../../scripts/bootstrap.mjs';

const { installFailure, isAtLeast, isInstalled } = untyped as {
  installFailure(output: string): string;
  isAtLeast(version: string, least: readonly number[]): boolean;
  isInstalled(wanted: string, installed: string): boolean;
};

describe('bootstrap', () => {
  test.each([
    ['20.19.0', true],
    ['20.18.3', false],
    ['18.20.0', false],
    ['22.0.0', true],
    ['24.21.0', true],
  ])('Node %s: %s', (version, expected) => {
    expect(isAtLeast(version, [20, 19])).toBe(expected);
  });

  test.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ETIMEDOUT'])('%s is said as: no registry', (code) => {
    const line = installFailure(`npm error code ${code}\nnpm error network request failed`);
    expect(line).toContain('no package registry can be reached');
    expect(line).not.toContain('\n');
  });

  test('any other failure is said in one line, with the reason', () => {
    const line = installFailure('npm error code EUSAGE\nnpm error The lock file does not fit.\nnpm error more');
    expect(line).toBe('Starling cannot install its packages: The lock file does not fit.');
  });

  const lock = (packages: Record<string, unknown>): string => JSON.stringify({ packages: { '': {}, ...packages } });

  test('knows what npm has installed already', () => {
    const wanted = lock({
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    });
    expect(isInstalled(wanted, lock({ 'node_modules/a': { version: '1.0.0' } }))).toBe(true);
    expect(isInstalled(wanted, lock({ 'node_modules/a': { version: '1.0.1' } }))).toBe(false);
    expect(isInstalled(wanted, lock({}))).toBe(false);
  });
});
