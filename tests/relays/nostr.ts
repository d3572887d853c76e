// A real Nostr relay on this machine, the same that `npm start` serves.

import { attachNostrRelay } from '../../scripts/relay/nostr.ts';
import { startLocalRelay, type LocalRelay } from './local-relay.ts';

/** Starts it on an ephemeral port of 127.0.0.1, or on `port`. */
export const startNostrRelay = (port = 0): Promise<LocalRelay> =>
  startLocalRelay((server, record) => attachNostrRelay(server, '/relay', { onMessage: record }), '/relay', port);
