// What screens need of the browser beyond elements and events, handed down from the root.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PathCheckPort } from '#core/ports/path-check.ts';
import type { SoundsPort } from '#core/ports/sounds.ts';

/** Which browser, as far as the way to allow a camera differs. */
export type Browser =
  | 'chrome'
  | 'edge'
  | 'firefox'
  | 'safari'
  | 'chrome-android'
  | 'firefox-android'
  | 'safari-ios'
  | 'app-ios'
  | 'other';

export interface ScreenPorts {
  readonly browser: Browser;
  /** False where the system alone decides which speaker is used: no choice is offered there. */
  readonly canChooseSpeaker: boolean;
  /** False where only the keys of the device set how loud a page is (iOS). */
  readonly canSetVolume: boolean;
  readonly sounds: SoundsPort;
  /** Of the page, for reports; undefined where it isn't known. */
  readonly appVersion: string | undefined;
  readonly pathCheck: PathCheckPort;
}

/** Around the app. Without it (a screen alone, in a test) nothing sounds and no server is asked. */
export const ScreenPortsContext = createContext<ScreenPorts>({
  browser: 'other',
  canChooseSpeaker: false,
  canSetVolume: true,
  sounds: { play: () => {} },
  appVersion: undefined,
  pathCheck: { gather: async () => ({ candidates: [], stunServers: 0, hasTurn: false }) },
});

export const useScreenPorts = (): ScreenPorts => useContext(ScreenPortsContext);
