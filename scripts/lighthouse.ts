// Lighthouse on one address, on the Chromium that the tests found. Scores from 0 to 100.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

/** Besides the scores, what keeps each from 100: for a message that says what to do. */
export interface LighthouseReport {
  readonly scores: Readonly<Record<string, number>>;
  readonly findings: readonly string[];
}

export const lighthouseReport = async (url: string, chromiumPath: string): Promise<LighthouseReport> => {
  const profile = await mkdtemp(join(tmpdir(), 'starling-lighthouse-'));
  const browser = await puppeteer.launch({
    executablePath: chromiumPath,
    userDataDir: profile,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  try {
    const { port } = new URL(browser.wsEndpoint());
    const run = await lighthouse(url, {
      port: Number(port),
      output: 'json',
      logLevel: 'silent',
      onlyCategories: CATEGORIES,
    });
    if (run === undefined) throw new Error('Lighthouse gave no result');
    const { categories, audits } = run.lhr;
    const scores = Object.entries(categories).map(
      ([name, { score }]) => [name, Math.round((score ?? 0) * 100)] as const,
    );
    const weighed = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0));
    const findings = weighed
      .map(({ id }) => audits[id])
      .filter((audit) => audit?.score != null && audit.score < 1)
      .map((audit) => `${audit?.id}: ${audit?.title} ${audit?.displayValue ?? ''}`.trim());
    return { scores: Object.fromEntries(scores), findings };
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
};

/** The scores alone, by category. */
export const runLighthouse = async (url: string, chromiumPath: string): Promise<Readonly<Record<string, number>>> =>
  (await lighthouseReport(url, chromiumPath)).scores;
