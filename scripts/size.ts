// `npm run size`: weighs the built JavaScript and fails above budgets.json.
//
// Whatever is not declared there as loaded on demand counts as loaded in a call: a new chunk can't slip away unseen.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { DIST, ROOT } from './build-if-changed.ts';

/** What Vite writes about a chunk; `imports` and `dynamicImports` are keys of the same table. */
export interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

export type Manifest = Readonly<Record<string, Chunk>>;

interface Budget {
  readonly what: string;
  /** Thousands of bytes. */
  readonly gzipKb: number;
}

interface StartBudget extends Budget {
  /** Keys of chunks that a first screen waits for though they are imported later. */
  readonly loads: readonly string[];
}

interface DemandBudget extends Budget {
  /** Keys of chunks, each with what it is loaded for. The budget is for each with what it alone imports. */
  readonly chunks: Readonly<Record<string, string>>;
}

export interface Budgets {
  readonly start: StartBudget;
  readonly call: Budget;
  readonly onDemand: DemandBudget;
  readonly networks: DemandBudget;
}

interface Weighed {
  readonly what: string;
  readonly gzipKb: number;
  readonly files: readonly string[];
}

/** The chunks that come with those of `roots`: what they import at once, and what they import later where `follows` says so. */
const reachable = (manifest: Manifest, roots: readonly string[], follows: (key: string) => boolean): Set<string> => {
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined || seen.has(key)) return;
    seen.add(key);
    for (const next of chunk.imports ?? []) visit(next);
    for (const next of chunk.dynamicImports ?? []) if (follows(next)) visit(next);
  };
  for (const root of roots) visit(root);
  return seen;
};

/** Which files each budget is for. Throws where it names a chunk that is not built: what it stood for counts elsewhere by now. */
export const weigh = (manifest: Manifest, { start, call, onDemand, networks }: Budgets): readonly Weighed[] => {
  const declared = { ...onDemand.chunks, ...networks.chunks };
  const unknown = [...start.loads, ...Object.keys(declared)].filter((key) => manifest[key] === undefined);
  if (unknown.length > 0) throw new Error(`budgets.json names chunks that are not built: ${unknown.join(', ')}`);
  const filesOf = (keys: Iterable<string>): string[] => {
    const files = [...keys].map((key) => manifest[key]?.file ?? '').filter((file) => file.endsWith('.js'));
    return [...new Set(files)].sort();
  };
  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry === true);
  const inCall = reachable(manifest, entries, (key) => declared[key] === undefined);
  const alone = ({ what, gzipKb, chunks }: DemandBudget): readonly Weighed[] =>
    Object.entries(chunks).map(([key, reason]) => {
      const own = [...reachable(manifest, [key], () => false)].filter((each) => !inCall.has(each));
      return { what: `${what}: ${reason}`, gzipKb, files: filesOf(own) };
    });
  return [
    { ...start, files: filesOf(reachable(manifest, [...entries, ...start.loads], () => false)) },
    { ...call, files: filesOf(inCall) },
    ...alone(onDemand),
    ...alone(networks),
  ];
};

const gzipKbOf = (file: string): number => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length / 1000;

/** Writes what a budget holds; true when it is kept. */
const report = ({ what, gzipKb, files }: Weighed): boolean => {
  const rows = files.map((file) => ({ file, kb: gzipKbOf(file) })).sort((a, b) => b.kb - a.kb);
  const total = rows.reduce((sum, { kb }) => sum + kb, 0);
  const isKept = total <= gzipKb;
  const lines = [
    `${what}: ${total.toFixed(1)} of ${gzipKb} KB gzip${isKept ? '' : ', TOO MUCH'}`,
    ...rows.map(({ file, kb }) => `  ${kb.toFixed(1).padStart(6)}  ${file}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return isKept;
};

const main = (): void => {
  const file = join(DIST, '.vite', 'manifest.json');
  if (!existsSync(file)) {
    process.stderr.write('There is nothing to weigh yet: npm run build\n');
    process.exitCode = 1;
    return;
  }
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const budgets = JSON.parse(readFileSync(join(ROOT, 'budgets.json'), 'utf8')) as Budgets;
  const results = weigh(manifest, budgets).map(report);
  if (results.includes(false)) process.exitCode = 1;
};

if (import.meta.main) main();
