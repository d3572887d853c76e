// The preferences, for every screen below the root.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createPrefs, type Prefs } from './prefs.ts';

/** Around the app. Without it (a screen alone, in a test) preferences hold for the moment and nothing is kept. */
export const PrefsContext = createContext<Prefs>(
  createPrefs({ getItem: () => null, setItem: () => {}, removeItem: () => {} }),
);

export const usePrefs = (): Prefs => useContext(PrefsContext);
