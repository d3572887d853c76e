import { describe, expect, test } from 'vitest';
import { addUp, parseWish, summary } from '../../../scripts/test/tally.ts';

const lastLine = (text: string): string | undefined => text.split('\n').at(-1);

describe('the tally of npm test', () => {
  test('ends with the counts', () => {
    const tally = addUp([
      { passed: 2, failures: [], skipped: [] },
      { passed: 1, failures: [{ name: 'Lint', message: 'a\nb' }], skipped: [] },
    ]);
    expect(lastLine(summary(tally))).toBe('3 passed, 1 failed');
    expect(summary(tally)).toContain('  Lint\n    a\n    b');
  });

  test('says why tests were skipped', () => {
    const text = summary({ passed: 5, failures: [], skipped: [{ name: 'camera', reason: 'no camera here' }] });
    expect(text).toContain('camera: no camera here');
    expect(lastLine(text)).toBe('5 passed, 0 failed, 1 skipped');
  });

  test.each([
    [[], { isFast: false, step: undefined, filters: [] }],
    [['--fast'], { isFast: true, step: undefined, filters: [] }],
    [['e2e', 'offline', 'chat'], { isFast: false, step: 'e2e', filters: ['offline', 'chat'] }],
  ])('understands %j', (args, expected) => {
    expect(parseWish(args, ['unit', 'e2e'])).toEqual(expected);
  });

  test.each([[['e3e']], [['--fast', 'e2e']], [['--quick']]])('refuses %j in one sentence', (args) => {
    expect(parseWish(args, ['unit', 'e2e'])).toHaveProperty('error', expect.stringMatching(/^[^\n]+\.$/));
  });
});
