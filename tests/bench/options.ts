// What was asked for after `npm run bench -- <which>`. Pure.

export interface Asked {
  /** All words that are no flags. */
  readonly words: readonly string[];
  readonly runs: number;
  /** Keeps what was measured before and adds what is missing. */
  readonly isContinued: boolean;
  readonly isDry: boolean;
  /** Only writes the page from what was measured before. */
  readonly isPageOnly: boolean;
  /** Flags that only one benchmark knows. */
  readonly more: ReadonlySet<string>;
}

interface Known {
  readonly defaultRuns: number;
  readonly isWord: (word: string) => boolean;
  readonly flags?: readonly string[];
}

/** Undefined where something means nothing. */
export const readAsked = (
  options: readonly string[],
  { defaultRuns, isWord, flags = [] }: Known,
): Asked | undefined => {
  const runsAt = options.indexOf('--runs');
  const runs = runsAt < 0 ? defaultRuns : Number(options[runsAt + 1]);
  const rest = runsAt < 0 ? options : options.toSpliced(runsAt, 2);
  const words = rest.filter((word) => !word.startsWith('--'));
  const flagged = new Set(rest.filter((word) => word.startsWith('--')));
  const known = ['--continue', '--dry', '--page', ...flags];
  const isUnderstood = words.every(isWord) && [...flagged].every((flag) => known.includes(flag));
  if (!isUnderstood || !Number.isInteger(runs) || runs < 1) return undefined;
  return {
    words,
    runs,
    isContinued: flagged.has('--continue'),
    isDry: flagged.has('--dry'),
    isPageOnly: flagged.has('--page'),
    more: flagged,
  };
};

/** Those of `all` that are named; all where none is. */
export const namedOf = <T extends string>(all: readonly T[], words: readonly string[]): readonly T[] => {
  const named = all.filter((each) => words.includes(each));
  return named.length > 0 ? named : all;
};
