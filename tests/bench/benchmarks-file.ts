// docs/BENCHMARKS.md: one section for each benchmark, each written by its own run and left alone by the others'.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../../docs/BENCHMARKS.md', import.meta.url));
const head =
  '# Benchmarks\n\nWritten by `npm run bench`; never edited by hand. Small machines are noisy: trust the ratios.\n';

/** `old` with `section` in the place of the one of the same name, or at the end. */
export const withSection = (old: string, name: string, section: string): string => {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const fresh = `${open}\n\n${section.trim()}\n\n${close}`;
  const start = old.indexOf(open);
  const end = old.indexOf(close);
  if (start < 0 || end < start) return `${old.trimEnd()}\n\n${fresh}\n`;
  return `${old.slice(0, start)}${fresh}${old.slice(end + close.length)}`;
};

export const writeSection = (name: string, section: string): void => {
  const old = existsSync(file) ? readFileSync(file, 'utf8') : head;
  writeFileSync(file, withSection(old.startsWith('# Benchmarks') ? old : head, name, section));
};
