// The table of the quality benchmark, from its samples. Pure.

import { known } from '#core/base/known.ts';
import { markdownTable, percentile } from '../figures.ts';
import type { Path } from '../cpu/cpu-plan.ts';
import { qualityPictures, type QualityPicture, type QualitySample } from './quality-plan.ts';

const goals = { decibels: 0.5, delayMs: 15, lipMs: 40 } as const;

export interface QualityCell {
  readonly runs: number;
  readonly size: string;
  readonly kbps: number;
  readonly framesPerSecond: number;
  readonly psnr?: number;
  readonly pictureMs?: number;
  readonly pictureP95Ms?: number;
  readonly soundMs?: number;
  /** How much later the picture is than its sound. */
  readonly lipMs?: number;
}

const medianOf = (
  samples: readonly QualitySample[],
  figure: (sample: QualitySample) => number | undefined,
): number | undefined =>
  percentile(
    samples.flatMap((sample) => figure(sample) ?? []),
    50,
  );

export const qualityCell = (
  samples: readonly QualitySample[],
  picture: QualityPicture,
  path: Path,
): QualityCell | undefined => {
  const runs = samples.filter((sample) => sample.picture === picture && sample.path === path);
  const [first] = runs;
  if (!first) return undefined;
  return {
    runs: runs.length,
    size: first.size,
    kbps: medianOf(runs, ({ kbps }) => kbps) ?? 0,
    framesPerSecond: medianOf(runs, ({ framesPerSecond }) => framesPerSecond) ?? 0,
    ...known({
      psnr: medianOf(runs, ({ psnr }) => psnr),
      pictureMs: medianOf(runs, ({ pictureMs }) => pictureMs),
      pictureP95Ms: medianOf(runs, ({ pictureP95Ms }) => pictureP95Ms),
      soundMs: medianOf(runs, ({ soundMs }) => soundMs),
      lipMs: medianOf(runs, ({ pictureMs, soundMs }) =>
        pictureMs === undefined || soundMs === undefined ? undefined : pictureMs - soundMs,
      ),
    }),
  };
};

const fixed = (value: number | undefined, digits = 0): string => (value === undefined ? '-' : value.toFixed(digits));

const difference = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b;

const verdict = (isReached: boolean | undefined): string => {
  if (isReached === undefined) return 'not measured';
  return isReached ? 'reached' : '**missed**';
};

const rowOf = (picture: QualityPicture, path: Path, cell: QualityCell | undefined): string[] => [
  `${picture}, ${path}`,
  ...(cell
    ? [
        `${cell.runs}`,
        cell.size,
        fixed(cell.kbps),
        fixed(cell.framesPerSecond, 1),
        fixed(cell.psnr, 2),
        `${fixed(cell.pictureMs)} / ${fixed(cell.pictureP95Ms)}`,
        fixed(cell.soundMs),
        fixed(cell.lipMs),
      ]
    : Array.from({ length: 8 }, () => '-')),
];

const goalLines = (samples: readonly QualitySample[], picture: QualityPicture): string[] => {
  const [plain, shared] = [qualityCell(samples, picture, 'plain'), qualityCell(samples, picture, 'shared')];
  const worse = difference(plain?.psnr, shared?.psnr);
  const later = difference(shared?.pictureMs, plain?.pictureMs);
  const lip = shared?.lipMs;
  const judge = (value: number | undefined, most: number): string =>
    verdict(value === undefined ? undefined : value <= most);
  return [
    `- ${picture}: the shared picture is ${fixed(worse, 2)} dB worse (goal: at most ${goals.decibels}, ${judge(worse, goals.decibels)}).`,
    `- ${picture}: it comes ${fixed(later)} ms later (goal: at most ${goals.delayMs}, ${judge(later, goals.delayMs)}).`,
    `- ${picture}: it is ${fixed(lip)} ms behind its sound (goal: within ${goals.lipMs}, ${judge(lip === undefined ? undefined : Math.abs(lip), goals.lipMs)}).`,
  ];
};

const introduction = `## Picture and sound: what arrives, encoded for each and once for all

Medians of the runs, the two ways in turns; two receivers, of whom one decodes. The camera is the one of the processor benchmark, and each of its pictures has its number painted into it, by which a probe in both pages finds the
same picture again: PSNR of brightness against the source (scaled down as a mean of its dots), and the time from the camera's frame in one page to the decoded frame in the other. Sound: the beeps of Chromium's own
microphone, from the one page to the other. The plain way is given the bits that the shared one has taken in the same run.`;

/** `about`: what it ran on. */
export const writeQualityReport = (samples: readonly QualitySample[], about: string): string => {
  const measured = qualityPictures.filter((picture) => samples.some((sample) => sample.picture === picture));
  const rows = measured.flatMap((picture) =>
    (['plain', 'shared'] as const).map((path) => rowOf(picture, path, qualityCell(samples, picture, path))),
  );
  const header = ['', 'runs', 'size', 'kbit/s', 'pictures/s', 'PSNR, dB'];
  const delays = ['picture, ms (p50 / p95)', 'sound, ms', 'picture after sound, ms'];
  return [
    introduction,
    about,
    measured.flatMap((picture) => goalLines(samples, picture)).join('\n'),
    markdownTable([...header, ...delays], rows),
  ].join('\n\n');
};
