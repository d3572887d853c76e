// docs/RELIABILITY.md: what the runs of the laboratory have shown, and what was not run. Figures are kept beside it.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserKind } from '../e2e/harness/browser-window.ts';
import { markdownTable, percentile } from '../bench/figures.ts';
import { figures, type FigureName, type Figures, type Must, type Row } from './row.ts';
import { table } from './table.ts';

/** All runs of one row with one browser. */
export interface Result {
  readonly row: string;
  readonly browser: BrowserKind;
  /** ISO, without the time of day. */
  readonly date: string;
  readonly machine: string;
  /** Of the machine, averaged over the last five minutes of the runs. */
  readonly load: number;
  readonly runs: readonly Figures[];
  /** Runs in which the call did not come about at all, and why. */
  readonly failures: readonly string[];
}

const page = fileURLToPath(new URL('../../docs/RELIABILITY.md', import.meta.url));
const kept = fileURLToPath(new URL('../../docs/reliability.json', import.meta.url));

const isSame = (one: Result, other: Result): boolean => one.row === other.row && one.browser === other.browser;

/** What was kept of earlier runs. */
export const readResults = (): readonly Result[] =>
  existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as readonly Result[]) : [];

/** Writes the page anew from what was kept, as after a change of the table. */
export const writePage = (results: readonly Result[] = readResults()): void =>
  writeFileSync(page, reliabilityPage(table, results));

export const readPage = (): string => readFileSync(page, 'utf8');

/** Both, as one: later runs are added to earlier ones, and say when and on what machine they were made last. */
export const addRuns = (earlier: Result | undefined, later: Result): Result =>
  earlier
    ? {
        ...later,
        load: Math.max(earlier.load, later.load),
        runs: [...earlier.runs, ...later.runs],
        failures: [...earlier.failures, ...later.failures],
      }
    : later;

/** How often this row was run with this browser, without a call or with one. */
export const runsOf = (row: Row, browser: BrowserKind, results: readonly Result[] = readResults()): number => {
  const result = results.find((each) => each.row === row.id && each.browser === browser);
  return result ? result.runs.length + result.failures.length : 0;
};

/** Puts a result in the place of the one before of the same row and browser, or beside it, and writes the page anew. */
export const writeResult = (result: Result, { isAdded = false } = {}): void => {
  const before = readResults();
  const earlier = isAdded ? before.find((each) => isSame(each, result)) : undefined;
  const all = [...before.filter((each) => !isSame(each, result)), addRuns(earlier, result)];
  // One result a line: a difference between two versions can be read.
  writeFileSync(kept, `[\n${all.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
  writePage(all);
};

const head = `# Reliability

Written by \`npm run lab\`; never edited by hand. The figures of every run are in [reliability.json](reliability.json).

Every person sits in a home of their own: a network namespace behind a router with NAT, all on one machine, with an internet between them that has the page, relays of all kinds, STUN and TURN
([TESTING.md](TESTING.md#the-laboratory)). Two people unless said otherwise. It happens to the last who joined, in the browser named here; the others have Chromium. Of a picture encoded once, the browser is that of the one whose picture it is. "Back" is seen or heard steadily by everybody
who should, measured in the pages. A dash: it did not come about within a minute. A machine with few cores that runs all browsers, cameras and encoders at once, of more than one call, is slower than one browser on one device.

"In the call" is 20 s after everybody saw and heard everybody: Chromium and Firefox learn the pace of a picture from its first seconds, and after a break among them show what comes next up to 3 s late. What is not here: a new address while no relay is left. All paths of a device that moves break at once, and behind NAT nobody lets packets from its
new address in before somebody has told them of it: with no relay and no path there is nobody to tell it. It is back as soon as one relay is. Nor does it help where one of them can be reached
from anywhere: Chromium 156 gathers no address of a new network without a restart of ICE, whose credentials the other must be told first (tried: never back within a minute, with and without a restart).
`;

/** The page for these rows. Pure. */
export const reliabilityPage = (rows: readonly Row[], results: readonly Result[]): string => {
  const lines = rows.flatMap((row) =>
    row.browsers.flatMap((browser) =>
      linesOf(
        row,
        browser,
        results.find((each) => each.row === row.id && each.browser === browser),
      ),
    ),
  );
  const header = ['', 'when', 'browser', 'runs', 'what', 'median', 'worst', 'must', ''];
  return [head, machinesOf(results).join('\n'), '', markdownTable(header, lines), ''].join('\n');
};

/** Others who work on the same machine make everything slower: the load says whether there were any. */
const machinesOf = (results: readonly Result[]): string[] => {
  const where = ({ date, machine }: Result): string => `- ${date}: ${machine}`;
  return [...new Set(results.map(where))].toSorted().map((each) => {
    const loads = results.filter((result) => where(result) === each).map(({ load }) => load);
    return `${each}; load up to ${Math.max(...loads).toFixed(1)}`;
  });
};

const linesOf = (row: Row, browser: BrowserKind, result: Result | undefined): string[][] => {
  const start = [row.event, row.moment, nameOfBrowser[browser]];
  if (!result) return [[...start, 'not run', '', '', '', mustOf(row), '']];
  const { runs, failures } = result;
  const count = `${runs.length + failures.length}`;
  const lines = figuresOf(row, runs).map((figure, index) => {
    const values = runs.map((run) => run[figure]).filter((value) => value !== undefined);
    const must = row.musts.find((each) => each.figure === figure);
    return [
      ...(index === 0 ? [...start, count] : ['', '', '', '']),
      figures[figure][0],
      show(figure, medianOf(values)),
      show(figure, worstOf(values, must)),
      must ? sayMust(must) : '',
      must ? verdictOf(must, values, failures.length) : '',
    ];
  });
  const failed = failures.length === 0 ? [] : [['', '', '', '', `${failures.length} without a call`, '', '', '', '']];
  return [...lines, ...failed];
};

const nameOfBrowser: Readonly<Record<BrowserKind, string>> = { chromium: 'Chromium', firefox: 'Firefox' };

/** What must be kept first, then whatever else was measured. */
const figuresOf = ({ musts }: Row, runs: readonly Figures[]): FigureName[] => {
  const measured = runs.flatMap((run) => Object.keys(run) as FigureName[]);
  return [...new Set([...musts.map(({ figure }) => figure), ...measured])];
};

type Value = number | null;

/** What did not come about is slower than anything that did. */
const asNumber = (value: Value): number => value ?? Infinity;
const asValue = (value: number | undefined): Value => (value === undefined || value === Infinity ? null : value);

const medianOf = (values: readonly Value[]): Value => asValue(percentile(values.map(asNumber), 50));

const worstOf = (values: readonly Value[], must: Must | undefined): Value => {
  if (values.length === 0) return null;
  const numbers = values.map(asNumber);
  return asValue(must?.atLeast === undefined ? Math.max(...numbers) : Math.min(...numbers));
};

const show = (figure: FigureName, value: Value): string => {
  const [, unit] = figures[figure];
  if (value === null) return '-';
  return `${unit === '%' ? value.toFixed(1) : Math.round(value)} ${unit}`.trim();
};

const sayMust = ({ figure, of, atMost, atLeast }: Must): string =>
  `${of === 'p95' ? 'p95 ' : ''}${atLeast === undefined ? 'at most' : 'at least'} ${show(figure, atMost ?? atLeast ?? null)}`;

const mustOf = ({ musts }: Row): string =>
  musts.map((must) => `${figures[must.figure][0]}: ${sayMust(must)}`).join('; ');

/** Whether the runs keep it. A run in which there was no call keeps nothing. */
export const keeps = ({ of, atMost, atLeast }: Must, values: readonly Value[], failures: number): boolean => {
  const lost = Array.from({ length: failures }, () => (atLeast === undefined ? Infinity : -Infinity));
  const all = [...values.map(asNumber), ...lost];
  if (all.length === 0) return false;
  if (atLeast !== undefined) return Math.min(...all) >= atLeast;
  return (percentile(all, of === 'p95' ? 95 : 100) ?? Infinity) <= (atMost ?? Infinity);
};

const verdictOf = (must: Must, values: readonly Value[], failures: number): string =>
  keeps(must, values, failures) ? 'reached' : '**missed**';
