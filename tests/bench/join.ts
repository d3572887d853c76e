// Join time: the click on "Join call" to the first picture of the other, Starling beside a plain Trystero page, in turns.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { createRoomSecret, formatRoomHash } from '#engine/signaling/room-link.ts';
import { createCast, type Cast } from '../e2e/harness/cast.ts';
import type { BrowserWindow } from '../e2e/harness/browser-window.ts';
import { configFor } from '../e2e/harness/stand.ts';
import { findDist, netlifyFile } from '../e2e/harness/dist.ts';
import { startRelay } from '../e2e/harness/relays.ts';
import { readNetlifyHeaders, startStaticHost } from '../e2e/harness/static-host.ts';
import { until, untilTrue } from '../e2e/harness/until.ts';
import { hasOwnPicture, readJoin, watchJoin, type JoinTimes } from './watch-join.ts';

export type Start = 'cold' | 'warm';
export type Contender = 'Starling' | 'plain Trystero';

export interface JoinSample extends JoinTimes {
  readonly contender: Contender;
  readonly start: Start;
  readonly firstFrame: number;
}

/** Whoever is there first has said so and has gone quiet: a newcomer does not profit from a burst of announcements. */
const settledMs = 2000;
/** "Already open for a while". */
const warmMs = 3000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Of both people, in CSS pixels. */
export interface Window {
  readonly width: number;
  readonly height: number;
}

export const measureJoins = async (
  joins: number,
  window: Window,
  note: (line: string) => void,
): Promise<JoinSample[]> => {
  await using stand = await startBothPages();
  const cast = createCast({ framesPerSecond: 30 });
  const samples: JoinSample[] = [];
  try {
    for (const { round, start, contender } of turns(joins)) {
      const times = await joinOnce(cast, stand.newRoom[contender](), start, window);
      samples.push({ contender, start, ...times });
      note(`${round + 1}/${joins} ${start} ${contender}: ${Math.round(times.firstFrame)} ms`);
    }
  } finally {
    await cast.close();
  }
  return samples;
};

interface Turn {
  readonly round: number;
  readonly start: Start;
  readonly contender: Contender;
}

/** Whoever comes second finds a warmer machine: they take turns in that as well. */
const turns = (joins: number): Turn[] =>
  Array.from({ length: joins }).flatMap((_, round) =>
    (['cold', 'warm'] as const).flatMap((start) => {
      const contenders: Contender[] = ['plain Trystero', 'Starling'];
      return (round % 2 === 0 ? contenders : contenders.toReversed()).map((contender) => ({ round, start, contender }));
    }),
  );

interface Pages extends AsyncDisposable {
  /** The address of a new room. */
  readonly newRoom: Readonly<Record<Contender, () => string>>;
}

const startBothPages = async (): Promise<Pages> => {
  const relay = await startRelay('nostr');
  const dist = await findDist();
  const plain = await buildPlainPage();
  const config = configFor(dist, [relay]);
  const ours = await startStaticHost({ root: dist, basePath: '/', headers: readNetlifyHeaders(netlifyFile) });
  const theirs = await startStaticHost({ root: plain, basePath: '/', headers: {} });
  for (const host of [ours, theirs]) host.replace('/starling.json', config);
  return {
    newRoom: {
      'plain Trystero': () => `http://127.0.0.1:${theirs.port}/#/${crypto.randomUUID()}`,
      Starling: () => `http://127.0.0.1:${ours.port}/${formatRoomHash({ secret: createRoomSecret(), name: '' })}`,
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([ours.stop(), theirs.stop(), relay.stop()]);
      rmSync(plain, { recursive: true, force: true });
    },
  };
};

const buildPlainPage = async (): Promise<string> => {
  const outDir = mkdtempSync(join(tmpdir(), 'plain-trystero-'));
  const root = fileURLToPath(new URL('plain-trystero', import.meta.url));
  await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  });
  return outDir;
};

/** Two fresh people: one is in the room and has settled, the other joins and is measured. */
const joinOnce = async (
  cast: Cast,
  address: string,
  start: Start,
  window: Window,
): Promise<JoinTimes & { firstFrame: number }> => {
  const options = { atStart: [{ run: watchJoin }], window };
  const first = await cast.person('First', 'chromium', options);
  const second = await cast.person('Second', 'chromium', options);
  await openGreenRoom(first.window, address);
  await pressJoin(first.window, 'First');
  await first.sees('button', 'Leave call');
  await pause(settledMs);
  await openGreenRoom(second.window, address);
  if (start === 'warm') await pause(warmMs);
  await pressJoin(second.window, 'Second');
  const times = await until(
    'the first picture',
    () => second.window.run(readJoin, undefined),
    ({ firstFrame }) => firstFrame !== undefined,
  );
  await cast.sendHome();
  return { ...times, firstFrame: times.firstFrame ?? Number.NaN };
};

const openGreenRoom = async (window: BrowserWindow, address: string): Promise<void> => {
  await window.goTo(address);
  await untilTrue('Join can be pressed', () => window.isVisible('button', 'Join call'));
  await untilTrue('the camera is open', () => window.run(hasOwnPicture, undefined));
};

/** The plain page asks for no name. */
const pressJoin = async (window: BrowserWindow, name: string): Promise<void> => {
  if (await window.isVisible('textbox', 'Your name')) await window.fill('Your name', name);
  await window.click('button', 'Join call');
};
