// What a benchmark ran on, for whoever reads its figures.

import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { findChromium } from '../../scripts/test/browsers.ts';

const browserVersion = (): string => {
  const path = findChromium();
  if (!path) return 'Chromium';
  const said = execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return said.trim().split(' ').slice(0, 2).join(' ');
};

/** `more`: versions of what else took part. */
export const machine = (...more: readonly string[]): string => {
  const [cpu] = cpus();
  const versions = [browserVersion(), `Node ${process.versions.node}`, ...more].join(', ');
  const loads = loadavg()
    .map((load) => load.toFixed(1))
    .join(', ');
  return `${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpu?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}; ${versions}. Load at the end: ${loads} (the benchmark alone makes some; far above the cores means that others worked here, too).`;
};
