// Whether this browser can encode a picture once for everybody, and what must be there for that from a connection's
// beginning. The rest is loaded when it is needed.

import type { EncodePort } from '#core/ports/encode.ts';
import { createEncodeGate } from './encode-gate.ts';

/** Firefox 153 has all but the first two; Safari has the first in workers alone. */
const needed = ['MediaStreamTrackProcessor', 'MediaStreamTrackGenerator', 'RTCRtpScriptTransform', 'VideoEncoder'];

export const createEncode = (): EncodePort => {
  const gate = createEncodeGate();
  const isPossible = (): boolean => needed.every((name) => name in globalThis);
  return {
    isPossible,
    warmUp: () => {
      if (isPossible()) gate.warmUp();
    },
    prepare: (sender) => {
      if (!isPossible()) return () => {};
      gate.idOf(sender);
      return () => gate.forget(sender);
    },
    open: async (listener) => (await import('./shared-encoder.ts')).createSharedEncoder(gate, listener),
  };
};
