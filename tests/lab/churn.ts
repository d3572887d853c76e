// Many joins and leaves, then a long rest: what of it is still there in the page of whoever stayed.

import { pause, type LabCall, type Member } from './lab-call.ts';
import type { Figures, Story } from './table.ts';
import { countConnections, forgetAll } from './watch.ts';

interface Holdings {
  readonly connections: number;
  readonly sockets: number;
  readonly listeners: number;
  readonly heapBytes: number;
}

export const churn = async (call: LabCall, { joins, idleMs }: Extract<Story, { is: 'churn' }>): Promise<Figures> => {
  const { victim, others } = call;
  const [stayer] = others;
  if (!stayer) throw new Error('nobody stays');
  await call.join();
  await call.meet();
  await victim.person.leave();
  await stayer.person.waitForTiles(stayer.name);
  const before = await holdings(call, stayer);
  for (let join = 1; join <= joins; join += 1) {
    await victim.person.rejoin();
    await stayer.person.waitForTiles(stayer.name, victim.name);
    await victim.person.leave();
    await stayer.person.waitForTiles(stayer.name);
  }
  await pause(idleMs);
  const after = await holdings(call, stayer);
  return {
    connections: Math.max(0, after.connections - before.connections),
    sockets: Math.max(0, after.sockets - before.sockets),
    listeners: Math.max(0, after.listeners - before.listeners),
    heap: Math.max(0, (100 * (after.heapBytes - before.heapBytes)) / before.heapBytes),
    rejections: [stayer, victim].flatMap(({ person }) => person.errors()).filter((error) => error.includes('uncaught'))
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
    sockets: await internet.socketCount(),
    listeners: metric('JSEventListeners'),
    heapBytes: metric('JSHeapUsedSize'),
  };
};
