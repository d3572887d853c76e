// What a long benchmark has measured so far, so that it can be stopped and go on later. Of this machine only: it stays in .cache.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface KeptSamples<Sample> {
  all(): readonly Sample[];
  add(sample: Sample): void;
  /** Forgets what is measured anew. */
  drop(isOld: (sample: Sample) => boolean): void;
}

/** `isDry`: in memory only. */
export const keepSamples = <Sample>(name: string, isDry: boolean): KeptSamples<Sample> => {
  const file = join(fileURLToPath(new URL('../../.cache/bench', import.meta.url)), `${name}.json`);
  let samples: readonly Sample[] =
    !isDry && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Sample[]) : [];
  const replace = (next: readonly Sample[]): void => {
    samples = next;
    if (isDry) return;
    mkdirSync(dirname(file), { recursive: true });
    if (samples.length === 0) rmSync(file, { force: true });
    else writeFileSync(file, `${JSON.stringify(samples, undefined, 1)}\n`);
  };
  return {
    all: () => samples,
    add: (sample) => replace([...samples, sample]),
    drop: (isOld) => replace(samples.filter((sample) => !isOld(sample))),
  };
};
