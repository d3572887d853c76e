// The tables of the processor benchmark, from its samples. Pure.

import { markdownTable, percentile } from '../figures.ts';
import { isOf, pictures, type CpuSample, type Path, type Picture } from './cpu-plan.ts';

/** Of the plain path's cores, at most, with so many receivers. */
const goals: readonly { readonly receivers: number; readonly picture: Picture; readonly atMost: number }[] = [
  ...pictures.map((picture) => ({ receivers: 1, picture, atMost: 1.05 })),
  { receivers: 11, picture: '360p', atMost: 0.45 },
  { receivers: 11, picture: '720p', atMost: 0.25 },
  { receivers: 11, picture: 'screen', atMost: 0.25 },
];
const furtherGoal = { picture: '360p', coresAtMost: 0.015 } as const;
/** Of the frames that come the plain way, at least. */
const framesGoal = 0.95;

const titles: Readonly<Record<Picture, string>> = {
  '180p': 'Camera at 320x180, 15 pictures a second',
  '360p': 'Camera at 640x360, 30 pictures a second',
  '720p': 'Camera at 1280x720, 30 pictures a second',
  screen: 'A page of text at 1920x1080, scrolled at 15 pictures a second',
};

const median = (values: readonly number[]): number | undefined => percentile(values, 50);
const fixed = (value: number | undefined, digits: number): string =>
  value === undefined || !Number.isFinite(value) ? '-' : value.toFixed(digits);
const ratioOf = (shared: number | undefined, plain: number | undefined): number | undefined =>
  shared === undefined || plain === undefined || plain === 0 ? undefined : shared / plain;

export interface CpuCell {
  readonly runs: number;
  readonly cores: number;
  readonly receiverCores: number;
  readonly framesPerSecond: number;
  /** Of processor, for each picture that arrived anywhere: fair also where one of the paths has no more to give. */
  readonly msForEach: number;
  readonly leastFramesPerSecond: number;
  readonly kbps: number;
  readonly size: string;
  readonly freezes: number;
  readonly keyFrames: number;
  readonly requests: number;
}

/** The medians of all runs of one cell; undefined where it was not measured. */
export const cellOf = (
  samples: readonly CpuSample[],
  at: { readonly path: Path; readonly picture: Picture; readonly receivers: number },
): CpuCell | undefined => {
  const runs = samples.filter((sample) => isOf(sample, at));
  const of = (figure: (sample: CpuSample) => number | undefined): number =>
    median(runs.map((run) => figure(run) ?? 0)) ?? 0;
  const sizes = runs.map(({ size }) => size).toSorted();
  if (runs.length === 0) return undefined;
  return {
    runs: runs.length,
    cores: of(({ cores }) => cores),
    receiverCores: of(({ receiverCores }) => receiverCores),
    framesPerSecond: of(({ framesPerSecond }) => median(framesPerSecond)),
    msForEach: of(
      ({ cores, framesPerSecond }) => (cores * 1000) / framesPerSecond.reduce((sum, each) => sum + each, 0),
    ),
    leastFramesPerSecond: of(({ framesPerSecond }) => Math.min(...framesPerSecond)),
    kbps: of(({ kbps }) => median(kbps)),
    size: sizes[Math.floor(sizes.length / 2)] ?? '-',
    freezes: of(({ freezes }) => freezes),
    keyFrames: of(({ keyFrames }) => keyFrames),
    requests: of(({ keyFrameRequests }) => keyFrameRequests),
  };
};

const countsOf = (samples: readonly CpuSample[], picture: Picture): number[] => {
  const counts = samples.filter((sample) => sample.picture === picture).map(({ receivers }) => receivers);
  return [...new Set(counts)].toSorted((a, b) => a - b);
};

const framesOf = (cell: CpuCell | undefined): string =>
  cell ? `${fixed(cell.framesPerSecond, 1)} (${fixed(cell.leastFramesPerSecond, 1)})` : '-';
const sentOf = (cell: CpuCell | undefined): string => (cell ? `${cell.size}, ${fixed(cell.kbps, 0)}` : '-');
const troubleOf = (cell: CpuCell | undefined): string =>
  cell ? [cell.freezes, cell.keyFrames, cell.requests].map((each) => fixed(each, 0)).join(' / ') : '-';

const tableOf = (samples: readonly CpuSample[], picture: Picture): string => {
  const rows = countsOf(samples, picture).map((receivers) => {
    const [plain, shared] = (['plain', 'shared'] as const).map((path) => cellOf(samples, { path, picture, receivers }));
    return [
      ...[`${receivers}`, fixed(plain?.cores, 3), fixed(shared?.cores, 3)],
      `**${fixed(ratioOf(shared?.cores, plain?.cores), 2)}**`,
      `${fixed(plain?.msForEach, 2)} / ${fixed(shared?.msForEach, 2)}`,
      ...[framesOf(plain), framesOf(shared), fixed(ratioOf(shared?.framesPerSecond, plain?.framesPerSecond), 2)],
      ...[sentOf(plain), sentOf(shared), troubleOf(plain), troubleOf(shared)],
      `${fixed(plain?.receiverCores, 2)} / ${fixed(shared?.receiverCores, 2)}`,
    ];
  });
  const header = [
    ...[
      'receivers',
      'cores, plain',
      'cores, shared',
      'shared / plain',
      'ms for each picture that arrived, plain / shared',
    ],
    ...['pictures/s, plain (least)', 'shared (least)', 'shared / plain'],
    ...['size, kbit/s each, plain', 'shared', 'freezes / key frames / asked for, plain', 'shared'],
    'cores of all receivers, plain / shared',
  ];
  return `### ${titles[picture]}\n\n${markdownTable(header, rows)}`;
};

/** Cores that one more receiver costs: the slope between the fewest and the most with whom the path is what it is called. */
export const coresForOneMore = (
  samples: readonly CpuSample[],
  { path, picture }: { readonly path: Path; readonly picture: Picture },
): number | undefined => {
  // With one receiver nothing is shared.
  const cells = countsOf(samples, picture).flatMap((receivers) => {
    const cell = receivers > 1 ? cellOf(samples, { path, picture, receivers }) : undefined;
    return cell ? [{ receivers, cores: cell.cores }] : [];
  });
  const [first, last] = [cells[0], cells.at(-1)];
  if (!first || !last || first === last) return undefined;
  return (last.cores - first.cores) / (last.receivers - first.receivers);
};

const verdict = (isReached: boolean | undefined): string => {
  if (isReached === undefined) return 'not measured';
  return isReached ? 'reached' : '**missed**';
};
const isAtMost = (value: number | undefined, goal: number): boolean | undefined =>
  value === undefined ? undefined : value <= goal;

const goalLines = (samples: readonly CpuSample[]): string => {
  const ratioAt = (picture: Picture, receivers: number, figure: 'cores' | 'framesPerSecond'): number | undefined =>
    ratioOf(
      cellOf(samples, { path: 'shared', picture, receivers })?.[figure],
      cellOf(samples, { path: 'plain', picture, receivers })?.[figure],
    );
  const cores = goals.map(({ receivers, picture, atMost }) => {
    const ratio = ratioAt(picture, receivers, 'cores');
    return `- ${picture} to ${receivers}: ${fixed(ratio, 2)} of the plain path's cores (goal: at most ${atMost}, ${verdict(isAtMost(ratio, atMost))}).`;
  });
  const further = (path: Path): number | undefined => coresForOneMore(samples, { path, picture: furtherGoal.picture });
  const frames = pictures.flatMap((picture) =>
    countsOf(samples, picture).flatMap((receivers) => ratioAt(picture, receivers, 'framesPerSecond') ?? []),
  );
  const least = frames.length > 0 ? Math.min(...frames) : undefined;
  return [
    ...cores,
    `- One more receiver at ${furtherGoal.picture}: ${fixed(further('shared'), 4)} core (plain: ${fixed(further('plain'), 4)}; goal: at most ${furtherGoal.coresAtMost}, ${verdict(isAtMost(further('shared'), furtherGoal.coresAtMost))}).`,
    `- Pictures that arrive, shared against plain, in the worst row: ${fixed(least, 2)} (goal: at least ${framesGoal}, ${verdict(least === undefined ? undefined : least >= framesGoal)}).`,
  ].join('\n');
};

const introduction = (runs: string): string =>
  `## Processor: one person's whole browser, with 1 to 11 receivers

Medians of ${runs} runs, plain and shared in turns. The one under test has a browser of their own, with the built page and a camera of somebody who sways and speaks, with the noise of a sensor (1280x720 at 30 pictures a second; made by the benchmark), and no microphone,
as sound costs both paths the same. It does not hear of Compute Pressure, which tells of the machine that it shares with its eleven receivers. Counted is what Linux has counted for all processes of that browser. The others are the real page in another browser; what comes is counted in their own transforms and
replaced by pictures of 16 x 16, so that eleven fit on the machine, and they wish the size of the table. Shared is the app as it comes, which shares from two receivers on, but without its bound for the way out, which most of these sizes would exceed. Plain is \`"encodeOnce": false\` in \`starling.json\`, with every encoder
given the same size, rate and bits: by itself the app sends smaller pictures the plain way, the more people there are. Freezes, key frames and requests for them: of all receivers together.`;

/** `about`: what it ran on. */
export const writeCpuReport = (samples: readonly CpuSample[], about: string): string => {
  const measured = pictures.filter((picture) => countsOf(samples, picture).length > 0);
  const runs = samples.map((sample) => cellOf(samples, sample)?.runs ?? 0);
  const [least, most] = [Math.min(...runs), Math.max(...runs)];
  return [
    introduction(least === most ? `${most}` : `${least} to ${most}`),
    about,
    goalLines(samples),
    ...measured.map((picture) => tableOf(samples, picture)),
  ].join('\n\n');
};
