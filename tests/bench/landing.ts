// Lighthouse on the landing page, several times: performance is a timing, so it is measured here and asserted nowhere.

import { lighthouseReport } from '../../scripts/lighthouse.ts';
import { findChromium } from '../../scripts/test/browsers.ts';
import { startStand } from '../e2e/harness/stand.ts';
import { writeSection } from './benchmarks-file.ts';
import { percentile } from './figures.ts';

const defaultRuns = 5;
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

/** `options`: how many runs; `--dry` prints without writing the file. */
export const runLandingBench = async (options: readonly string[]): Promise<void> => {
  const runs = Number(options.find((option) => /^\d+$/.test(option)) ?? defaultRuns);
  const chromium = findChromium();
  if (!chromium) throw new Error('no Chromium on this machine');
  const stand = await startStand();
  const scores: Readonly<Record<string, number>>[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const report = await lighthouseReport(stand.address, chromium);
    scores.push(report.scores);
    process.stderr.write(`${run}/${runs} ${JSON.stringify(report.scores)}\n`);
  }
  await stand.close();
  const rows = categories.map((category) => {
    const figures = scores.map((each) => each[category] ?? 0);
    return `| ${category} | ${percentile(figures, 50)} | ${Math.min(...figures)} |`;
  });
  const section = [
    '## Landing page: Lighthouse, mobile',
    `${runs} runs on the built app, compressed as static hosts do (gzip). Goal: performance at least 95, the others 100.`,
    ['| category | median | worst |', '|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
  process.stdout.write(`${section}\n`);
  if (!options.includes('--dry')) writeSection('landing', section);
};
