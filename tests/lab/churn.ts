// Many joins and leaves, then a long rest: what of it is still there in the page of whoever stayed.

import { stillSize } from '#workers/encode-messages.ts';
import { until } from '../e2e/harness/until.ts';
import { patienceMs, pause, type LabCall, type Member } from './lab-call.ts';
import type { Figures, Story } from './row.ts';
import { countConnections, countShared, countWorkers, forgetAll } from './watch.ts';

/** By then all has been loaded that a call loads, also what comes when somebody has stayed for a while, and the trackers are joined. */
const settleMs = 30_000;
/** By then what came for somebody who was missing is gone (src/engine/signaling/late-trystero.ts): counted with it, nothing could be too much. */
const quietMs = 90_000;
/**
 * Joins that are not counted. What runs often the browser compiles, and its machine code is in the heap: most of 1.9 MB in the
 * first hundred joins, 0.6 of 0.8 in the second (heap snapshots, Chromium 156).
 */
const warmUpJoins = 100;
/** What comes and goes by itself is not left behind: of so many looks the least counts, each. Trystero renews its offers within them. */
const looks = 7;
const lookEveryMs = 10_000;
/** Every so many joins somebody stays long enough for the picture to be shared, and away long enough for it not to be. */
const switchEvery = 4;

interface Holdings {
  readonly connections: number;
  readonly workers: number;
  readonly sockets: number;
  readonly listeners: number;
  readonly heapBytes: number;
}

/** After quick joins it may be either way: who was there for a moment does not count, and who left stays for a while. */
const waitForSharing = async ({ name, person }: Member, withHowMany: number): Promise<void> => {
  await until(
    `${name} has one encoder for ${withHowMany}`,
    () => person.window.run(countShared, stillSize),
    (count) => count === withHowMany,
    { patienceMs },
  );
};

export const churn = async (call: LabCall, { joins, idleMs }: Extract<Story, { is: 'churn' }>): Promise<Figures> => {
  const { victim, others } = call;
  const [stayer] = others;
  if (!stayer) throw new Error('nobody stays');
  const see = async (members: readonly Member[]): Promise<void> => {
    for (const { person } of others) await person.waitForTiles(...members.map(({ name }) => name));
  };
  const come = async (): Promise<void> => {
    await victim.person.rejoin();
    await see(call.members);
  };
  const go = async (): Promise<void> => {
    await victim.person.leave();
    await see(others);
  };
  // Two who stay share their picture as soon as a third is there, and let it be when the third is gone.
  const isShared = others.length > 1;
  const comeAndGo = async (times: number): Promise<void> => {
    for (let time = 1; time <= times; time += 1) {
      if (isShared && time % switchEvery === 0) {
        await come();
        await waitForSharing(stayer, others.length);
        await stayer.person.setCamera(false);
        await stayer.person.setCamera(true);
        await go();
        await waitForSharing(stayer, 0);
      } else {
        await come();
        await go();
      }
    }
  };
  await call.join();
  await call.meet();
  await pause(settleMs);
  await go();
  await comeAndGo(warmUpJoins);
  await pause(quietMs);
  const before = await leastHoldings(call, stayer);
  await comeAndGo(joins);
  await pause(idleMs);
  const after = await leastHoldings(call, stayer);
  const more = (what: keyof Holdings): number => Math.max(0, after[what] - before[what]);
  return {
    connections: more('connections'),
    workers: more('workers'),
    sockets: more('sockets'),
    listeners: more('listeners'),
    heap: (100 * more('heapBytes')) / before.heapBytes,
    rejections: call.members.flatMap(({ person }) => person.errors()).filter((error) => error.includes('uncaught'))
      .length,
  };
};

const holdings = async ({ internet }: LabCall, { person: { window } }: Member): Promise<Holdings> => {
  await window.run(forgetAll, undefined);
  await window.command('Performance.enable');
  // Twice: what the first one finalizes the second one frees.
  for (let round = 0; round < 2; round += 1) await window.command('HeapProfiler.collectGarbage');
  const { metrics } = (await window.command('Performance.getMetrics')) as {
    readonly metrics: readonly { readonly name: string; readonly value: number }[];
  };
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  return {
    connections: await window.run(countConnections, undefined),
    workers: await window.run(countWorkers, undefined),
    sockets: await internet.socketCount(),
    listeners: metric('JSEventListeners'),
    heapBytes: metric('JSHeapUsedSize'),
  };
};

const leastHoldings = async (call: LabCall, member: Member): Promise<Holdings> => {
  let least = await holdings(call, member);
  for (let look = 1; look < looks; look += 1) {
    await pause(lookEveryMs);
    const now = await holdings(call, member);
    const less = (what: keyof Holdings): number => Math.min(least[what], now[what]);
    least = {
      connections: less('connections'),
      workers: less('workers'),
      sockets: less('sockets'),
      listeners: less('listeners'),
      heapBytes: less('heapBytes'),
    };
  }
  return least;
};
