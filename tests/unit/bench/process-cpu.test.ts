import { expect, test } from 'vitest';
import { parseStat, ticksOfTree } from '../../bench/process-cpu.ts';

const statOf = (pid: number, name: string, parent: number, times: readonly number[]): string =>
  `${pid} (${name}) S ${parent} 1 1 0 -1 4194560 500 0 0 0 ${times.join(' ')} 20 0 1 0 100 1000`;

test('user and system time count, and those of children that are over; a name may look like anything', () => {
  expect(parseStat(statOf(7, 'chrome) S 99 (x', 3, [1, 2, 10, 20]))).toEqual({ pid: 7, parent: 3, ticks: 33 });
});

test('a tree is everything below, and nothing beside', () => {
  const all = [
    { pid: 1, parent: 0, ticks: 1_000 },
    { pid: 2, parent: 1, ticks: 1 },
    { pid: 3, parent: 2, ticks: 10 },
    { pid: 4, parent: 3, ticks: 100 },
    { pid: 5, parent: 1, ticks: 5_000 },
  ];
  expect(ticksOfTree(all, 2)).toBe(111);
  expect(ticksOfTree(all, 77)).toBe(0);
});
