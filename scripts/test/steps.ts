// The steps of `npm test`, in the order in which a failure is cheapest to find.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildIfChanged, ROOT } from '../build-if-changed.ts';
import { TALLY_FILE } from './count-reporter.ts';
import { installLaboratory } from './laboratory.ts';
import { runCommand } from './processes.ts';
import type { Tally } from './tally.ts';

export interface Step {
  readonly name: string;
  readonly title: string;
  readonly isFast: boolean;
  readonly needsBrowsers: boolean;
  run(filters: readonly string[]): Promise<Tally>;
}

const verdict = (name: string, isOk: boolean, message: string): Tally =>
  isOk ? { passed: 1, failures: [], skipped: [] } : { passed: 0, failures: [{ name, message }], skipped: [] };

/** A command whose exit code is the one test. */
const command = (name: string, title: string, [program = '', ...args]: readonly string[], isFast = false): Step => ({
  name,
  title,
  isFast,
  needsBrowsers: false,
  run: async () => {
    const { isOk, output } = await runCommand({ command: program, args });
    return verdict(title, isOk, output);
  },
});

const readTally = async (file: string): Promise<Tally | null> => {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Tally);
};

/** A Vitest project, whose tests count one by one. */
const project = (
  name: string,
  vitestName: string,
  title: string,
  kind: { isFast?: boolean; needsBrowsers?: boolean },
): Step => ({
  name,
  title,
  isFast: kind.isFast ?? false,
  needsBrowsers: kind.needsBrowsers ?? false,
  run: async (filters) => {
    const file = join(ROOT, '.cache', 'tally', `${name}.json`);
    await rm(file, { force: true });
    const reporters = ['--reporter=default', `--reporter=${join(import.meta.dirname, 'count-reporter.ts')}`];
    const { isOk } = await runCommand({
      command: 'vitest',
      args: ['run', '--project', vitestName, '--passWithNoTests', ...reporters, ...filters],
      env: { [TALLY_FILE]: file },
      isShown: true,
    });
    const tally = (await readTally(file)) ?? { passed: 0, failures: [], skipped: [] };
    // Vitest may also fail for a reason that belongs to no test, such as a browser that doesn't start.
    if (isOk || tally.failures.length > 0) return tally;
    return { ...tally, failures: [{ name: title, message: 'Vitest ended with an error; its output is above.' }] };
  },
});

/** A few rows of the laboratory's table; where there is none, its tests say why. */
const laboratory: Step = project('lab', 'lab', 'The laboratory', { needsBrowsers: true });

const build: Step = {
  name: 'build',
  title: 'Build',
  isFast: false,
  needsBrowsers: false,
  run: () =>
    buildIfChanged().then(
      () => verdict('Build', true, ''),
      (error: unknown) =>
        verdict('Build', false, error instanceof Error ? (error.stack ?? error.message) : String(error)),
    ),
};

export const STEPS: readonly Step[] = [
  command('types', 'Types', ['tsc', '-b'], true),
  command('lint', 'Lint', ['oxlint', '--type-aware', '--quiet']),
  command('format', 'Format', ['oxfmt', '--check']),
  command('knip', 'Unused code', ['knip']),
  project('unit', 'node', 'Unit and simulation', { isFast: true }),
  build,
  command('size', 'Size', ['node', 'scripts/size.ts']),
  project('browser', 'browser', 'In a browser', { needsBrowsers: true }),
  project('firefox', 'firefox', 'In Firefox', { needsBrowsers: true }),
  project('e2e', 'e2e', 'End to end', { needsBrowsers: true }),
  {
    ...laboratory,
    run: async (filters) => {
      await installLaboratory();
      return laboratory.run(filters);
    },
  },
];

/** These work on the built app. */
export const NEEDS_BUILD = new Set(['size', 'e2e', 'lab']);
