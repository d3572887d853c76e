// The table of the mesh benchmark, from its samples. Pure.

import { inMs, markdownTable, percentile } from '../figures.ts';
import { isOfCall, variants, type MeshSample, type Variant } from './mesh-plan.ts';

const titles: Readonly<Record<Variant, string>> = {
  product: 'the app as it comes',
  'no-wishes': 'wishes off',
  plain: 'plain path',
};

type Row = readonly [title: string, cell: (samples: readonly MeshSample[]) => string];

const median = (
  samples: readonly MeshSample[],
  figure: (sample: MeshSample) => number | undefined,
): number | undefined =>
  percentile(
    // What was never seen is no number, and null when it was kept.
    samples.flatMap((sample) => figure(sample) ?? []).filter(Number.isFinite),
    50,
  );
const fixed = (value: number | undefined, digits: number): string =>
  value === undefined || !Number.isFinite(value) ? '-' : value.toFixed(digits);

const msForEach = ({ coresEach, people, framesPerSecond }: MeshSample): number =>
  (coresEach * people * 1000) / framesPerSecond.reduce((sum, each) => sum + each, 0);

const rows: readonly Row[] = [
  [
    'cores for each person',
    (runs) =>
      fixed(
        median(runs, ({ coresEach }) => coresEach),
        3,
      ),
  ],
  ['ms of processor for each picture that arrived', (runs) => fixed(median(runs, msForEach), 2)],
  [
    'pictures/s of one person at another (least)',
    (runs) =>
      `${fixed(
        median(runs, ({ framesPerSecond }) => percentile(framesPerSecond, 50)),
        1,
      )} (${fixed(
        median(runs, ({ framesPerSecond }) => Math.min(...framesPerSecond)),
        1,
      )})`,
  ],
  ['size of most of them', (runs) => runs.map(({ size }) => size).toSorted()[Math.floor(runs.length / 2)] ?? '-'],
  [
    'kbit/s that each person gets',
    (runs) =>
      fixed(
        median(runs, ({ receivedKbps }) => receivedKbps),
        0,
      ),
  ],
  [
    'freezes a minute, all together',
    (runs) =>
      fixed(
        median(runs, ({ freezesPerMinute }) => freezesPerMinute),
        1,
      ),
  ],
  ['the last one: first picture', (runs) => inMs(median(runs, ({ firstPictureMs }) => firstPictureMs))],
  ['the last one: all pictures', (runs) => inMs(median(runs, ({ allPicturesMs }) => allPicturesMs))],
];

const tableOf = (samples: readonly MeshSample[], people: number): string => {
  const of = (variant: Variant): MeshSample[] => samples.filter((sample) => isOfCall(sample, { variant, people }));
  const header = ['', ...variants.map((variant) => `${titles[variant]} (${of(variant).length} runs)`)];
  const cells = rows.map(([title, cell]) => [
    title,
    ...variants.map((variant) => (of(variant).length > 0 ? cell(of(variant)) : '-')),
  ]);
  return `### ${people} people\n\n${markdownTable(header, cells)}`;
};

const introduction = `## Whole calls: everybody a real page, with a camera and a microphone

Medians. All people share one browser and one machine, in windows of 1280 x 720: where their number is more than the machine can bear, the pictures that arrive tell the difference, not the cores. The camera is the one of
the processor benchmark. Wishes off: nobody hears how large they are shown. Plain path: \`"encodeOnce": false\` in \`starling.json\`.`;

/** `about`: what it ran on. */
export const writeMeshReport = (samples: readonly MeshSample[], about: string): string => {
  const counts = [...new Set(samples.map(({ people }) => people))].toSorted((a, b) => a - b);
  return [introduction, about, ...counts.map((people) => tableOf(samples, people))].join('\n\n');
};
