// Adds up what every step of `npm test` found and says it plainly.

export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

export interface Failure {
  readonly name: string;
  readonly message: string;
}

/** What one step found. A step that is one command counts as one test. */
export interface Tally {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly skipped: readonly Skipped[];
}

export const addUp = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
  failures: tallies.flatMap((tally) => tally.failures),
  skipped: tallies.flatMap((tally) => tally.skipped),
});

const LONGEST = 40;

/** Long output is cut: what was printed on the way has all of it. */
const indented = (text: string): string => {
  const lines = text.trim().split('\n');
  const cut = lines.length > LONGEST ? [...lines.slice(0, LONGEST), `(${lines.length - LONGEST} more lines)`] : lines;
  return cut.map((line) => `    ${line}`).join('\n');
};

/** The end of the output; its last line is always `N passed, N failed`, with `, N skipped` when there are any. */
export const summary = ({ passed, failures, skipped }: Tally): string => {
  const parts: string[] = [];
  if (skipped.length > 0) {
    parts.push('Skipped:', ...skipped.map(({ name, reason }) => `  ${name}: ${reason}`), '');
  }
  if (failures.length > 0) {
    parts.push('Failed:', ...failures.map(({ name, message }) => `  ${name}\n${indented(message)}`), '');
  }
  const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  parts.push(`${passed} passed, ${failures.length} failed${tail}`);
  return parts.join('\n');
};

/** How npm test was called: `--fast`, or the name of a step and words that narrow it. */
export interface Wish {
  readonly isFast: boolean;
  readonly step: string | undefined;
  readonly filters: readonly string[];
}

export const parseWish = (args: readonly string[], steps: readonly string[]): Wish | { readonly error: string } => {
  const words = args.filter((word) => word !== '--fast' && word !== '--');
  const isFast = args.includes('--fast');
  const [step, ...filters] = words;
  if (step !== undefined && !steps.includes(step)) {
    return { error: `There is no step "${step}". There are: ${steps.join(', ')}.` };
  }
  if (step !== undefined && isFast) return { error: '--fast and the name of a step do not go together.' };
  return { isFast, step, filters };
};
