// How well placed we are to carry others, measured now and then while somebody may need it.

import { known } from '#core/base/known.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Carries } from '#core/wire/call-messages.ts';
import type { StatsSample } from '#engine/mesh/stats-sample.ts';

export interface OutlookOptions {
  /** What goes over each of our own connections. */
  readonly sample: () => Promise<readonly StatsSample[]>;
  readonly isBatteryLow: () => Promise<boolean>;
  readonly clock: ClockPort;
  /** It is another one than before. */
  onChange(): void;
}

export type Outlook = Omit<Carries, 'streams'>;

/** Reading the statistics of everybody keeps a slow machine busy for a while. */
const everyMs = 20_000;
/** Coarse, so that what we say of ourselves rarely changes. */
const roundTripStepMs = 50;
const uplinkStepBps = 500_000;

const rounded = (value: number | undefined, step: number): number | undefined =>
  value === undefined ? undefined : Math.ceil(value / step) * step;

/** The round trip of the middle one, and what the thinnest of the connections could still take. Pure. */
export const readOutlook = (samples: readonly StatsSample[], isBatteryLow: boolean): Outlook => {
  const roundTrips = samples.flatMap(({ roundTripMs }) => roundTripMs ?? []).toSorted((a, b) => a - b);
  const uplinks = samples.flatMap(({ availableOutgoingBps }) => availableOutgoingBps ?? []);
  return known({
    roundTripMs: rounded(roundTrips[Math.floor(roundTrips.length / 2)], roundTripStepMs),
    uplinkBps: uplinks.length > 0 ? rounded(Math.min(...uplinks), uplinkStepBps) : undefined,
    isWeak: isBatteryLow || undefined,
  });
};

export interface OutlookMeter extends Disposable {
  read(): Outlook;
}

/** Measures at once, and every few seconds. */
export const createOutlook = ({ sample, isBatteryLow, clock, onChange }: OutlookOptions): OutlookMeter => {
  const scope = createScope();
  let outlook: Outlook = {};
  let stop: Stop = () => {};
  const measure = async (): Promise<void> => {
    const [samples, isLow] = await Promise.all([sample(), isBatteryLow()]);
    if (scope.signal.aborted) return;
    const before = JSON.stringify(outlook);
    outlook = readOutlook(samples, isLow);
    if (JSON.stringify(outlook) !== before) onChange();
  };
  const tick = (): void => {
    // What cannot be measured now is measured the next time.
    measure().catch(() => {});
    stop = clock.after(everyMs, tick);
  };
  scope.add(() => stop());
  tick();
  return { read: () => outlook, [Symbol.dispose]: () => scope[Symbol.dispose]() };
};
