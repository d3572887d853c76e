import { describe, expect, test } from 'vitest';
import { allowSteps } from '#screens/green-room/allow-steps.tsx';
import { countNetworks } from '#screens/green-room/network-words.ts';
import { presentWords } from '#screens/green-room/present-line.tsx';
import { fakeId } from '../../../fixtures/fake-call.ts';

const people = (...names: readonly string[]) => names.map((name, index) => ({ id: fakeId(index), name }));
const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, '');

describe('who is there', () => {
  test('is named, a few of many', () => {
    expect(plain(presentWords(people('Ana')))).toBe('Ana is here');
    expect(plain(presentWords(people('Ana', 'Bo')))).toBe('Ana and Bo are here');
    expect(plain(presentWords(people('Ana', 'Bo', 'Cy', 'Di')))).toBe('Ana, Bo, Cy, and 1 other are here');
    expect(plain(presentWords(people('Ana', 'Bo', 'Cy', 'Di', 'Eve')))).toBe('Ana, Bo, Cy, and 2 others are here');
  });
  test('a guest has a bird’s name, and a name that runs the other way stays by itself', () => {
    expect(plain(presentWords(people('')))).toMatch(/^Guest \p{L}+ is here$/u);
    expect(presentWords(people('\u0623\u0628\u0648', 'Bo'))).toContain('\u2068\u0623\u0628\u0648\u2069 and');
  });
});

test('networks are counted each for itself, without this device', () => {
  const open = { is: 'open', roundTripMs: 1 } as const;
  const waiting = { is: 'waiting', attempt: 1, retryAtMs: 0 } as const;
  expect(
    countNetworks([
      { network: 'device', name: '', state: open },
      { network: 'nostr', name: 'a', state: open },
      { network: 'mqtt', name: 'b', state: waiting },
      { network: 'nostr', name: 'c', state: { is: 'probing' } },
      { network: 'nostr', name: 'd', state: waiting },
    ]),
  ).toEqual([
    { network: 'nostr', answering: 2, all: 3 },
    { network: 'mqtt', answering: 0, all: 1 },
  ]);
});

test('help for a refused device says where to press and ends here, on this page', () => {
  const browsers = [
    'chrome',
    'edge',
    'firefox',
    'safari',
    'chrome-android',
    'firefox-android',
    'safari-ios',
    'app-ios',
    'other',
  ] as const;
  const all = browsers.map((browser) => allowSteps(browser));
  expect(all.every((steps) => steps.length === 3)).toBe(true);
  expect(new Set(all.map(([first]) => first)).size).toBe(browsers.length);
});
