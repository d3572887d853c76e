// A network and a page that do what the test says.

import { createEmitter, type Emitter } from '#core/base/emitter.ts';
import type { NetPort } from '#core/ports/net.ts';

export interface FakeNet extends NetPort {
  readonly onNetworkChange: Emitter<void>;
  readonly onWake: Emitter<void>;
  readonly onPageHide: Emitter<void>;
}

export const createFakeNet = (): FakeNet => ({
  isOnline: () => true,
  onNetworkChange: createEmitter<void>(),
  onWake: createEmitter<void>(),
  onPageHide: createEmitter<void>(),
});
