// What a report means, and what is written of it.

import { describe, expect, test } from 'vitest';
import { AppError } from '#core/base/errors.ts';
import type { ConnectionState, PersonReport } from '#engine/call/api.ts';
import { browserFamily } from '#screens/panels/details/browser-family.ts';
import { describeReport, type Description } from '#screens/panels/details/describe-report.ts';
import { figureGroups } from '#screens/panels/details/report-figures.ts';
import { reportText } from '#screens/panels/details/report-text.ts';
import { descriptionWords } from '#screens/panels/details/report-words.ts';

const connected: ConnectionState = { is: 'connected', sinceMs: 0 };
const nothing: PersonReport = { sent: {}, received: {} };
const good: PersonReport = {
  roundTripMs: 38,
  path: 'direct',
  protocol: 'udp',
  availableOutgoingBps: 2_400_000,
  sent: { microphone: { bitrateBps: 32_000 }, camera: { width: 1280, height: 720, framesPerSecond: 29.7 } },
  received: { microphone: { bitrateBps: 31_000, lossRatio: 0.002, codec: 'opus' } },
};

type Described = Extract<Description, { readonly is: 'described' }>;
const described = (report: PersonReport): Described => {
  const description = describeReport(report, connected);
  if (description.is !== 'described') throw new Error(description.is);
  return description;
};

describe('describeReport', () => {
  test('says so where there is no connection or no figure yet', () => {
    const connection: ConnectionState = { is: 'reconnecting', sinceMs: 0 };
    expect(describeReport(good, connection)).toEqual({ is: 'not-connected', connection });
    expect(describeReport(undefined, connected)).toEqual({ is: 'no-figures' });
    expect(describeReport(nothing, connected)).toEqual({ is: 'no-figures' });
  });
  test('names whoever is in between, in place of the path', () => {
    const words = descriptionWords(describeReport(good, connected, 'Ana'));
    expect(words[0]).toBe('Connected through Ana, who carries picture and sound between you.');
    expect(words.join(' ')).not.toContain('Directly connected');
  });
  test('judges by the worst of delay, loss either way, and gaps in the sound', () => {
    const verdict = (change: Partial<PersonReport>) => described({ ...nothing, path: 'direct', ...change }).verdict;
    expect(verdict({})).toBeUndefined();
    expect(verdict({ roundTripMs: 38 })).toBe('very-good');
    expect(verdict({ roundTripMs: 200 })).toBe('good');
    expect(verdict({ roundTripMs: 38, received: { camera: { lossRatio: 0.05 } } })).toBe('fair');
    expect(verdict({ roundTripMs: 38, sent: { microphone: { lossRatio: 0.2 } } })).toBe('poor');
    expect(verdict({ roundTripMs: 900 })).toBe('poor');
    expect(verdict({ received: { microphone: { concealedRatio: 0.001 } } })).toBe('very-good');
    expect(verdict({ received: { microphone: { concealedRatio: 0.05 } } })).toBe('fair');
  });
  test('knows a large picture from a small one, also upright', () => {
    const size = (width: number, height: number) =>
      described({ ...nothing, path: 'direct', sent: { camera: { width, height } } }).sent[0];
    expect(size(1280, 720)).toMatchObject({ is: 'picture', picture: { size: 'large' } });
    expect(size(360, 640)).toMatchObject({ picture: { size: 'medium' } });
    expect(size(320, 180)).toMatchObject({ picture: { size: 'small' } });
    expect(size(0, 0)).toEqual({ is: 'picture-begins' });
  });
  test('sound alone, nothing at all, a screen, what holds back and what gets lost', () => {
    expect(described(good).received).toEqual([{ is: 'sound-only' }]);
    expect(described({ ...nothing, path: 'direct' }).sent).toEqual([{ is: 'nothing' }]);
    const busy = described({
      ...nothing,
      path: 'relayed',
      sent: {
        camera: { width: 320, height: 180, framesPerSecond: 12, limitedBy: 'cpu' },
        screen: { width: 1920, height: 1080 },
      },
      received: { camera: { lossRatio: 0.06 } },
    });
    expect(busy.sent.map(({ is }) => is)).toEqual(['picture', 'held-back', 'screen']);
    expect(busy.received).toEqual([{ is: 'picture-begins' }, { is: 'loses', ratio: 0.06 }]);
  });
});

test('in words: the path first, then how good it is, then both ways', () => {
  const words = descriptionWords(describeReport(good, connected)).map((text) => text.replaceAll('\u00a0', ' '));
  expect(words).toEqual([
    'Directly connected, over the internet.',
    'Very good: you hear each other at once.',
    'You send them a large picture (1280 × 720, 30 frames a second).',
    'What comes from them: their voice, and no picture.',
  ]);
  const failed = { is: 'failed', error: new AppError('peer/unreachable') } as const;
  expect(descriptionWords(describeReport(undefined, failed))[0]).toBe("Can't reach them");
});

test('figures that are not known are left out, and so are groups without any', () => {
  expect(figureGroups(nothing)).toEqual([]);
  expect(figureGroups(good).map(({ about, medium, figures }) => [about, medium, figures.length])).toEqual([
    ['connection', undefined, 4],
    ['sent', 'camera', 2],
    ['sent', 'microphone', 1],
    ['received', 'microphone', 3],
  ]);
});

test('the report that is copied', () => {
  const text = reportText({
    atMs: Date.UTC(2026, 4, 3, 12),
    appVersion: '0.1.0',
    browser: 'Firefox 140',
    sentences: ['Directly connected, over the internet.'],
    groups: figureGroups(good),
    encoding: 'What you send\n  Camera, encoded once for 3 people',
    journal: ['0.0 s heard nostr', 'addresses here: host 1'],
  });
  expect(text.replaceAll('\u00a0', ' ')).toBe(
    `Connection report · Starling 0.1.0 · Firefox 140 · 2026-05-03T12:00:00.000Z

Directly connected, over the internet.

Between you
  Round trip: 38 ms
  Path: direct
  Protocol: UDP
  Room to send: 2.4 Mb/s

You send: picture
  Size: 1280 × 720
  Frames a second: 30

You send: voice
  Data: 32 kb/s

You get: voice
  Data: 31 kb/s
  Lost on the way: 0.2%
  Codec: opus

What you send
  Camera, encoded once for 3 people

What happened
  0.0 s heard nostr
  addresses here: host 1`,
  );
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36',
    'Chrome 146',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0 Safari/537.36 Edg/146.0',
    'Edge 146',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
    'Safari 18',
  ],
  [
    'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/146.0 Mobile/15E148 Safari/604.1',
    'Chrome 146',
  ],
  ['curl/8', undefined],
])('the browser behind %s', (userAgent, family) => expect(browserFamily(userAgent)).toBe(family));
