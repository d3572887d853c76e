// `npm run bench -- mesh`: whole calls of four, six and eight people.

import { buildIfChanged, DIST } from '../../../scripts/build-if-changed.ts';
import { startBenchStand } from '../bench-stand.ts';
import { keepSamples, type KeptSamples } from '../kept-samples.ts';
import { writeMovingCamera } from '../moving-camera.ts';
import { namedOf, readAsked } from '../options.ts';
import { playAll, runBench, sayUsage } from '../run-calls.ts';
import { playMeshCall } from './mesh-call.ts';
import { callSizes, planMeshCalls, variants, type MeshCall, type MeshSample } from './mesh-plan.ts';
import { writeMeshReport } from './mesh-report.ts';

const usage = `usage: npm run bench -- mesh [people …] [product|no-wishes|plain …] [--runs 3] [--continue] [--page] [--dry]
`;
const defaultRuns = 3;
const mostPeople = 20;

const inWords = ({ variant, people, coresEach, framesPerSecond, size, ...rest }: MeshSample): string => {
  const mean = framesPerSecond.reduce((sum, each) => sum + each, 0) / framesPerSecond.length;
  return `${people} people, ${variant}: ${coresEach.toFixed(3)} cores each, ${mean.toFixed(1)} pictures a second, ${size}, ${rest.freezesPerMinute.toFixed(1)} freezes a minute, first picture after ${rest.firstPictureMs.toFixed(0)} ms, all after ${rest.allPicturesMs.toFixed(0)} ms`;
};

const measure = async (calls: readonly MeshCall[], kept: KeptSamples<MeshSample>): Promise<void> => {
  if (calls.length === 0) return;
  await buildIfChanged();
  await using stand = await startBenchStand(DIST, []);
  using camera = writeMovingCamera();
  await playAll(calls, async (call, note) => {
    const sample = await playMeshCall(call, { stand, camera });
    note(inWords(sample));
    kept.add(sample);
  });
};

export const runMeshBench = async (options: readonly string[]): Promise<void> => {
  const isPeople = (word: string): boolean => Number(word) >= 2 && Number(word) <= mostPeople;
  const isWord = (word: string): boolean => isPeople(word) || variants.some((each) => each === word);
  const asked = readAsked(options, { defaultRuns, isWord });
  if (!asked) return sayUsage(usage);
  const counts = asked.words.filter(isPeople).map(Number);
  const choice = {
    variants: namedOf(variants, asked.words),
    people: counts.length > 0 ? counts : callSizes,
    runs: asked.runs,
  };
  const kept = keepSamples<MeshSample>('mesh', asked.isDry);
  await runBench(asked, {
    section: 'mesh',
    kept,
    isChosen: ({ variant, people }) => choice.variants.includes(variant) && choice.people.includes(people),
    measure: () => measure(planMeshCalls(choice, kept.all()), kept),
    report: writeMeshReport,
  });
};
