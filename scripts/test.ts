// `npm test`: everything, from types to calls between real browsers. `--fast` is types and unit tests only;
// `npm test -- e2e offline` is one step, narrowed.
import process from 'node:process';
import { haveBrowsers } from './test/browsers.ts';
import { endLeftovers } from './test/processes.ts';
import { NEEDS_BUILD, type Step, STEPS } from './test/steps.ts';
import { addUp, parseWish, summary, type Tally, type Wish } from './test/tally.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const chosen = ({ isFast, step }: Wish): readonly Step[] =>
  STEPS.filter(({ name, isFast: isFastStep }) => {
    if (step !== undefined) return name === step || (name === 'build' && NEEDS_BUILD.has(step));
    return !isFast || isFastStep;
  });

const prepareBrowsers = async (): Promise<Tally | null> => {
  const browsers = await haveBrowsers();
  if ('error' in browsers) return { passed: 0, failures: [{ name: 'Browsers', message: browsers.error }], skipped: [] };
  process.env['STARLING_CHROMIUM'] = browsers.chromium;
  process.env['STARLING_FIREFOX'] = browsers.firefox;
  return null;
};

const runStep = async (step: Step, filters: readonly string[]): Promise<Tally> => {
  const started = performance.now();
  say(`\n${step.title}`);
  const tally = await step.run(filters);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`${tally.failures.length === 0 ? 'ok' : 'FAILED'}, ${seconds} s`);
  for (const left of endLeftovers()) say(`It left ${left} running; ended now.`);
  return tally;
};

const runAll = async (wish: Wish): Promise<Tally> => {
  const steps = chosen(wish);
  const missing = steps.some((step) => step.needsBrowsers) ? await prepareBrowsers() : null;
  const tallies = missing === null ? [] : [missing];
  for (const step of steps) {
    // Without browsers the rest is still worth knowing.
    if (missing === null || !step.needsBrowsers) tallies.push(await runStep(step, wish.filters));
  }
  return addUp(tallies);
};

const main = async (): Promise<void> => {
  const wish = parseWish(
    process.argv.slice(2),
    STEPS.map(({ name }) => name),
  );
  if ('error' in wish) {
    process.stderr.write(`${wish.error}\n`);
    process.exit(1);
  }
  const tally = await runAll(wish);
  say(`\n${summary(tally)}`);
  process.exitCode = tally.failures.length === 0 ? 0 : 1;
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    endLeftovers();
    process.exit(130);
  });
}

await main();
