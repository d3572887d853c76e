// Builds dist/ when anything that goes into it changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'vite';

export const ROOT = join(import.meta.dirname, '..');
export const DIST = join(ROOT, 'dist');
const STAMP = join(ROOT, '.cache', 'built');

const FOLDERS = ['src', 'public'];
const FILES = [
  'index.html',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'scripts/headers.ts',
  'scripts/vite-plugins.ts',
];

const sources = async (root: string): Promise<string[]> => {
  const listed = await Promise.all(
    FOLDERS.map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  const found = listed.flat().filter((entry) => entry.isFile());
  return [...found.map((entry) => relative(root, join(entry.parentPath, entry.name))), ...FILES].sort();
};

/** Names and contents of everything that goes into the build. */
export const hashSources = async (root: string): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of await sources(root)) hash.update(`${file}\0`).update(await readFile(join(root, file)));
  return hash.digest('hex');
};

/** True when it had to build. */
export const buildIfChanged = async (): Promise<boolean> => {
  const now = await hashSources(ROOT);
  const before = await readFile(STAMP, 'utf8').catch(() => '');
  if (before === now && existsSync(join(DIST, 'sw.js'))) return false;
  await build({ root: ROOT, logLevel: 'error' });
  await mkdir(join(ROOT, '.cache'), { recursive: true });
  await writeFile(STAMP, now);
  return true;
};
