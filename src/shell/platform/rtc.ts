// The browser's connections.

import type { RtcPort } from '#core/ports/rtc.ts';

/** Needs `RTCPeerConnection`; see obstacle.ts for browsers without. */
export const createRtc = (): RtcPort => ({
  create: (configuration) => new RTCPeerConnection(configuration),
  sendCodecs: (kind) => RTCRtpSender.getCapabilities?.(kind)?.codecs ?? [],
});
