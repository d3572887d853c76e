// Runs the join benchmark and writes its figures, its goal and what it ran on to docs/BENCHMARKS.md.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inMs, markdownTable, percentile } from './figures.ts';
import { writeSection } from './benchmarks-file.ts';
import { machine } from './machine.ts';
import { measureJoins, type Contender, type JoinSample, type Start, type Window } from './join.ts';

const defaultJoins = 20;
const goalRatio = 0.7;
const goalSpread = 2;

/**
 * A phone's. Where there is no graphics card the processor draws, and what is drawn in large windows is taken from the
 * join: `--window` shows how much.
 */
const phone: Window = { width: 360, height: 720 };

const stages = [
  'relay-open',
  'offer',
  'announced',
  'link',
  'answer',
  'ice-connected',
  'dtls-connected',
  'hello',
  'first-frame',
];

/** `options`: how many joins of each kind; `--window=1280x720`; `--dry` prints without writing the file. */
export const runJoinBench = async (options: readonly string[]): Promise<void> => {
  const joins = Number(options.find((option) => /^\d+$/.test(option)) ?? defaultJoins);
  const window = windowOf(options);
  const samples = await measureJoins(joins, window, (line) => process.stderr.write(`${line}\n`));
  const report = writeReport(samples, joins, window);
  process.stdout.write(report);
  const section = window === phone ? 'join' : `join-${window.width}x${window.height}`;
  if (!options.includes('--dry')) writeSection(section, report);
};

const windowOf = (options: readonly string[]): Window => {
  const [, width, height] = /^--window=(\d+)x(\d+)$/m.exec(options.join('\n')) ?? [];
  return width && height ? { width: Number(width), height: Number(height) } : phone;
};

const firstFrames = (samples: readonly JoinSample[], contender: Contender, start: Start): number[] =>
  samples.filter((each) => each.contender === contender && each.start === start).map(({ firstFrame }) => firstFrame);

const writeReport = (
  samples: readonly JoinSample[],
  joins: number,
  { width, height }: Window,
): string => `## Join: the click on "Join call" to the first picture of the other, in windows of ${width} x ${height}

${joins} joins of each kind, two Chromium contexts on one machine, in turns; somebody is in the room already and has gone quiet.
Both pages: same windows (no graphics card here: drawing costs the same processor), same local Nostr relay, same fake camera, opened before the click. Cold: a fresh browser context, the click as
soon as the camera is open. Warm: the green room has been open for three seconds. A picture counts when it can be seen. Plain Trystero: \`joinRoom\` and
\`addStream\` as its README shows them.

${machine(`Trystero ${packageVersion('@trystero-p2p/nostr')}`)}

${totals(samples)}

${goals(samples)}

### By stage

Median time from the click, on the side of whoever joins. Negative: done before the click. Dash: no such stage there.

${byStage(samples)}
`;

const packageVersion = (name: string): string => {
  const file = fileURLToPath(new URL(`../../node_modules/${name}/package.json`, import.meta.url));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};

const totals = (samples: readonly JoinSample[]): string =>
  markdownTable(
    ['', 'p50', 'p95'],
    everyKind((contender, start) => {
      const times = firstFrames(samples, contender, start);
      return [`${contender}, ${start}`, inMs(percentile(times, 50)), inMs(percentile(times, 95))];
    }),
  );

const goals = (samples: readonly JoinSample[]): string =>
  (['cold', 'warm'] as const)
    .map((start) => {
      const ours = firstFrames(samples, 'Starling', start);
      const theirs = firstFrames(samples, 'plain Trystero', start);
      const ratio = (percentile(ours, 50) ?? Number.NaN) / (percentile(theirs, 50) ?? Number.NaN);
      const spread = (percentile(ours, 95) ?? Number.NaN) / (percentile(ours, 50) ?? Number.NaN);
      return `- ${start}: p50 is ${ratio.toFixed(2)} of plain Trystero's (goal: at most ${goalRatio}, ${verdict(ratio <= goalRatio)}); p95 is ${spread.toFixed(2)} times p50 (goal: below ${goalSpread}, ${verdict(spread < goalSpread)}).`;
    })
    .join('\n');

const verdict = (isReached: boolean): string => (isReached ? 'reached' : '**missed**');

const byStage = (samples: readonly JoinSample[]): string =>
  markdownTable(
    ['', ...stages],
    everyKind((contender, start) => {
      const chosen = samples.filter((each) => each.contender === contender && each.start === start);
      const median = (stage: string): string =>
        inMs(
          percentile(
            chosen
              .map((each) => (stage === 'first-frame' ? each.firstFrame : each.stages[stage]))
              .filter((time) => time !== undefined),
            50,
          ),
        );
      return [`${contender}, ${start}`, ...stages.map(median)];
    }),
  );

const everyKind = (row: (contender: Contender, start: Start) => string[]): string[][] =>
  (['cold', 'warm'] as const).flatMap((start) =>
    (['Starling', 'plain Trystero'] as const).map((contender) => row(contender, start)),
  );
