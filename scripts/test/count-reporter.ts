// A Vitest reporter that writes what `npm test` adds up: counts, failures, and why a test was skipped.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';
import type { Failure, Skipped, Tally } from './tally.ts';

/** The environment variable with the path of the file to write. */
export const TALLY_FILE = 'STARLING_TALLY';

type Thrown = Pick<SerializedError, 'message'> & {
  readonly stack?: string | undefined;
  readonly diff?: string | undefined;
};

const describe = (errors: readonly Thrown[]): string =>
  errors
    .map((error) => stripVTControlCharacters([error.stack ?? error.message, error.diff ?? ''].join('\n').trim()))
    .join('\n');

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`;

const tallyOf = (modules: readonly TestModule[], unhandled: readonly Thrown[]): Tally => {
  let passed = 0;
  const failures: Failure[] = [];
  const skipped: Skipped[] = [];
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') passed += 1;
      else if (result.state === 'skipped') {
        skipped.push({ name: nameOf(test), reason: result.note ?? `marked ${test.options.mode}` });
      } else
        failures.push({ name: nameOf(test), message: describe(result.errors ?? [{ message: 'It did not finish.' }]) });
    }
    // A file that cannot be loaded has no tests, but it has errors; so has a failing beforeAll.
    const broken = [module, ...module.children.allSuites()].flatMap((task) => task.errors());
    if (broken.length > 0) failures.push({ name: module.relativeModuleId, message: describe(broken) });
  }
  if (unhandled.length > 0) failures.push({ name: 'an error that no test caught', message: describe(unhandled) });
  return { passed, failures, skipped };
};

// Vitest takes the default export of a file as the reporter.
// oxlint-disable-next-line import/no-default-export
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env[TALLY_FILE];
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(tallyOf(modules, unhandled)));
  }
}
