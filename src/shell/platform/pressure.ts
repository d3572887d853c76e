// Compute Pressure (W3C), where the browser has it: Chromium alone.

import type { PressurePort } from '#core/ports/pressure.ts';

interface Observer {
  observe(source: 'cpu', options: { sampleInterval: number }): Promise<void>;
  disconnect(): void;
}

type Observing = new (onChange: (records: readonly { readonly state: string }[]) => void) => Observer;

const sampleMs = 1_000;

export const createPressure = (): PressurePort => ({
  watch: (onChange) => {
    const { PressureObserver } = globalThis as { PressureObserver?: Observing };
    if (!PressureObserver) return () => {};
    const observer = new PressureObserver((records) => onChange(records.at(-1)?.state === 'critical'));
    // Refused where a host's policy forbids it.
    observer.observe('cpu', { sampleInterval: sampleMs }).catch(() => {});
    return () => observer.disconnect();
  },
});
