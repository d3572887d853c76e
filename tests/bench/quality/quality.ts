// `npm run bench -- quality`: what is left of a picture, how late it comes, and whether it keeps step with its sound.

import { startBenchStand } from '../bench-stand.ts';
import { sizes } from '../cpu/cpu-plan.ts';
import { keepSamples, type KeptSamples } from '../kept-samples.ts';
import { writeMovingCamera } from '../moving-camera.ts';
import { namedOf, readAsked } from '../options.ts';
import { playAll, runBench, sayUsage } from '../run-calls.ts';
import { buildWide } from '../wide-build.ts';
import { playQualityCall, qualityWorkers } from './quality-call.ts';
import { planTurns, qualityPictures, type QualitySample, type QualityTurn } from './quality-plan.ts';
import { writeQualityReport } from './quality-report.ts';

const usage = `usage: npm run bench -- quality [360p|720p] [--runs 5] [--continue] [--page] [--dry]
`;
const defaultRuns = 5;

const inWords = ({ path, picture, size, kbps, framesPerSecond, ...rest }: QualitySample): string =>
  `${picture}, ${path}: ${size}, ${kbps.toFixed(0)} kbit/s, ${framesPerSecond.toFixed(1)} pictures a second, ${rest.psnr?.toFixed(2)} dB (of ${rest.compared}), picture after ${rest.pictureMs?.toFixed(0)} ms (p95 ${rest.pictureP95Ms?.toFixed(0)}), sound after ${rest.soundMs?.toFixed(0)} ms`;

const measure = async (turns: readonly QualityTurn[], kept: KeptSamples<QualitySample>): Promise<void> => {
  if (turns.length === 0) return;
  await using stand = await startBenchStand(await buildWide(), Object.values(qualityWorkers));
  using camera = writeMovingCamera();
  await playAll(turns, async ({ run, picture }, note) => {
    const measured = (path: QualitySample['path']): QualitySample | undefined =>
      kept.all().find((sample) => sample.run === run && sample.picture === picture && sample.path === path);
    for (const path of ['shared', 'plain'] as const) {
      if (measured(path)) continue;
      const shared = measured('shared');
      const plainBps = shared ? shared.kbps * 1000 : sizes[picture].bitrateBps;
      const sample = { run, ...(await playQualityCall({ path, picture, plainBps }, { stand, camera })) };
      note(inWords(sample));
      kept.add(sample);
    }
  });
};

export const runQualityBench = async (options: readonly string[]): Promise<void> => {
  const isWord = (word: string): boolean => qualityPictures.some((each) => each === word);
  const asked = readAsked(options, { defaultRuns, isWord });
  if (!asked) return sayUsage(usage);
  const pictures = namedOf(qualityPictures, asked.words);
  const kept = keepSamples<QualitySample>('quality', asked.isDry);
  await runBench(asked, {
    section: 'quality',
    kept,
    isChosen: ({ picture }) => pictures.includes(picture),
    measure: () => measure(planTurns(pictures, asked.runs, kept.all()), kept),
    report: writeQualityReport,
  });
};
