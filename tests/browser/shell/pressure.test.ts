// What the processor has to do, as the browser tells it: the state is set from outside, the rest is real.

import { afterEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { createPressure } from '#shell/platform/pressure.ts';

const send = (method: string, parameters: unknown): Promise<unknown> =>
  (cdp() as unknown as { send(method: string, parameters: unknown): Promise<unknown> }).send(
    `Emulation.${method}`,
    parameters,
  );
const pretend = (state: 'nominal' | 'serious' | 'critical'): Promise<unknown> =>
  send('setPressureStateOverride', { source: 'cpu', state });

afterEach(() => send('setPressureSourceOverrideEnabled', { enabled: false, source: 'cpu' }));

test('only what is critical is told, and when it is over; nothing once nobody listens', async () => {
  await send('setPressureSourceOverrideEnabled', { enabled: true, source: 'cpu', metadata: { available: true } });
  const told: boolean[] = [];
  const stop = createPressure().watch((isCritical) => told.push(isCritical));
  const tellsLast = (wanted: boolean): Promise<void> =>
    expect.poll(() => told.at(-1), { timeout: 15_000 }).toBe(wanted);
  await pretend('serious');
  await tellsLast(false);
  await pretend('critical');
  await tellsLast(true);
  await pretend('nominal');
  await tellsLast(false);
  stop();
  const { length } = told;
  // Another listener has it: the first one would have had it, too.
  const others: boolean[] = [];
  const stopOther = createPressure().watch((isCritical) => others.push(isCritical));
  await pretend('critical');
  await expect.poll(() => others.at(-1), { timeout: 15_000 }).toBe(true);
  stopOther();
  expect(told).toHaveLength(length);
});
