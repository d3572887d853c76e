// Whether this browser can pass on what it receives. What does it is loaded when somebody is carried.

import type { ForwardPort } from '#core/ports/forward.ts';

interface Battery {
  readonly level: number;
  readonly charging: boolean;
}

/** Chromium alone tells. */
const lowLevel = 0.2;

/** Asks for the battery at once, where there is one. */
export const createForward = (): ForwardPort => {
  let battery: Battery | undefined;
  const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
  getBattery?.call(navigator).then(
    (known) => (battery = known),
    () => {},
  );
  return {
    // Firefox 153 and Safari have the first and not the second; without it nothing can be given to a sender in a page that is hidden.
    canForward: 'RTCRtpScriptTransform' in globalThis && 'MediaStreamTrackGenerator' in globalThis,
    isBatteryLow: () => battery !== undefined && !battery.charging && battery.level < lowLevel,
    open: async () => (await import('./frame-forwarder.ts')).createFrameForwarder(),
  };
};
