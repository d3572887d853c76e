// A processor that is as busy as the test says.

import type { PressurePort } from '#core/ports/pressure.ts';

export interface FakePressure extends PressurePort {
  tell(isCritical: boolean): void;
  watchers(): number;
}

export const createFakePressure = (): FakePressure => {
  const watchers = new Set<(isCritical: boolean) => void>();
  return {
    watch: (onChange) => {
      watchers.add(onChange);
      return () => void watchers.delete(onChange);
    },
    tell: (isCritical) => watchers.forEach((onChange) => onChange(isCritical)),
    watchers: () => watchers.size,
  };
};
