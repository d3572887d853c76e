// The local relays of a test, by network.

import type { LocalRelay } from '../../relays/local-relay.ts';
import { startMqttBroker } from '../../relays/mqtt.ts';
import { startNostrRelay } from '../../relays/nostr.ts';
import { startTracker } from '../../relays/tracker.ts';

export type Network = 'nostr' | 'mqtt' | 'torrent';

export interface Relay {
  readonly network: Network;
  readonly url: string;
  /** Nobody answers there any more, and what was open is cut. */
  stop(): Promise<void>;
  /** Answers again on the same port. */
  start(): Promise<void>;
}

const starters: Readonly<Record<Network, () => Promise<LocalRelay>>> = {
  nostr: startNostrRelay,
  mqtt: startMqttBroker,
  torrent: startTracker,
};

export const startRelay = async (network: Network): Promise<Relay> => {
  const { url, stop, start } = await starters[network]();
  return { network, url, stop, start };
};
