// Whether this browser can pass on what it receives. What does it is loaded when somebody may have to be carried.

import type { ForwardPort } from '#core/ports/forward.ts';

export const createForward = (): ForwardPort => ({
  // Firefox 153 and Safari have the first and not the second: still frames that flow in a hidden page, too.
  canForward: 'RTCRtpScriptTransform' in globalThis && 'MediaStreamTrackGenerator' in globalThis,
  open: async () => (await import('./frame-forwarder.ts')).createFrameForwarder(),
  isBatteryLow: async () => (await import('./frame-forwarder.ts')).isBatteryLow(),
});
