// Plays the calls of a long benchmark one after the other, keeps what each of them measured, and writes the page at the end.

import { writeSection } from './benchmarks-file.ts';
import type { KeptSamples } from './kept-samples.ts';
import { machine } from './machine.ts';
import type { Asked } from './options.ts';

export const say = (line: string): void => void process.stderr.write(`${line}\n`);

export const sayUsage = (usage: string): void => {
  process.stderr.write(usage);
  process.exitCode = 2;
};

/** On a loaded machine a browser may be lost: a call that could not be measured is tried once more. */
const attempts = 2;

/** `play` is called again where it threw, so it must leave out what it has measured already. */
export const playAll = async <Call>(
  calls: readonly Call[],
  play: (call: Call, note: (line: string) => void) => Promise<void>,
): Promise<void> => {
  for (const [index, call] of calls.entries()) {
    const note = (line: string): void => say(`${index + 1}/${calls.length} ${line}`);
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const failure = await play(call, note).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : JSON.stringify(error)),
      );
      if (failure === undefined) break;
      note(`could not be measured: ${failure}`);
    }
  }
};

interface Bench<Sample> {
  readonly section: string;
  readonly kept: KeptSamples<Sample>;
  readonly isChosen: (sample: Sample) => boolean;
  readonly measure: () => Promise<void>;
  readonly report: (samples: readonly Sample[], about: string) => string;
}

export const runBench = async <Sample>(
  { isContinued, isPageOnly, isDry }: Asked,
  { section, kept, isChosen, measure, report }: Bench<Sample>,
): Promise<void> => {
  if (!isPageOnly) {
    if (!isContinued) kept.drop(isChosen);
    await measure();
  }
  if (kept.all().length === 0) throw new Error('nothing was measured');
  const text = report(kept.all(), machine());
  process.stdout.write(`${text}\n`);
  if (!isDry) writeSection(section, text);
};
