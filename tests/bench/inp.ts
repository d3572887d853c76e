// How fast the call screen answers: every control of a nine-person call is pressed, and the browser's own Event Timing API
// says how long it took until the next picture (INP). Long tasks while nobody touches anything are counted as well.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { findChromium } from '../../scripts/test/browsers.ts';
import { writeSection } from './benchmarks-file.ts';
import { inMs, markdownTable, percentile } from './figures.ts';

const defaultRounds = 5;
const quietMs = 20_000;
const goalMs = 100;

/** What a person does, by the names that people read. What opens something closes it again. */
const presses: readonly { readonly name: string; readonly role: 'button' | 'menuitem'; readonly thenKey?: string }[] = [
  { role: 'button', name: 'Turn off microphone' },
  { role: 'button', name: 'Turn on microphone' },
  { role: 'button', name: 'Turn off camera' },
  { role: 'button', name: 'Turn on camera' },
  { role: 'button', name: 'Raise hand' },
  { role: 'button', name: 'Lower hand' },
  { role: 'button', name: 'React' },
  { role: 'button', name: 'Applause', thenKey: 'Escape' },
  { role: 'button', name: 'Open chat' },
  { role: 'button', name: 'Open people' },
  { role: 'button', name: 'Close people' },
  { role: 'button', name: 'More', thenKey: 'Escape' },
  { role: 'button', name: 'More' },
  { role: 'menuitem', name: 'Show whoever speaks large' },
  { role: 'button', name: 'More' },
  { role: 'menuitem', name: 'Show everybody alike' },
  { role: 'button', name: 'More' },
  { role: 'menuitem', name: 'Find an action', thenKey: 'Escape' },
];

interface Watch {
  readonly longest: Map<number, number>;
  longTasks: number[];
}
type Watched = { inpWatch: Watch };

const watchInteractions = (): void => {
  const watch: Watch = { longest: new Map(), longTasks: [] };
  (window as unknown as Watched).inpWatch = watch;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
      if (!entry.interactionId) continue;
      watch.longest.set(entry.interactionId, Math.max(entry.duration, watch.longest.get(entry.interactionId) ?? 0));
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  new PerformanceObserver((list) => watch.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe(
    {
      type: 'longtask',
    },
  );
};

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** The real screens around a call whose eight others are drawn: what is measured is ours, not the network's. */
const serveScreens = async (): Promise<{ address: string; stop(): void }> => {
  const outDir = mkdtempSync(join(tmpdir(), 'starling-screens-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('../fixtures', import.meta.url)),
    base: './',
    logLevel: 'error',
    plugins: [preact({ reactAliasesEnabled: false })],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: { input: fileURLToPath(new URL('../fixtures/screens.html', import.meta.url)) },
    },
  });
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(outDir, pathname === '/' ? 'screens.html' : pathname);
    readFile(file).then(
      (content) => response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream').end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    address: `http://127.0.0.1:${address.port}/screens.html?scene=stage-9`,
    stop: () => {
      server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
};

const pressAll = async (page: Page): Promise<void> => {
  for (const { role, name, thenKey } of presses) {
    await page.getByRole(role, { name, exact: true }).first().click();
    // Until what it opened stands.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    if (thenKey) await page.keyboard.press(thenKey);
  }
};

const measure = async (address: string, rounds: number): Promise<{ clicks: number[]; longTasks: number[] }> => {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium on this machine');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(watchInteractions);
    await page.goto(address);
    await page.getByRole('button', { name: 'Leave call' }).waitFor();
    // Whatever is loaded late is there by then.
    await page.waitForTimeout(4_000);
    await page.evaluate(() => void ((window as unknown as Watched).inpWatch.longTasks = []));
    await page.waitForTimeout(quietMs);
    const longTasks = await page.evaluate(() => (window as unknown as Watched).inpWatch.longTasks);
    await page.evaluate(() => (window as unknown as Watched).inpWatch.longest.clear());
    for (let round = 0; round < rounds; round += 1) await pressAll(page);
    const clicks = await page.evaluate(() => [...(window as unknown as Watched).inpWatch.longest.values()]);
    // An interaction below 16 ms is not reported at all: it counts as one of 16.
    const unreported = Math.max(0, rounds * presses.length - clicks.length);
    return { clicks: [...clicks, ...Array.from({ length: unreported }, () => 16)], longTasks };
  } finally {
    await browser.close();
  }
};

/** `options`: how many rounds; `--dry` prints without writing the file. */
export const runInpBench = async (options: readonly string[]): Promise<void> => {
  const rounds = Number(options.find((option) => /^\d+$/.test(option)) ?? defaultRounds);
  const { address, stop } = await serveScreens();
  const { clicks, longTasks } = await measure(address, rounds).finally(stop);
  const p95 = percentile(clicks, 95) ?? Number.NaN;
  const section = [
    '## Answering: every control of a nine-person call',
    `${rounds} rounds of ${presses.length} presses in a window of 1280 x 800, with eight moving pictures (drawn by the page itself: no graphics card here, and no network). From the press to the next picture, as the browser's Event Timing API tells it, in steps of 8 ms.`,
    markdownTable(
      ['', 'p50', 'p95', 'worst'],
      [['press to picture', inMs(percentile(clicks, 50)), inMs(p95), inMs(Math.max(...clicks))]],
    ),
    `- p95 at most ${goalMs} ms: ${p95 <= goalMs ? 'reached' : '**missed**'}.`,
    `- Long tasks (over 50 ms) in ${quietMs / 1000} s without a touch: ${longTasks.length} (goal: none, ${longTasks.length === 0 ? 'reached' : '**missed**'}${longTasks.length > 0 ? `, longest ${inMs(Math.max(...longTasks))}` : ''}).`,
  ].join('\n\n');
  process.stdout.write(`${section}\n`);
  if (!options.includes('--dry')) writeSection('inp', section);
};
