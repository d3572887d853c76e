// How much the processor has to do, all programs together.

import type { Stop } from '#core/base/scope.ts';

export interface PressurePort {
  /** Tells when it can do no more, and when that is over. Never where the browser doesn't say. */
  watch(onChange: (isCritical: boolean) => void): Stop;
}
