// One whole call of the mesh benchmark: every person a real page with a camera and a microphone, all in one browser.

import { findChromium } from '../../../scripts/test/browsers.ts';
import { launchChromium } from '../../e2e/harness/chromium.ts';
import { createPerson, type Person } from '../../e2e/harness/person.ts';
import type { BenchStand } from '../bench-stand.ts';
import { hidePressure } from '../hide-pressure.ts';
import type { MovingCamera } from '../moving-camera.ts';
import { cpuSecondsOf } from '../process-cpu.ts';
import { readJoin, watchJoin } from '../watch-join.ts';
import { wishNothing } from '../wishes.ts';
import type { MeshCall, MeshSample } from './mesh-plan.ts';
import { readClick, readLines, waitForPictures, watchConnections, type Line } from './watch-lines.ts';

/** A small laptop's: tiles as a person would have them. */
const window = { width: 1280, height: 720 } as const;
const settleMs = 15_000;
const measureMs = 20_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const readAll = (people: readonly Person[]): Promise<Line[][]> =>
  Promise.all(people.map((person) => person.window.run(readLines, undefined)));

const mostFrequent = (values: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'nothing';
};

/** What came between two readings, over all people. A line that did not move counts: a picture is missing there. */
const compare = (before: readonly Line[][], after: readonly Line[][], seconds: number) => {
  const lines = after.flatMap((each, person) =>
    each.map((line) => ({ line, earlier: before[person]?.find(({ id }) => id === line.id) })),
  );
  const grown = (what: 'frames' | 'freezes' | 'bytes'): number[] =>
    lines.map(({ line, earlier }) => line[what] - (earlier?.[what] ?? 0));
  const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
  return {
    framesPerSecond: grown('frames').map((frames) => frames / seconds),
    freezesPerMinute: (sum(grown('freezes')) * 60) / seconds,
    receivedKbps: (sum(grown('bytes')) * 8) / 1000 / seconds / after.length,
    size: mostFrequent(lines.map(({ line }) => line.size)),
  };
};

/** The last one's times, from the click on. */
const joinLast = async (person: Person, room: string, others: number) => {
  await person.open(room);
  const pictures = person.window.run(waitForPictures, others);
  await person.join();
  const [allAt, clickedAt = Number.NaN] = [await pictures, await person.window.run(readClick, undefined)];
  const { firstFrame = Number.NaN } = await person.window.run(readJoin, undefined);
  return { firstPictureMs: firstFrame, allPicturesMs: allAt - clickedAt };
};

export const playMeshCall = async (
  { variant, people: count }: MeshCall,
  { stand, camera }: { readonly stand: BenchStand; readonly camera: MovingCamera },
): Promise<MeshSample> => {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium on this machine');
  stand.setEncodeOnce(variant !== 'plain');
  const room = stand.newRoom();
  await using stack = new AsyncDisposableStack();
  const browser = stack.adopt(
    await launchChromium({ executablePath, args: [camera.flag], framesPerSecond: 30 }),
    (each) => each.close(),
  );
  const atStart = [
    { run: watchConnections },
    { run: watchJoin },
    { run: hidePressure },
    ...(variant === 'no-wishes' ? [{ run: wishNothing }] : []),
  ];
  const people: Person[] = [];
  let joined = { firstPictureMs: Number.NaN, allPicturesMs: Number.NaN };
  for (let index = 1; index <= count; index += 1) {
    const context = await browser.openContext({ window, atStart });
    const person = createPerson(`Person ${index}`, await context.openWindow(), context);
    joined = await joinLast(person, room, index - 1);
    people.push(person);
  }
  await pause(settleMs);
  const [before, usedBefore, from] = [await readAll(people), cpuSecondsOf(browser.pid), performance.now()];
  await pause(measureMs);
  const [used, seconds] = [cpuSecondsOf(browser.pid) - usedBefore, (performance.now() - from) / 1000];
  const after = await readAll(people);
  return { variant, people: count, coresEach: used / seconds / count, ...compare(before, after, seconds), ...joined };
};
