// What this device remembers between calls: preferences and recent calls, the same in all windows, and how to forget it all.

import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import { createScope } from '#core/base/scope.ts';
import type { Call } from '#engine/call/api.ts';
import type { DeviceMemory } from '#screens/prefs/device-context.ts';
import { createPrefs, prefsKey, type Prefs } from '#screens/prefs/prefs.ts';
import { createRecentCalls, recentCallsKey } from '#screens/prefs/recent-calls.ts';
import { createTurnServers, turnServersKey, type TurnServers } from '#screens/prefs/turn-servers.ts';
import { forgetOurs, type WebStorage } from '#shell/platform/web-storage.ts';
import { readableName } from './route.ts';
import type { SessionState } from './session.ts';

export interface Memory extends DeviceMemory, Disposable {
  readonly prefs: Prefs;
  readonly turnServers: TurnServers;
  /** Everything was forgotten a moment ago; to be set back once that was said. */
  readonly hasForgotten: Signal<boolean>;
}

export interface MemoryDeps {
  readonly local: WebStorage;
  readonly tab: WebStorage;
  readonly session: { readonly state: ReadonlySignal<SessionState> };
  /** Out of any call, to the landing page. */
  goHome(): void;
  /** Empties what the engine keeps. */
  clearStore(): Promise<void>;
  /** Where other windows' changes are told. */
  readonly target: EventTarget;
  dateMs(): number;
}

/** Of those who have proved who they are. */
const namesIn = ({ people }: Call): readonly string[] =>
  people.value.filter(({ connection }) => connection.value.is === 'connected').map(({ name }) => name.value);

export const createMemory = ({ local, tab, session, goHome, clearStore, target, dateMs }: MemoryDeps): Memory => {
  const scope = createScope();
  const prefs = createPrefs(local);
  const recent = createRecentCalls(local);
  const turnServers = createTurnServers(local);
  const hasForgotten = signal(false);
  const { keepsRecentCalls } = prefs.values;

  // Switching it off forgets what there is.
  scope.add(effect(() => void (!keepsRecentCalls.value && recent.clear())));
  scope.add(
    effect(() => {
      const now = session.state.value;
      if (now.is !== 'call' || now.call.state.value.is !== 'joined' || !keepsRecentCalls.value) return;
      recent.note({
        secret: now.link.secret,
        name: readableName(now.link),
        people: namesIn(now.call),
        atMs: dateMs(),
      });
    }),
  );
  scope.listen<StorageEvent>(target, 'storage', ({ key }) => {
    // Without a key, the drawer was emptied.
    if (key === null || key === prefsKey) prefs.reread();
    if (key === null || key === recentCallsKey) recent.reread();
    if (key === null || key === turnServersKey) turnServers.reread();
  });

  return {
    prefs,
    turnServers,
    hasForgotten,
    recentCalls: recent.calls,
    forgetRecentCall: recent.forget,
    clearRecentCalls: recent.clear,
    forgetEverything: async () => {
      // First out of the call, or it would go on keeping its seat.
      goHome();
      prefs.forget();
      recent.clear();
      turnServers.clear();
      forgetOurs(local);
      forgetOurs(tab);
      await clearStore();
      hasForgotten.value = true;
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
