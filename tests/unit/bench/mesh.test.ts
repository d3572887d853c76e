import { expect, test } from 'vitest';
import { planMeshCalls, variants, type MeshSample } from '../../bench/mesh/mesh-plan.ts';
import { writeMeshReport } from '../../bench/mesh/mesh-report.ts';

const sample = (variant: MeshSample['variant'], coresEach: number): MeshSample => ({
  variant,
  people: 4,
  coresEach,
  framesPerSecond: [30, 30, 10],
  freezesPerMinute: 2,
  receivedKbps: 900,
  size: '640x360',
  firstPictureMs: 250,
  allPicturesMs: 700,
});

test('all variants take turns, and what is there is not made again', () => {
  const choice = { variants, people: [4], runs: 2 };
  expect(planMeshCalls(choice, []).map(({ variant }) => variant)).toEqual([...variants, ...variants.toReversed()]);
  expect(planMeshCalls(choice, [sample('plain', 1), sample('plain', 1)])).toHaveLength(4);
});

test('medians beside one another, and a dash where nothing was measured', () => {
  const report = writeMeshReport([sample('plain', 0.5), sample('plain', 0.7), sample('plain', 9)], 'A machine.');
  expect(report).toContain('### 4 people');
  expect(report).toContain('| cores for each person | - | - | 0.700 |');
  expect(report).toContain('| pictures/s of one person at another (least) | - | - | 30.0 (10.0) |');
});

test('a picture that was never seen takes no part in a median', () => {
  const unseen = { ...sample('plain', 1), firstPictureMs: Number.NaN };
  const row = (report: string) => report.split('\n').find((line) => line.includes('first picture'));
  const kept = JSON.parse(JSON.stringify(unseen)) as MeshSample;
  expect(row(writeMeshReport([unseen, kept, sample('plain', 1)], ''))).toContain('| 250 ms |');
  expect(row(writeMeshReport([unseen], ''))).toContain('| - |');
});
