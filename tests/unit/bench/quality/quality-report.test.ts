import { expect, test } from 'vitest';
import type { QualitySample } from '../../../bench/quality/quality-plan.ts';
import { qualityCell, writeQualityReport } from '../../../bench/quality/quality-report.ts';

const sample = (path: QualitySample['path'], more: Partial<QualitySample> = {}): QualitySample => ({
  run: 0,
  path,
  picture: '360p',
  size: '640x360',
  kbps: 500,
  framesPerSecond: 30,
  compared: 40,
  psnr: 40,
  pictureMs: 60,
  pictureP95Ms: 80,
  soundMs: 70,
  ...more,
});

test('how far the picture is from its sound is taken of each run', () => {
  const runs = [sample('shared', { soundMs: 50 }), sample('shared', { soundMs: 90, pictureMs: 85 }), sample('shared')];
  expect(qualityCell(runs, '360p', 'shared')).toMatchObject({ runs: 3, lipMs: -5 });
  expect(qualityCell(runs, '720p', 'shared')).toBeUndefined();
});

test('the goals are judged by the difference to the plain path', () => {
  const report = writeQualityReport(
    [sample('plain'), sample('shared', { psnr: 39.4, pictureMs: 70, soundMs: 115 })],
    'A machine.',
  );
  expect(report).toContain('the shared picture is 0.60 dB worse (goal: at most 0.5, **missed**)');
  expect(report).toContain('it comes 10 ms later (goal: at most 15, reached)');
  expect(report).toContain('it is -45 ms behind its sound (goal: within 40, **missed**)');
});

test('one path alone says nothing of the other', () => {
  expect(writeQualityReport([sample('plain')], '')).toContain('not measured');
});
