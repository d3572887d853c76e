// A few rows of the laboratory's table, one run each: what happened is over, and the call is there. How fast is for
// `npm run lab` to say.

import { describe, expect, test } from 'vitest';
import { run as runCommand } from './inside.ts';
import { whyNoLaboratory } from '../../scripts/test/laboratory.ts';
import type { BrowserKind } from '../e2e/harness/browser-window.ts';
import { runRow } from './run-row.ts';
import type { Figures } from './row.ts';
import { table } from './table.ts';
import { createWorld } from './world.ts';

const reason = whyNoLaboratory();
if (reason !== undefined) console.warn(`The laboratory does not run here. ${reason}`);

const runOnce = async (id: string, browser: BrowserKind): Promise<Figures> => {
  const row = table.find((each) => each.id === id);
  if (!row) throw new Error(`no row ${id}`);
  const [figures = {}] = await runRow(row, { browser, run: 0, note: console.warn });
  return figures;
};

describe('the laboratory', () => {
  test('leaves nothing behind', async (context) => {
    if (reason !== undefined) return context.skip(reason);
    const own = (names: string): string[] => names.split('\n').filter((name) => name.includes(`-${process.pid}-`));
    {
      await using world = await createWorld(['plain', 'symmetric']);
      expect(own(await runCommand('ip', ['netns', 'list']))).not.toEqual([]);
      expect(world.homes).toHaveLength(2);
    }
    expect(own(await runCommand('ip', ['netns', 'list']))).toEqual([]);
  });

  test.for([
    ['cut-3', 'picture', 'chromium'],
    ['cut-3', 'picture', 'firefox'],
    ['move', 'picture', 'chromium'],
    ['move', 'picture', 'firefox'],
    ['relays-die', 'entry', 'chromium'],
    ['kill', 'gone', 'chromium'],
    ['reload', 'seat', 'chromium'],
    ['blocked', 'carried', 'chromium'],
    ['symmetric-turn', 'join', 'chromium'],
    ['symmetric-alone', 'told', 'chromium'],
  ] as const)('%s: %s, %s', async ([id, figure, browser], context) => {
    if (reason !== undefined) return context.skip(reason);
    const figures = await runOnce(id, browser);
    expect(figures[figure], JSON.stringify(figures)).toEqual(expect.any(Number));
  });
});
