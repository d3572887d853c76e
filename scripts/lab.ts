// `npm run lab -- [words of rows] [runs]`: plays the rows of the laboratory's table and writes docs/RELIABILITY.md.
// Words are parts of ids (`cut`, `move-joining`) or browsers; without any, all rows. `--dry` writes nothing, `--page` only the page,
// from earlier runs, `--tell` what each page went through, too. `--fill` adds runs to the earlier ones, one call of each row after
// the other, until every row has as many as it is to have (or as the number says): it can be stopped and go on another day.
// `--calls=3` lets several calls of it be at once, as much as three calls of two people with Chromium: most of the time a call waits.

import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import process from 'node:process';
import type { BrowserKind } from '../tests/e2e/harness/browser-window.ts';
import { runsOf, writePage, writeResult, type Result } from '../tests/lab/report.ts';
import { runRow } from '../tests/lab/run-row.ts';
import { figures, type Figures, type FigureName, type Row } from '../tests/lab/row.ts';
import { table } from '../tests/lab/table.ts';
import { buildIfChanged } from './build-if-changed.ts';
import { findChromium, findFirefox, haveBrowsers } from './test/browsers.ts';
import { installLaboratory, whyNoLaboratory } from './test/laboratory.ts';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

interface Cell {
  readonly row: Row;
  readonly browser: BrowserKind;
}

const isBrowser = (word: string): word is BrowserKind => word === 'chromium' || word === 'firefox';

const chosen = (words: readonly string[]): Cell[] => {
  const ids = words.filter((word) => !isBrowser(word));
  const browsers = words.filter(isBrowser);
  // A whole id means that row alone: `move` is not `move-joining`.
  const isChosen = ({ id }: Row): boolean =>
    ids.length === 0 || ids.some((word) => (table.some((row) => row.id === word) ? id === word : id.includes(word)));
  return table
    .filter(isChosen)
    .flatMap((row) => row.browsers.map((browser) => ({ row, browser })))
    .filter(({ browser }) => browsers.length === 0 || browsers.includes(browser));
};

const inWords = (measured: Figures): string =>
  Object.entries(measured)
    .map(([name, value]) => {
      const [words, unit] = figures[name as FigureName];
      return `${words} ${value === null ? 'never' : `${unit === '%' ? value.toFixed(1) : Math.round(value)} ${unit}`.trim()}`;
    })
    .join(', ');

const versionOf = (path: string | null): string =>
  path === null
    ? ''
    : execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

const machine = (): string => {
  const [cpu] = cpus();
  const chromium = versionOf(findChromium()).split(' ').slice(0, 2).join(' ');
  return `${cpus().length} cores (${cpu?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB; ${chromium}, ${versionOf(findFirefox())}, Node ${process.versions.node}`;
};

interface Plan {
  /** Counts from 0. */
  readonly from: number;
  readonly runs: number;
  readonly isTold: boolean;
}

const runCell = async ({ row, browser }: Cell, { from, runs, isTold }: Plan): Promise<Result> => {
  const measured: Figures[] = [];
  const failures: string[] = [];
  while (measured.length + failures.length < runs) {
    const done = measured.length + failures.length;
    const at = `${row.id}, ${browser}, ${from + done + 1}/${from + runs}`;
    try {
      const results = await runRow(row, { browser, run: from + done, most: runs - done, isTold, note: say });
      measured.push(...results);
      for (const result of results) say(`${at}: ${inWords(result)}`);
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      failures.push(message.split('\n')[0] ?? '');
      say(`${at}: no call. ${message}`);
    }
  }
  const date = new Date().toISOString().slice(0, 10);
  return { row: row.id, browser, date, machine: machine(), load: loadavg()[1] ?? 0, runs: measured, failures };
};

interface FillOptions {
  readonly wanted: number | undefined;
  readonly isTold: boolean;
  /** How much may be at once, in calls of two people with Chromium. */
  readonly calls: number;
}

/**
 * What a call takes of the machine. Each pair has its pictures; and Firefox paints by itself what a graphics card would, also
 * while nothing comes: two of them at once on two cores, and what is measured is the machine.
 */
const weightOf = ({ row: { nats }, browser }: Cell): number =>
  (nats.length * (nats.length - 1)) / 4 + 0.5 + (browser === 'firefox' ? 1 : 0);

/** The cell that has had least of what it is to have, of those that are not in a call now and have room beside the others. */
const nextOf = (cells: readonly Cell[], running: readonly Cell[], { wanted, calls }: FillOptions): Cell | undefined => {
  const taken = running.reduce((sum, cell) => sum + weightOf(cell), 0);
  const doneOf = ({ row, browser }: Cell): number => runsOf(row, browser) / (wanted ?? row.runs);
  return cells
    .filter((cell) => !running.includes(cell) && doneOf(cell) < 1)
    .filter((cell) => taken === 0 || taken + weightOf(cell) <= calls)
    .toSorted((one, other) => doneOf(one) - doneOf(other))[0];
};

/** A call of each row, and again, as long as one of them has had less than it is to have. */
const fill = async (cells: readonly Cell[], options: FillOptions): Promise<void> => {
  const running = new Map<Cell, Promise<void>>();
  const play = async (cell: Cell): Promise<void> => {
    const from = runsOf(cell.row, cell.browser);
    const runs = Math.min(cell.row.perCall ?? 1, (options.wanted ?? cell.row.runs) - from);
    writeResult(await runCell(cell, { from, runs, isTold: options.isTold }), { isAdded: true });
    running.delete(cell);
  };
  for (;;) {
    const cell = nextOf(cells, [...running.keys()], options);
    if (cell) running.set(cell, play(cell));
    else if (running.size === 0) return;
    else await Promise.race(running.values());
  }
};

const numberOf = (args: readonly string[], name: string): number | undefined => {
  const given = args.find((arg) => arg.startsWith(`--${name}=`));
  return given === undefined ? undefined : Number(given.slice(name.length + 3));
};

const main = async (): Promise<void> => {
  const args = process.argv.slice(2);
  if (args.includes('--page')) return writePage();
  const words = args.filter((arg) => !arg.startsWith('--') && !/^\d+$/.test(arg));
  const runs = args.find((arg) => /^\d+$/.test(arg));
  const cells = chosen(words);
  if (cells.length === 0) {
    say(`No row is called ${words.join(' ')}. There are: ${table.map(({ id }) => id).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  await installLaboratory();
  const browsers = await haveBrowsers();
  const missing = whyNoLaboratory() ?? ('error' in browsers ? browsers.error : undefined);
  if (missing !== undefined) {
    say(missing);
    process.exitCode = 1;
    return;
  }
  await buildIfChanged();
  const wanted = runs === undefined ? undefined : Number(runs);
  const isTold = args.includes('--tell');
  if (args.includes('--fill')) return fill(cells, { wanted, isTold, calls: numberOf(args, 'calls') ?? 1 });
  for (const cell of cells) {
    const result = await runCell(cell, { from: 0, runs: wanted ?? cell.row.runs, isTold });
    if (!args.includes('--dry')) writeResult(result);
  }
};

// Browsers, namespaces and all that lives in them end with this process; see tests/lab/warden.ts.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

await main();
