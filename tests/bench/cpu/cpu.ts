// `npm run bench -- cpu`: what it costs to send one's picture to several people, encoded for each and once for all.

import { startBenchStand } from '../bench-stand.ts';
import { keepSamples, type KeptSamples } from '../kept-samples.ts';
import { writeMovingCamera } from '../moving-camera.ts';
import { playAll, runBench, sayUsage } from '../run-calls.ts';
import { buildWide } from '../wide-build.ts';
import { cpuWorkers, playCpuCall } from './cpu-call.ts';
import { isOf, planCalls, readChoice, type CpuChoice, type CpuSample, type Picture } from './cpu-plan.ts';
import { writeCpuReport } from './cpu-report.ts';

const usage = `usage: npm run bench -- cpu [180p|360p|720p|screen …] [plain|shared] [receivers …] [--runs 5]
  --continue  adds the runs that are missing to what was measured before, else the cells named are measured anew
  --page      only writes docs/BENCHMARKS.md, from what was measured before
  --sound     with a microphone, too    --dry  keeps and writes nothing
`;

const measure = async (choice: CpuChoice, kept: KeptSamples<CpuSample>): Promise<void> => {
  const calls = planCalls(choice, kept.all());
  if (calls.length === 0) return;
  await using stand = await startBenchStand(await buildWide(), Object.values(cpuWorkers));
  using camera = writeMovingCamera();
  await playAll(calls, async (call, note) => {
    const isMissing = (picture: Picture): boolean =>
      kept.all().filter((sample) => isOf(sample, { ...call, picture })).length <= call.run;
    const rest = { ...call, pictures: call.pictures.filter(isMissing) };
    await playCpuCall(rest, { stand, camera, hasSound: choice.hasSound, note }, kept.add);
  });
};

export const runCpuBench = async (options: readonly string[]): Promise<void> => {
  const choice = readChoice(options);
  if (!choice) return sayUsage(usage);
  if (process.platform !== 'linux') throw new Error('the processor time of a browser is counted by Linux alone');
  const kept = keepSamples<CpuSample>('cpu', choice.isDry);
  await runBench(choice, {
    section: 'cpu',
    kept,
    isChosen: ({ picture, receivers, path }) =>
      choice.pictures.includes(picture) && choice.receivers.includes(receivers) && choice.paths.includes(path),
    measure: () => measure(choice, kept),
    report: writeCpuReport,
  });
};
