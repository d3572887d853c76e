// What this device remembers of calls, and how to make it forget, for every screen below the root.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export interface DeviceMemory {
  clearRecentCalls(): void;
  /** Everything that Starling keeps in this browser: identity, name, choices, recent calls. */
  forgetEverything(): Promise<void>;
}

/** Around the app. Without it (a screen alone, in a test) there is nothing to forget. */
export const DeviceContext = createContext<DeviceMemory>({
  clearRecentCalls: () => {},
  forgetEverything: async () => {},
});

export const useDevice = (): DeviceMemory => useContext(DeviceContext);
