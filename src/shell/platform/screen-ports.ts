// The browser's side of what screens need of it.

import type { ReadonlySignal } from '@preact/signals-core';
import type { RtcPort } from '#core/ports/rtc.ts';
import type { IceServers } from '#engine/mesh/ice-plan.ts';
import type { Prefs } from '#screens/prefs/prefs.ts';
import type { ScreenPorts } from '#screens/ports/screen-ports.ts';
import { browserOf } from './browser.ts';
import { createSounds } from './sounds.ts';

export interface ScreenPlatform {
  readonly rtc: RtcPort;
  readonly ice: ReadonlySignal<IceServers>;
  readonly appVersion: string;
}

/** iOS keeps every element as loud as the device: what is set there is not kept. */
const canSetVolume = (): boolean => {
  const probe = document.createElement('video');
  probe.volume = 0.5;
  return probe.volume === 0.5;
};

/** Sounds follow the preference for them. */
export const createScreenPorts = ({ rtc, ice, appVersion }: ScreenPlatform, prefs: Prefs): ScreenPorts & Disposable => {
  const sounds = createSounds({
    isWanted: () => prefs.values.hasSounds.peek(),
    createContext: () => new AudioContext({ latencyHint: 'interactive' }),
    createElement: () => new Audio(),
    nowMs: () => performance.now(),
  });
  return {
    browser: browserOf({
      userAgent: navigator.userAgent,
      maxTouchPoints: navigator.maxTouchPoints,
      isStandalone: matchMedia('(display-mode: standalone)').matches,
    }),
    canChooseSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
    canSetVolume: canSetVolume(),
    sounds,
    appVersion,
    pathCheck: {
      gather: async (signal) => {
        try {
          const { createPathCheck } = await import('./path-check.ts');
          const { stunServers, turnServers } = ice.peek();
          return await createPathCheck(rtc, [...stunServers, ...turnServers]).gather(signal);
        } catch {
          return { candidates: [], stunServers: 0, hasTurn: false };
        }
      },
    },
    [Symbol.dispose]: () => sounds[Symbol.dispose](),
  };
};
