// One call of the processor benchmark: somebody with a camera in a browser of their own, and cheap receivers in another.

import { findChromium } from '../../../scripts/test/browsers.ts';
import type { Browser, ContextOptions } from '../../e2e/harness/browser-window.ts';
import { launchChromium } from '../../e2e/harness/chromium.ts';
import { createPerson, type Person } from '../../e2e/harness/person.ts';
import { until } from '../../e2e/harness/until.ts';
import type { BenchStand } from '../bench-stand.ts';
import { percentile } from '../figures.ts';
import { hidePressure } from '../hide-pressure.ts';
import type { MovingCamera } from '../moving-camera.ts';
import { leaveOutMicrophone } from '../only-camera.ts';
import { cpuSecondsOf } from '../process-cpu.ts';
import { wishAlways, wishFor } from '../wishes.ts';
import { becomeCheap, readReceived, type CheapFigures } from './cheap-receiver.ts';
import type { Received } from './cheap-words.ts';
import { sizes, type CpuCall, type CpuSample, type Picture } from './cpu-plan.ts';
import { encodeEvenly, evenTo } from './even-encoding.ts';
import { shareText } from './text-screen.ts';

export interface CpuCallOptions {
  readonly stand: BenchStand;
  readonly camera: MovingCamera;
  readonly hasSound: boolean;
  readonly note: (line: string) => void;
}

export const cpuWorkers = { frames: 'cpu/cheap-frames.worker', screen: 'cpu/text-screen.worker' } as const;

/** Small, as a phone's: drawing costs the same processor where there is no graphics card, and it is not what is measured. */
const window = { width: 360, height: 640 } as const;
/** Until the browser knows what the paths can carry, and everybody gets the size that is wished. */
const growMs = 60_000;
/** What comes first at a new size costs more than what follows. */
const settleMs = 6_000;
const measureMs = 12_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const launch = (args: readonly string[] = []): Promise<Browser> => {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium on this machine');
  return launchChromium({ executablePath, args, framesPerSecond: 30 });
};

const openPerson = async (browser: Browser, name: string, options: ContextOptions): Promise<Person> => {
  const context = await browser.openContext({ window, ...options });
  return createPerson(name, await context.openWindow(), context);
};

const enter = async (person: Person, room: string): Promise<void> => {
  await person.open(room);
  await person.join();
};

const readAll = (receivers: readonly Person[]): Promise<CheapFigures[]> =>
  Promise.all(receivers.map((receiver) => receiver.window.run(readReceived, undefined)));

/** Only whoever is under test sends pictures, so all that comes is theirs. */
const sumOf = (lines: readonly Received[], what: 'frames' | 'bytes' | 'keyFrames' | 'freezes'): number =>
  lines.reduce((sum, line) => sum + line[what], 0);

/** The size of the line on which something came. */
const sizeOf = (before: readonly Received[], after: readonly Received[]): string => {
  const moved = after.find(({ line, frames }) => frames > (before.find((each) => each.line === line)?.frames ?? 0));
  return moved ? `${moved.width}x${moved.height}` : 'nothing';
};

const compare = (before: readonly CheapFigures[], after: readonly CheapFigures[]) => {
  const each = after.map((now, index) => {
    const then = before[index] ?? now;
    const seconds = (now.atMs - then.atMs) / 1000;
    const grown = (what: Parameters<typeof sumOf>[1]): number => sumOf(now.lines, what) - sumOf(then.lines, what);
    return {
      framesPerSecond: grown('frames') / seconds,
      kbps: (grown('bytes') * 8) / 1000 / seconds,
      size: sizeOf(then.lines, now.lines),
      freezes: grown('freezes'),
      keyFrames: grown('keyFrames'),
      // A connection that was replaced takes its own with it.
      requests: Math.max(0, now.keyFrameRequests - then.keyFrameRequests),
    };
  });
  const total = (what: 'freezes' | 'keyFrames' | 'requests'): number => each.reduce((sum, one) => sum + one[what], 0);
  const inOrder = each.map(({ size }) => size).toSorted();
  return {
    framesPerSecond: each.map(({ framesPerSecond }) => framesPerSecond),
    kbps: each.map(({ kbps }) => kbps),
    size: inOrder[Math.floor(inOrder.length / 2)] ?? 'nothing',
    freezes: total('freezes'),
    keyFrames: total('keyFrames'),
    keyFrameRequests: total('requests'),
  };
};

/** A machine that cannot do it is measured all the same: the table says what came. */
const waitForSize = async (receivers: readonly Person[], picture: Picture): Promise<void> => {
  const { height } = sizes[picture];
  const hasSize = ({ lines }: CheapFigures): boolean => lines.some((line) => line.height === height);
  const isReached = (all: readonly CheapFigures[]): boolean => all.every(hasSize);
  await until(`${picture} for everybody`, () => readAll(receivers), isReached, { patienceMs: growMs }).catch(() => {});
};

interface Stage {
  readonly own: Browser;
  readonly others: Browser;
  readonly tested: Person;
  readonly receivers: readonly Person[];
}

const measurePicture = async (
  { own, others, tested, receivers }: Stage,
  picture: Picture,
): Promise<Omit<CpuSample, 'path' | 'picture' | 'receivers'>> => {
  await waitForSize(receivers, picture);
  await pause(settleMs);
  const used = (): readonly [own: number, others: number] => [cpuSecondsOf(own.pid), cpuSecondsOf(others.pid)];
  const [before, usedBefore, from] = [await readAll(receivers), used(), performance.now()];
  await pause(measureMs);
  const [usedAfter, seconds] = [used(), (performance.now() - from) / 1000];
  const after = await readAll(receivers);
  if (tested.errors().length > 0) throw new Error(`the page under test: ${tested.errors().join('; ')}`);
  return {
    cores: (usedAfter[0] - usedBefore[0]) / seconds,
    receiverCores: (usedAfter[1] - usedBefore[1]) / seconds,
    ...compare(before, after),
  };
};

const show = async ({ tested, receivers }: Stage, picture: Picture): Promise<void> => {
  const size = sizes[picture];
  for (const receiver of receivers) await receiver.window.run(wishFor, size);
  await tested.window.run(evenTo, size);
  if (picture !== 'screen') return;
  await tested.setCamera(false);
  const isOnBar = await tested.window.isVisible('button', 'Share screen');
  await (isOnBar ? tested.press('Share screen') : tested.choose('More', 'Share screen'));
};

/** Calls `onSample` after each picture: what is there already is kept when a later one is broken off. */
export const playCpuCall = async (
  { path, receivers: count, pictures }: CpuCall,
  { stand, camera, hasSound, note }: CpuCallOptions,
  onSample: (sample: CpuSample) => void,
): Promise<void> => {
  const [first = '360p'] = pictures;
  const scripts = { frames: `/bench/${cpuWorkers.frames}.js`, screen: `/bench/${cpuWorkers.screen}.js` };
  stand.setEncodeOnce(path === 'shared');
  const room = stand.newRoom();
  await using stack = new AsyncDisposableStack();
  const open = async (args?: readonly string[]): Promise<Browser> =>
    stack.adopt(await launch(args), (browser) => browser.close());
  const others = await open();
  const own = await open([camera.flag]);
  const even = path === 'plain' ? [{ run: encodeEvenly, argument: sizes[first] }] : [];
  const silent = hasSound ? [] : [{ run: leaveOutMicrophone }];
  const atStart = [{ run: shareText, argument: scripts.screen }, { run: hidePressure }, ...even, ...silent];
  const tested = await openPerson(own, 'Tested', { atStart });
  await enter(tested, room);
  const cheap = [
    { run: becomeCheap, argument: scripts.frames },
    { run: wishAlways, argument: sizes[first] },
  ];
  const receivers: Person[] = [];
  for (let index = 1; index <= count; index += 1) {
    const receiver = await openPerson(others, `Receiver ${index}`, { atStart: cheap, isMediaDenied: true });
    await enter(receiver, room);
    receivers.push(receiver);
  }
  const isReached = (all: readonly CheapFigures[]): boolean => all.every(({ lines }) => sumOf(lines, 'frames') > 30);
  await until('everybody gets pictures', () => readAll(receivers), isReached, { patienceMs: 60_000 });
  const stage = { own, others, tested, receivers };
  for (const picture of pictures) {
    await show(stage, picture);
    const sample = { path, picture, receivers: count, ...(await measurePicture(stage, picture)) };
    note(inWords(sample));
    onSample(sample);
  }
};

const inWords = ({
  path,
  picture,
  receivers,
  cores,
  receiverCores,
  framesPerSecond,
  kbps,
  size,
  ...counts
}: CpuSample): string =>
  [
    `${picture} to ${receivers}, ${path}: ${cores.toFixed(3)} cores (receivers ${receiverCores.toFixed(2)}), ${size}`,
    `${percentile(framesPerSecond, 50)?.toFixed(1)} pictures a second (least ${Math.min(...framesPerSecond).toFixed(1)})`,
    `${percentile(kbps, 50)?.toFixed(0)} kbit/s each, ${counts.freezes} freezes, ${counts.keyFrames} key frames, ${counts.keyFrameRequests} asked for`,
  ].join(', ');
