import { expect, test } from 'vitest';
import { cellOf, coresForOneMore, writeCpuReport } from '../../../bench/cpu/cpu-report.ts';
import type { CpuSample } from '../../../bench/cpu/cpu-plan.ts';

const sample = (path: CpuSample['path'], receivers: number, cores: number, rate = 30): CpuSample => ({
  path,
  picture: '360p',
  receivers,
  cores,
  receiverCores: 0.5,
  framesPerSecond: Array.from({ length: receivers }, () => rate),
  kbps: [600],
  size: '640x360',
  freezes: 1,
  keyFrames: 2,
  keyFrameRequests: 3,
});

test('of several runs the medians count', () => {
  const samples = [sample('plain', 3, 0.5), sample('plain', 3, 9), sample('plain', 3, 0.6), sample('shared', 3, 0.1)];
  const at = { path: 'plain', picture: '360p', receivers: 3 } as const;
  expect(cellOf(samples, at)).toMatchObject({ runs: 3, cores: 0.6, framesPerSecond: 30, size: '640x360' });
  expect(cellOf(samples, { ...at, receivers: 5 })).toBeUndefined();
});

test('what one more receiver costs: without the call of two, in which nothing is shared', () => {
  const samples = [sample('shared', 1, 5), sample('shared', 3, 0.4), sample('shared', 11, 0.48)];
  expect(coresForOneMore(samples, { path: 'shared', picture: '360p' })).toBeCloseTo(0.01);
  expect(coresForOneMore(samples, { path: 'plain', picture: '360p' })).toBeUndefined();
});

test('the goals are judged by the ratios, and what is missing is said', () => {
  const samples = [
    sample('plain', 11, 1),
    sample('shared', 11, 0.4),
    sample('plain', 1, 0.2),
    sample('shared', 1, 0.3),
  ];
  const report = writeCpuReport(samples, 'A machine.');
  expect(report).toContain("360p to 11: 0.40 of the plain path's cores (goal: at most 0.45, reached)");
  expect(report).toContain("360p to 1: 1.50 of the plain path's cores (goal: at most 1.05, **missed**)");
  expect(report).toContain("720p to 11: - of the plain path's cores (goal: at most 0.25, not measured)");
  expect(report).toContain('A machine.');
});

test('fewer pictures than the plain way are a missed goal', () => {
  const report = writeCpuReport([sample('plain', 3, 1, 30), sample('shared', 3, 0.4, 20)], '');
  expect(report).toMatch(/in the worst row: 0\.67 .*\*\*missed\*\*/);
});
