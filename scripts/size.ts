// `npm run size`: weighs the built JavaScript and fails above budgets.json.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { DIST, ROOT } from './build-if-changed.ts';

/** What Vite writes about a chunk; `imports` and `dynamicImports` are keys of the same table. */
export interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

export type Manifest = Readonly<Record<string, Chunk>>;

interface Budget {
  readonly what: string;
  readonly gzipKb: number;
  /** Packages that are loaded only where they are used; they and what they alone need don't count. */
  readonly without?: readonly string[];
}

const isPackage = (key: string, names: readonly string[]): boolean =>
  names.some((name) => new RegExp(`(^|[/_-])${name}([/_.-]|$)`).test(key));

/** The files that are loaded from the entries on: only at once, or also later, except through `without`. */
export const reachable = (manifest: Manifest, isLaterToo: boolean, without: readonly string[] = []): string[] => {
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined || seen.has(key) || isPackage(key, without)) return;
    seen.add(key);
    for (const next of chunk.imports ?? []) visit(next);
    if (isLaterToo) for (const next of chunk.dynamicImports ?? []) visit(next);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry === true) visit(key);
  const files = [...seen].map((key) => manifest[key]?.file ?? '');
  return [...new Set(files)].filter((file) => file.endsWith('.js')).sort();
};

const gzipKb = (file: string): number => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length / 1000;

const weigh = (manifest: Manifest, name: string, budget: Budget): boolean => {
  const files = reachable(manifest, name !== 'start', budget.without);
  const rows = files.map((file) => ({ file, kb: gzipKb(file) })).sort((a, b) => b.kb - a.kb);
  const total = rows.reduce((sum, { kb }) => sum + kb, 0);
  const isFine = total <= budget.gzipKb;
  const lines = [
    `${budget.what}: ${total.toFixed(1)} of ${budget.gzipKb} KB gzip${isFine ? '' : ', TOO MUCH'}`,
    ...rows.map(({ file, kb }) => `  ${kb.toFixed(1).padStart(6)}  ${file}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return isFine;
};

const main = (): void => {
  const file = join(DIST, '.vite', 'manifest.json');
  if (!existsSync(file)) {
    process.stderr.write('There is nothing to weigh yet: npm run build\n');
    process.exitCode = 1;
    return;
  }
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const budgets = JSON.parse(readFileSync(join(ROOT, 'budgets.json'), 'utf8')) as Record<string, Budget>;
  const results = Object.entries(budgets).map(([name, budget]) => weigh(manifest, name, budget));
  if (results.includes(false)) process.exitCode = 1;
};

if (import.meta.main) main();
