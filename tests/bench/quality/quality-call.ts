// One call of the quality benchmark: somebody with a camera and a microphone, one who looks and listens closely, and cheap ones,
// so that there is somebody to share with.

import { known } from '#core/base/known.ts';
import { findChromium } from '../../../scripts/test/browsers.ts';
import { launchChromium } from '../../e2e/harness/chromium.ts';
import type { Browser, ContextOptions } from '../../e2e/harness/browser-window.ts';
import { createPerson, type Person } from '../../e2e/harness/person.ts';
import { until } from '../../e2e/harness/until.ts';
import type { BenchStand } from '../bench-stand.ts';
import { becomeCheap } from '../cpu/cheap-receiver.ts';
import { sizes, type Path } from '../cpu/cpu-plan.ts';
import { encodeEvenly } from '../cpu/even-encoding.ts';
import { percentile } from '../figures.ts';
import { hidePressure } from '../hide-pressure.ts';
import type { MovingCamera } from '../moving-camera.ts';
import { wishAlways } from '../wishes.ts';
import { pictureDelays, soundDelays } from './delays.ts';
import type { QualityPicture, QualitySample } from './quality-plan.ts';
import { beginProbe, putProbe, readProbe, type ProbeReading } from './probe.ts';

export const qualityWorkers = { frames: 'cpu/cheap-frames.worker', probe: 'quality/probe.worker' } as const;

const window = { width: 360, height: 640 } as const;
const growMs = 60_000;
const settleMs = 8_000;
const measureMs = 20_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const openPerson = async (browser: Browser, name: string, options: ContextOptions): Promise<Person> => {
  const context = await browser.openContext({ window, ...options });
  return createPerson(name, await context.openWindow(), context);
};

const figuresOf = (sent: ProbeReading, before: ProbeReading, after: ProbeReading, seconds: number) => {
  const pictures = pictureDelays(sent.pictures, after.pictures);
  return {
    size: after.size,
    kbps: ((after.bytes - before.bytes) * 8) / 1000 / seconds,
    framesPerSecond: after.pictures.length / seconds,
    compared: after.psnr.length,
    ...known({
      psnr: percentile(after.psnr, 50),
      pictureMs: percentile(pictures, 50),
      pictureP95Ms: percentile(pictures, 95),
      soundMs: percentile(soundDelays(sent.sounds, after.sounds), 50),
    }),
  };
};

const measure = async (sender: Person, looker: Person, picture: QualityPicture) => {
  const read = (person: Person): Promise<ProbeReading> => person.window.run(readProbe, undefined);
  const isGrown = ({ size }: ProbeReading): boolean => size === `${sizes[picture].width}x${sizes[picture].height}`;
  await until(`${picture} arrives`, () => read(looker), isGrown, { patienceMs: growMs });
  await pause(settleMs);
  for (const person of [sender, looker]) await person.window.run(beginProbe, undefined);
  const [before, from] = [await read(looker), performance.now()];
  await pause(measureMs);
  const [after, seconds] = [await read(looker), (performance.now() - from) / 1000];
  return figuresOf(await read(sender), before, after, seconds);
};

export interface QualityCall {
  readonly path: Path;
  readonly picture: QualityPicture;
  /** What each encoder of the plain path is given. */
  readonly plainBps: number;
}

export const playQualityCall = async (
  { path, picture, plainBps }: QualityCall,
  { stand, camera }: { readonly stand: BenchStand; readonly camera: MovingCamera },
): Promise<Omit<QualitySample, 'run'>> => {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium on this machine');
  await using stack = new AsyncDisposableStack();
  const launch = async (args: readonly string[] = []): Promise<Browser> =>
    stack.adopt(await launchChromium({ executablePath, args, framesPerSecond: 30 }), (browser) => browser.close());
  stand.setEncodeOnce(path === 'shared');
  const room = stand.newRoom();
  const probe = `/bench/${qualityWorkers.probe}.js`;
  const wishing = { run: wishAlways, argument: sizes[picture] };
  const even = { run: encodeEvenly, argument: { ...sizes[picture], bitrateBps: plainBps } };
  const [own, others] = [await launch([camera.flag]), await launch()];
  const sender = await openPerson(own, 'Sender', {
    atStart: [
      { run: putProbe, argument: { script: probe, of: 'opened' } },
      { run: hidePressure },
      ...(path === 'plain' ? [even] : []),
    ],
  });
  const looker = await openPerson(others, 'Looker', {
    isMediaDenied: true,
    atStart: [{ run: putProbe, argument: { script: probe, of: 'received' } }, wishing],
  });
  const cheap = await openPerson(others, 'Cheap', {
    isMediaDenied: true,
    atStart: [{ run: becomeCheap, argument: `/bench/${qualityWorkers.frames}.js` }, wishing],
  });
  for (const person of [sender, looker, cheap]) {
    await person.open(room);
    await person.join();
  }
  return { path, picture, ...(await measure(sender, looker, picture)) };
};
