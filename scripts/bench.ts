// `npm run bench -- <which>`: measures, prints, and writes docs/BENCHMARKS.md.

import { runCpuBench } from '../tests/bench/cpu/cpu.ts';
import { runInpBench } from '../tests/bench/inp.ts';
import { runJoinBench } from '../tests/bench/join-report.ts';
import { runLandingBench } from '../tests/bench/landing.ts';
import { runMeshBench } from '../tests/bench/mesh/mesh.ts';
import { runQualityBench } from '../tests/bench/quality/quality.ts';

const benches: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  cpu: runCpuBench,
  inp: runInpBench,
  join: runJoinBench,
  landing: runLandingBench,
  mesh: runMeshBench,
  quality: runQualityBench,
};

// Browsers, and files that take room, go with this process. Playwright alone would close the browsers, and the benchmark would
// take that for a call that failed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

const [name = '', ...options] = process.argv.slice(2);
const bench = benches[name];
if (bench) await bench(options);
else {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benches).join('|')}\n`);
  process.exitCode = 2;
}
