// `npm run bench -- cpu`: what it costs to send one's picture to several people, encoded for each and once for all.

import { writeSection } from '../benchmarks-file.ts';
import { startBenchStand } from '../bench-stand.ts';
import { keepSamples } from '../kept-samples.ts';
import { machine } from '../machine.ts';
import { writeMovingCamera } from '../moving-camera.ts';
import { buildWide } from '../wide-build.ts';
import { cpuWorkers, playCpuCall } from './cpu-call.ts';
import { isOf, planCalls, readChoice, type CpuChoice, type CpuSample } from './cpu-plan.ts';
import { writeCpuReport } from './cpu-report.ts';

const usage = `usage: npm run bench -- cpu [180p|360p|720p|screen …] [plain|shared] [receivers …] [--runs 5]
  --continue  adds the runs that are missing to what was measured before, else the cells named are measured anew
  --page      only writes docs/BENCHMARKS.md, from what was measured before
  --sound     with a microphone, too    --dry  keeps and writes nothing
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A call that could not be measured is tried once more: on a loaded machine a browser may be lost. */
const attempts = 2;

const measure = async (choice: CpuChoice, kept: ReturnType<typeof keepSamples<CpuSample>>): Promise<void> => {
  const calls = planCalls(choice, kept.all());
  if (calls.length === 0) return;
  await using stand = await startBenchStand(await buildWide(), Object.values(cpuWorkers));
  using camera = writeMovingCamera();
  for (const [index, call] of calls.entries()) {
    const at = `${index + 1}/${calls.length}`;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const isThere = (picture: string): boolean =>
        kept.all().filter((sample) => isOf(sample, { ...call, picture: picture as CpuSample['picture'] })).length >
        call.run;
      const pictures = call.pictures.filter((picture) => !isThere(picture));
      if (pictures.length === 0) break;
      const options = { stand, camera, hasSound: choice.hasSound, note: (line: string) => say(`${at} ${line}`) };
      await playCpuCall({ ...call, pictures }, options, kept.add).catch((error: unknown) =>
        say(`${at} ${call.path} to ${call.receivers}: ${String(error)}`),
      );
    }
  }
};

export const runCpuBench = async (options: readonly string[]): Promise<void> => {
  const choice = readChoice(options);
  if (!choice) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  if (process.platform !== 'linux') throw new Error('the processor time of a browser is counted by Linux alone');
  const kept = keepSamples<CpuSample>('cpu', choice.isDry);
  const isChosen = (sample: CpuSample): boolean =>
    choice.pictures.includes(sample.picture) &&
    choice.receivers.includes(sample.receivers) &&
    choice.paths.includes(sample.path);
  if (!choice.isPageOnly) {
    if (!choice.isContinued) kept.drop(isChosen);
    await measure(choice, kept);
  }
  if (kept.all().length === 0) throw new Error('nothing was measured');
  const report = writeCpuReport(kept.all(), machine());
  process.stdout.write(`${report}\n`);
  if (!choice.isDry) writeSection('cpu', report);
};
