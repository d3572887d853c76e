// `npm run bench -- join`: measures, prints, and writes docs/BENCHMARKS.md.

import { runJoinBench } from '../tests/bench/join-report.ts';

const benches: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = { join: runJoinBench };

const [name = '', ...options] = process.argv.slice(2);
const bench = benches[name];
if (bench) await bench(options);
else {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benches).join('|')}\n`);
  process.exitCode = 2;
}
