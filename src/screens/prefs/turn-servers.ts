// The TURN servers that the person has entered on this device, with their passwords. Kept in this browser alone, checked when read.

import { signal, type ReadonlySignal } from '@preact/signals';
import { findTurnFault, type TurnServer } from '#core/base/turn-server.ts';

export interface TurnServers {
  readonly servers: ReadonlySignal<readonly TurnServer[]>;
  /** Adds one, at most `maxTurnServers`; one of the same address takes the place of the old. */
  add(server: TurnServer): void;
  remove(url: string): void;
  /** Forgets all, and leaves nothing of it in storage. */
  clear(): void;
  /** Takes over what another window has changed. */
  reread(): void;
}

type TurnStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export const turnServersKey = 'starling.turn';
/** Browsers get slow at finding paths above five servers, and the host may have some as well. */
export const maxTurnServers = 4;

const isServer = (value: unknown): value is TurnServer =>
  typeof value === 'object' && value !== null && findTurnFault(value) === undefined;

const read = (storage: TurnStorage): readonly TurnServer[] => {
  try {
    const kept: unknown = JSON.parse(storage.getItem(turnServersKey) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept
      .filter(isServer)
      .slice(0, maxTurnServers)
      .map(({ url, username, credential }) => ({ url, username, credential }));
  } catch {
    return [];
  }
};

/** Keeps working, without remembering, where storage refuses. */
export const createTurnServers = (storage: TurnStorage): TurnServers => {
  const servers = signal(read(storage));
  const keep = (next: readonly TurnServer[]): void => {
    servers.value = next;
    try {
      if (next.length > 0) storage.setItem(turnServersKey, JSON.stringify(next));
      else storage.removeItem(turnServersKey);
    } catch {
      // Full, or forbidden: it holds while the page is open.
    }
  };
  const without = (url: string): readonly TurnServer[] => servers.peek().filter((server) => server.url !== url);
  return {
    servers,
    add: (server) => keep([...without(server.url), server].slice(0, maxTurnServers)),
    remove: (url) => keep(without(url)),
    clear: () => keep([]),
    reread: () => void (servers.value = read(storage)),
  };
};
