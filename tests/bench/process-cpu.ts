// How much processor a browser has used, with all its processes: Linux counts it for each of them in /proc.

import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessTime {
  readonly pid: number;
  readonly parent: number;
  /** Its own, and that of its children that are over, in ticks of 10 ms. */
  readonly ticks: number;
}

/** Linux says so to every program, whatever the machine (USER_HZ). */
const ticksPerSecond = 100;

/** Reads `/proc/<pid>/stat`. The name of the program stands in brackets and may hold anything. */
export const parseStat = (stat: string): ProcessTime => {
  const pid = Number.parseInt(stat, 10);
  const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = rest.slice(9, 13).reduce((sum, each) => sum + Number(each), 0);
  return { pid, parent: Number(parent), ticks };
};

/** The ticks of `root` and everything below it. */
export const ticksOfTree = (all: readonly ProcessTime[], root: number): number => {
  const own = all.find(({ pid }) => pid === root)?.ticks ?? 0;
  return all.filter(({ parent }) => parent === root).reduce((sum, { pid }) => sum + ticksOfTree(all, pid), own);
};

const readStat = (pid: string): ProcessTime[] => {
  try {
    return [parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
  } catch {
    // It has just ended.
    return [];
  }
};

/** Seconds of processor that the tree of `root` has used since it began. */
export const cpuSecondsOf = (root: number): number => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readStat);
  return ticksOfTree(all, root) / ticksPerSecond;
};
