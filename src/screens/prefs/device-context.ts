// What this device remembers of calls, and how to make it forget, for every screen below the root.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { signal, type ReadonlySignal } from '@preact/signals';
import type { RecentCall } from './recent-calls.ts';

export interface DeviceMemory {
  /** The calls that were joined here, newest first; at most 12. Empty while `keepsRecentCalls` is off. */
  readonly recentCalls: ReadonlySignal<readonly RecentCall[]>;
  forgetRecentCall(secret: string): void;
  clearRecentCalls(): void;
  /**
   * Everything that Starling keeps in this browser: identity, name, devices, choices, recent calls, the seat of this tab.
   * A call that is open is left first; the landing page comes up and says that it is done. Never rejects.
   */
  forgetEverything(): Promise<void>;
}

/** Around the app. Without it (a screen alone, in a test) there is nothing to forget. */
export const DeviceContext = createContext<DeviceMemory>({
  recentCalls: signal([]),
  forgetRecentCall: () => {},
  clearRecentCalls: () => {},
  forgetEverything: async () => {},
});

export const useDevice = (): DeviceMemory => useContext(DeviceContext);
