// `npm run bench -- join` or `landing`: measures, prints, and writes docs/BENCHMARKS.md.

import { runJoinBench } from '../tests/bench/join-report.ts';
import { runLandingBench } from '../tests/bench/landing.ts';

const benches: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  join: runJoinBench,
  landing: runLandingBench,
};

const [name = '', ...options] = process.argv.slice(2);
const bench = benches[name];
if (bench) await bench(options);
else {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benches).join('|')}\n`);
  process.exitCode = 2;
}
