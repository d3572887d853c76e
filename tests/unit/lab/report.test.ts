import { describe, expect, test } from 'vitest';
import { keeps, readPage, readResults, reliabilityPage, type Result } from '../../lab/report.ts';
import { badRelays } from '../../lab/stories.ts';
import { isFault, type Row } from '../../lab/row.ts';
import { table } from '../../lab/table.ts';

const row: Row = {
  id: 'cut',
  event: 'a cut',
  what: { is: 'cut', how: 'silent', forMs: 1 },
  moment: 'in the call',
  browsers: ['chromium', 'firefox'],
  nats: ['plain', 'plain'],
  relays: ['nostr'],
  musts: [{ figure: 'picture', of: 'worst', atMost: 1000 }],
  runs: 3,
};

const result = (runs: Result['runs'], failures: readonly string[] = []): Result => ({
  row: 'cut',
  browser: 'chromium',
  date: '2026-01-02',
  machine: 'a machine',
  load: 2,
  runs,
  failures,
});

const linesWith = (page: string, word: string): string[] => page.split('\n').filter((line) => line.includes(word));

describe('the page', () => {
  test('says median, worst and whether it was reached', () => {
    const [line] = linesWith(
      reliabilityPage([row], [result([{ picture: 100 }, { picture: 300 }, { picture: 900 }])]),
      'Chromium |',
    );
    expect(line).toBe(
      '| a cut | in the call | Chromium | 3 | picture back | 300 ms | 900 ms | at most 1000 ms | reached |',
    );
  });

  test('what was not run says so, with what must be', () => {
    const [line] = linesWith(reliabilityPage([row], []), 'Firefox |');
    expect(line).toMatch(/not run.*picture back: at most 1000 ms/);
  });

  test('what did not come about is a dash, and missed', () => {
    const page = reliabilityPage([row], [result([{ picture: 100 }, { picture: 200 }, { picture: null }])]);
    expect(linesWith(page, 'Chromium |')[0]).toMatch(/200 ms \| - \| at most 1000 ms \| \*\*missed\*\*/);
  });

  test('runs without a call are counted and keep nothing', () => {
    const page = reliabilityPage([row], [result([{ picture: 100 }], ['waited in vain'])]);
    expect(page).toMatch(/1 without a call/);
    expect(page).toMatch(/missed/);
  });

  test('where no run had a call there is nothing to tell of it', () => {
    const page = reliabilityPage([row], [result([], ['waited in vain'])]);
    expect(linesWith(page, 'Chromium |')[0]).toMatch(/picture back \| - \| - \| at most 1000 ms \| \*\*missed\*\*/);
  });
});

test('docs/RELIABILITY.md is what the table and the kept runs say (`npm run lab -- --page` writes it)', () => {
  expect(readPage()).toBe(reliabilityPage(table, readResults()));
});

describe('what must be', () => {
  const must = { figure: 'picture', of: 'p95', atMost: 10 } as const;
  const twenty = Array.from({ length: 20 }, () => 5);

  test('one of twenty may be worse where p95 is asked for, and none where the worst is', () => {
    const values = [...twenty.slice(1), 99];
    expect(keeps(must, values, 0)).toBe(true);
    expect(keeps({ ...must, of: 'worst' }, values, 0)).toBe(false);
    expect(keeps(must, [...twenty.slice(2), 99, null], 0)).toBe(false);
  });

  test('at least: the smallest counts', () => {
    expect(keeps({ figure: 'frames', of: 'worst', atLeast: 80 }, [90, 79], 0)).toBe(false);
    expect(keeps({ figure: 'frames', of: 'worst', atLeast: 80 }, [90, 80], 0)).toBe(true);
  });

  test('nothing measured is nothing kept', () => expect(keeps(must, [], 0)).toBe(false));
});

describe('the table', () => {
  test('no two rows have the same id, and each promises something that it measures', () => {
    const ids = table.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { musts } of table) expect(musts.length).toBeGreaterThan(0);
  });

  test('only what begins and ends can happen to somebody who is not in the call yet', () => {
    const early = table.filter(({ moment }) => moment === 'in the green room');
    expect(early.every(({ what }) => isFault(what))).toBe(true);
  });

  test('bad relays: each family alone, and each way of being bad for each family', () => {
    const all = badRelays(['nostr', 'mqtt', 'torrent']);
    expect(all.filter(({ networks }) => networks.length === 2)).toHaveLength(3);
    expect(all).toHaveLength(3 + 3 * 7);
  });
});
