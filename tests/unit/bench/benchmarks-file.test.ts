import { expect, test } from 'vitest';
import { withSection } from '../../bench/benchmarks-file.ts';

test('each benchmark replaces its own section and leaves the others alone', () => {
  const one = withSection('# Benchmarks\n', 'join', '## Join\n\nold');
  const two = withSection(one, 'landing', '## Landing');
  const three = withSection(two, 'join', '## Join\n\nnew');
  expect(three).toContain('new');
  expect(three).not.toContain('old');
  expect(three).toContain('## Landing');
  expect(withSection(three, 'join', '## Join\n\nnew')).toBe(three);
});
